from . import test_advisor_certificate
from . import test_roster_import
