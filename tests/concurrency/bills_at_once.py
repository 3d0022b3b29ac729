"""Two who accept, bill or pay for one contract at once."""

import base64

import copies

from odoo.fields import Command

YEAR = 2025
ROUNDS = 12


def post(env, bill_id):
    env["account.move"].browse(bill_id).action_post()


def accept(env, acceptance_id):
    env["legal.acceptance"].browse(acceptance_id).action_accept()


def prepare_bills(env, acceptance_id):
    env["legal.acceptance"].browse(acceptance_id).action_prepare_bills()


def pay_by_list(env, content):
    """Import a list of the treasury's vouchers.

    :return: how many bills it paid, and how many it found paid
    """
    wizard = env["legal.voucher.import"].create(
        {"file": base64.b64encode(content), "filename": "vouchers.csv"}
    )
    wizard.action_import()
    assert wizard.state == "done", wizard.error_ids.mapped("note")
    return wizard.full_count, wizard.known_count


class TestBillsAtOnce(copies.CopyCase):
    """A firm with `ROUNDS` contracts of a year that is over, 3000 yuan each."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            self._make_bureau(env)
            acceptances = env["legal.acceptance"]
            for instalment in env["legal.program"].browse(self.program).instalment_ids:
                acceptances |= instalment._prepare_acceptances(
                    env["purchase.order"].browse(self.orders)
                )
            acceptances.line_ids.write({"opinion": "agree"})
            acceptances.action_check()
            by_order = acceptances.sorted("id").grouped("order_id")
            self.acceptances = [by_order[order].ids for order in by_order]

    def _make_bureau(self, env):
        yuan = env.ref("base.CNY")
        yuan.active = True
        env["account.chart.template"].try_loading(
            "generic_coa", company=env.company, install_demo=False
        )
        env.company.currency_id = yuan
        program = env["legal.program"].create(
            {
                "year": YEAR,
                "funding_basis": "village",
                "village_share_handling": "village",
                "approval_document": "Document 1",
            }
        )
        program.instalment_ids.write({"condition": "none"})
        program.action_open()
        township = env["legal.township"].create(
            {"name": "East Township", "code": "654002001"}
        )
        firms = env["res.partner"].create(
            [{"name": f"Firm {n}", "is_company": True} for n in range(ROUNDS)]
        )
        advisors = env["legal.advisor"].create(
            [
                {"name": f"Adviser {index}", "firm_id": firm.id}
                for index, firm in enumerate(firms)
            ]
        )
        advisors._guarded_write({"state": "qualified"})
        advisors._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 2}-03-31")
        villages = env["legal.village"].create(
            [
                {
                    "name": f"Village {index}",
                    "code": f"654002001{201 + index}",
                    "township_id": township.id,
                    "in_scope_from": f"{YEAR}-01-01",
                }
                for index in range(ROUNDS)
            ]
        )
        env["legal.assignment"].create(
            [
                {
                    "program_id": program.id,
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                    "date_start": program.date_start,
                    "date_end": program.date_end,
                }
                for village, advisor in zip(villages, advisors, strict=True)
            ]
        ).action_activate()
        project = env["legal.procurement"].create(
            {
                "name": "Legal advisers",
                "program_id": program.id,
                "method": "consultation",
                "budget": 100000,
                "award_date": f"{YEAR}-01-05",
            }
        )
        project.action_award()
        orders = program._apply_contracts(project)
        orders.button_confirm()
        self.program, self.orders = program.id, orders.ids

    def _make_bills(self, env, orders):
        return env["account.move"].create(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": order.partner_id.id,
                    "invoice_date": f"{YEAR}-12-31",
                    "currency_id": order.currency_id.id,
                    "invoice_line_ids": [
                        Command.create(
                            order.order_line._prepare_account_move_line()
                            | {"quantity": 1000.0, "tax_ids": [Command.clear()]}
                        )
                    ],
                }
                for order in orders
            ]
        )

    def test_two_bills_for_the_last_yuan_of_a_contract_line(self):
        with self.environment(tracking_disable=True) as env:
            orders = env["purchase.order"].browse(self.orders)
            first = env["legal.acceptance"].browse(pair[0] for pair in self.acceptances)
            first.action_accept()
            rivals = [
                (one.id, other.id)
                for one, other in zip(
                    self._make_bills(env, orders),
                    self._make_bills(env, orders),
                    strict=True,
                )
            ]
        ended = self.in_rounds(post, post, rivals)
        for pair in ended:
            refused = [side for side in pair if side.error]
            self.assertEqual(len(refused), 1, pair)
            self.assertEqual(refused[0].error, "UserError", refused[0].message)
            self.assertIn("was accepted and", refused[0].message)
        with self.environment() as env:
            lines = env["purchase.order"].browse(self.orders).order_line
            self.assertEqual(set(lines._get_legal_billed().values()), {1000.0})

    def test_two_acceptances_of_one_contract_add_up(self):
        ended = self.in_rounds(accept, accept, self.acceptances)
        wrong = [side for pair in ended for side in pair if side.error]
        self.assertEqual(wrong, [])
        with self.environment() as env:
            orders = env["purchase.order"].browse(self.orders)
            self.assertEqual(
                orders.order_line.mapped("qty_received"), [3000.0] * ROUNDS
            )
            acceptances = env["legal.acceptance"].search([])
            self.assertEqual(sum(acceptances.mapped("amount")), 3000.0 * ROUNDS)
            self.assertEqual(len(set(acceptances.mapped("number"))), 2 * ROUNDS)

    def test_two_who_prepare_bills_make_one(self):
        with self.environment(tracking_disable=True) as env:
            first = env["legal.acceptance"].browse(pair[0] for pair in self.acceptances)
            first.action_accept()
            ids = first.ids
        self.in_rounds(prepare_bills, prepare_bills, [(one, one) for one in ids])
        with self.environment() as env:
            bills = env["account.move"].search([("move_type", "=", "in_invoice")])
            self.assertEqual(bills.mapped("amount_total"), [1500.0] * ROUNDS)

    def test_two_who_import_one_list_of_vouchers_pay_once(self):
        with self.environment(tracking_disable=True) as env:
            first = env["legal.acceptance"].browse(pair[0] for pair in self.acceptances)
            first.action_accept()
            bills = self._make_bills(env, env["purchase.order"].browse(self.orders))
            bills.action_post()
            # The headings of a language that is installed.
            lang = env["res.lang"].get_installed()[0][0]
            moves = env["account.move"].with_context(lang=lang)
            columns = moves._get_voucher_columns()
            names = ("bill", "voucher", "date", "amount")
            heading = ",".join(columns[name][0] for name in names)
            lists = [
                f"{heading}\n{bill.name},Z{bill.id},{YEAR}-12-31,1000".encode()
                for bill in bills
            ]
            ids = bills.ids
        ended = self.in_rounds(
            pay_by_list, pay_by_list, [(content, content) for content in lists]
        )
        wrong = [side for pair in ended for side in pair if side.error]
        self.assertEqual(wrong, [])
        for pair in ended:
            self.assertEqual(sorted(side.value for side in pair), [(0, 1), (1, 0)])
        with self.environment() as env:
            bills = env["account.move"].browse(ids)
            self.assertEqual(bills.mapped("amount_residual"), [0.0] * ROUNDS)
            payments = env["account.payment"].search([])
            self.assertEqual(payments.mapped("amount"), [1000.0] * ROUNDS)
