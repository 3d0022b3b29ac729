from . import archive, history, payment, procurement_file, volume, workbook
from . import portal, portal_advisor, portal_committee, portal_entry, portal_evaluation
from . import portal_lecture
