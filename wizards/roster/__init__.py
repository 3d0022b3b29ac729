from . import (
    assignment_activate,
    assignment_end,
    assignment_hand_over,
    program_correct,
    program_open,
    roster_import,
    roster_import_line,
)
from . import advisor_status_wizard, login_wizard
