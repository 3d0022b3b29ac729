from . import archive, volume, workbook
from . import portal, portal_advisor, portal_committee, portal_evaluation
