from . import test_advisor_certificate
