from . import (
    advisor_status_wizard,
    assignment_activate,
    assignment_end,
    assignment_hand_over,
    assignment_propose,
    login_wizard,
    program_correct,
    program_open,
    roster_import,
    roster_import_line,
    roster_import_plan,
    roster_import_sentences,
)
