from . import (
    account_analytic_account,
    program_source,
    program_parts,
    assignment,
    assignment_firm,
    purchase_order,
    purchase_order_line,
    contract_plan,
    program_contracts,
)
