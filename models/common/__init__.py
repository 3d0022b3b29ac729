from . import paper_log, reach, reach_company, sql_log

# isort: split
from . import (
    field_guard,
    file_owner,
    guard,
    holiday,
    ir_actions_report,
    mail_activity,
    print_job,
    print_job_make,
    res_company,
    res_config_settings,
)
