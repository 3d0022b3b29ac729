from . import (
    test_appropriation,
    test_budget_control,
    test_contract,
    test_fee_parts,
    test_fund_status,
    test_year_end,
)
