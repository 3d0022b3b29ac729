from . import (
    acceptance,
    advisor_certificate,
    advisor_evaluation,
    archive_index,
    blank_form,
    evaluation,
    hours,
    program,
    result_list,
    township,
    volume,
)
