from . import (
    test_acceptance,
    test_acceptance_sums,
    test_bill,
    test_contract,
    test_fee_parts,
    test_instalment,
)
