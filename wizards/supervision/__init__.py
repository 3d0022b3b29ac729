from . import (
    criteria_correction,
    criteria_correction_line,
    evaluation_statement,
    history_import,
)
