from . import test_visit_steps
