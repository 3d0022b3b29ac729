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

# isort: split
from . import (
    instalment,
    program_instalments,
    acceptance,
    acceptance_part,
    acceptance_member,
    acceptance_line,
    acceptance_reckoning,
    acceptance_facts,
    acceptance_flow,
    acceptance_prepare,
    acceptance_settle,
    instalment_due,
    purchase_order_lock,
    account_move,
    account_move_line,
    purchase_order_line_billed,
    acceptance_bill,
    payment_parts,
    purchase_order_paid,
)
