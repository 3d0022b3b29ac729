from . import (
    advisor_certificate,
    advisor_evaluation,
    evaluation,
    program,
    result_list,
    township,
    volume,
)
