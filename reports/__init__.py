from . import (
    advisor_certificate,
    advisor_evaluation,
    archive_index,
    evaluation,
    program,
    result_list,
    township,
    volume,
)
