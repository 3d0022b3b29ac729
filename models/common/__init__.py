from . import paper_log

# isort: split
from . import guard, ir_actions_report, print_job, res_company
