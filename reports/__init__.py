from . import (
    advisor_certificate,
    advisor_evaluation,
    archive_index,
    blank_form,
    evaluation,
    program,
    result_list,
    township,
    volume,
)
