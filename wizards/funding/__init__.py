from . import contract_prepare, contract_prepare_line
from . import share_cancel, share_notice, share_prepare, share_reckon
from . import (
    over_budget,
    receipt_record,
    year_end,
    year_end_line,
)
from . import voucher_import, voucher_import_line, voucher_import_plan
from . import voucher_import_register, voucher_import_sentences
