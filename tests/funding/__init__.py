from . import test_contract, test_fee_parts
