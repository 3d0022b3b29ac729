from . import test_contract
from . import test_contract_deadline
from . import test_fee_parts
from . import test_holiday
from . import test_procurement
from . import test_procurement_threshold
from . import test_supplement
from . import test_share_notice, test_share_payment, test_village_share
from . import (
    test_appropriation,
    test_budget_control,
    test_contract,
    test_fee_parts,
    test_fund_status,
    test_year_end,
)
