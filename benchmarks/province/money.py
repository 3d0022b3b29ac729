from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.village_legal_advisor.models.common.sentinel import GUARD

from .copies import copy_rows

FEE, BILLED = 3000, 1500
# Villages in a contract, and in its bill.
VILLAGES = 100


def spend(env, program):
    """Contract, bill and pay one village through the product, and copy the rows.

    Every assignment has a contract line; half of each is billed, and every second bill
    is paid.
    """
    assignments = env["legal.assignment"].search([], order="id")
    line = _contract(env, program, assignments[0])
    bill = _bill(env, line)
    _copy(env, line, bill, assignments[1:])
    env.invalidate_all()


def _contract(env, program, assignment):
    company = program.company_id
    env["account.chart.template"].try_loading(
        "generic_coa", company=company, install_demo=False
    )
    account = program._get_source_accounts().filtered(
        lambda rec: rec.legal_source == "transfer"
    )
    env["legal.appropriation"].create(
        {
            "program_id": program.id,
            "source": "transfer",
            "document_number": "示例1号",
            "amount": FEE * program.village_count,
        }
    ).action_confirm()
    project = env["legal.procurement"].create(
        {
            "name": "示例采购",
            "program_id": program.id,
            "method": "consultation",
            "budget": FEE * program.village_count,
            "award_date": program.date_start,
        }
    )
    project.action_award()
    product = env.ref("village_legal_advisor.product_fee")
    order = (
        env["purchase.order"]
        .with_context(legal_guard=GUARD)
        .create(
            {
                "partner_id": assignment.advisor_id.firm_id.id,
                "legal_program_id": program.id,
                "legal_procurement_id": project.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": FEE,
                            "price_unit": 1.0,
                            "tax_ids": [Command.clear()],
                            "name": "示例",
                            "legal_assignment_id": assignment.id,
                            "legal_source": "transfer",
                            "legal_account_id": account.id,
                        }
                    )
                ],
            }
        )
    )
    order.button_confirm()
    order.order_line._legal_receive(BILLED)
    return order.order_line


def _bill(env, line):
    """A posted and paid bill of a contract line."""
    bill = line.order_id._make_legal_bill()
    bill.invoice_date = line.order_id.legal_program_id.date_start
    bill.action_post()
    env["account.payment.register"].with_context(
        active_model="account.move", active_ids=bill.ids
    ).create({}).action_create_payments()
    env.flush_all()
    return bill


def _copy(env, line, bill, assignments):
    lines = len(assignments)
    bills = -(-lines // VILLAGES)
    # The last bill has fewer lines.
    total = SQL(
        "(%s * LEAST(%s, %s - (n - 1) * %s))", BILLED, VILLAGES, lines, VILLAGES
    )
    residual = SQL("CASE WHEN n %% 2 = 0 THEN 0 ELSE %s END", total)

    def of_assignment(name):
        return SQL(
            "(SELECT %s FROM legal_assignment WHERE id = (%s::integer[])[n])",
            SQL.identifier(name),
            assignments.ids,
        )

    def grouped(first):
        return SQL("%s + (n - 1) / %s", first, VILLAGES)

    def follow(first):
        return SQL("%s + n - 1", first)

    orders = copy_rows(env, line.order_id, bills, name=SQL("'示例' || n"))
    contract_lines = copy_rows(
        env,
        line,
        lines,
        order_id=grouped(orders),
        legal_assignment_id=of_assignment("id"),
        legal_township_id=of_assignment("township_id"),
        legal_village_id=of_assignment("village_id"),
    )
    moves = copy_rows(
        env,
        bill,
        bills,
        name=SQL("'示例' || n"),
        amount_total=total,
        amount_total_signed=SQL("-%s", total),
        amount_residual=residual,
        amount_residual_signed=SQL("-%s", residual),
    )
    products = copy_rows(
        env,
        bill.invoice_line_ids,
        lines,
        move_id=grouped(moves),
        purchase_line_id=follow(contract_lines),
    )
    copy_rows(
        env,
        bill.invoice_line_ids.analytic_line_ids,
        lines,
        move_line_id=follow(products),
    )
    payable = bill.line_ids.filtered(
        lambda item: item.account_id.account_type == "liability_payable"
    )
    payables = copy_rows(
        env,
        payable,
        bills,
        move_id=follow(moves),
        balance=SQL("-%s", total),
        credit=total,
        amount_currency=SQL("-%s", total),
        amount_residual=SQL("-%s", residual),
        amount_residual_currency=SQL("-%s", residual),
        full_reconcile_id=SQL("NULL::integer"),
    )
    copy_rows(
        env,
        payable.matched_debit_ids,
        bills // 2,
        credit_move_id=SQL("%s + 2 * n - 1", payables),
        amount=SQL(
            "(%s * LEAST(%s, %s - (2 * n - 1) * %s))",
            *(BILLED, VILLAGES, lines, VILLAGES),
        ),
        full_reconcile_id=SQL("NULL::integer"),
    )
