from . import visit_decision
from . import lecture_hold, lecture_receipt, lecture_return, slip_prepare, slip_void
