from . import advisor_certificate
