from . import visit_decision
