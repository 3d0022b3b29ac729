from . import visit_decision
from . import lecture_hold, lecture_receipt, lecture_return, slip_prepare, slip_void
from . import (
    history_import,
    history_kept,
    history_attachment,
    history_line,
    history_sentences,
    history_stage,
    history_check,
    history_repeats,
    history_write,
    history_chain,
    history_insert,
    history_workbook,
    history_work,
    history_background,
)
