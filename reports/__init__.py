from . import (
    advisor_certificate,
    advisor_evaluation,
    evaluation,
    hours,
    program,
    result_list,
    township,
    volume,
)
