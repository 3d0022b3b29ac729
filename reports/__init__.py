from . import (
    acceptance,
    advisor_certificate,
    advisor_evaluation,
    archive_index,
    blank_form,
    evaluation,
    hours,
    payment_request,
    program,
    result_list,
    township,
    volume,
)
