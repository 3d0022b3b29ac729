"""The last yuan of a funding source under several users at once; run by dev/test."""

import copies

from odoo.fields import Command

from odoo.addons.village_legal_advisor.models.common.sentinel import GUARD

YEAR = 2026
FEE = 3000
# What a clerk may read; never an error of the database.
REFUSALS = ("UserError", "ValidationError")


def confirm(env, ids):
    env["purchase.order"].browse(ids).button_confirm()


def post(env, ids):
    env["account.move"].browse(ids).action_post()


def cut(env, ids):
    env["legal.appropriation"].browse(ids).action_confirm()


class TestBudgetAtOnce(copies.CopyCase):
    """A year that blocks, and money for one of two contracts."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            env["account.chart.template"].try_loading(
                "generic_coa", company=env.company, install_demo=False
            )
            self.program = self._make_program(env).id
            self._appropriate(env, FEE).action_confirm()
            self.orders = self._make_orders(env)

    def _make_program(self, env):
        program = env["legal.program"].create(
            {
                "year": YEAR,
                "funding_basis": "village",
                "village_share_handling": "village",
                "approval_document": "Document 1",
                "budget_control": "block",
            }
        )
        program.action_open()
        return program

    def _appropriate(self, env, amount, kind="initial"):
        return env["legal.appropriation"].create(
            {
                "program_id": self.program,
                "source": "transfer",
                "kind": kind,
                "document_number": "Document 2",
                "amount": amount,
            }
        )

    def _make_orders(self, env):
        """Two contracts in preparation, each of a firm and a village of its own."""
        program = env["legal.program"].browse(self.program)
        township = env["legal.township"].create(
            {"name": "East Township", "code": "654002001"}
        )
        for index in range(2):
            firm = env["res.partner"].create(
                {"name": f"Firm {index}", "is_company": True}
            )
            advisor = env["legal.advisor"].create(
                {"name": f"Adviser {index}", "firm_id": firm.id}
            )
            advisor._guarded_write({"state": "qualified"})
            advisor._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
            village = env["legal.village"].create(
                {
                    "name": f"Village {index}",
                    "code": f"654002001{201 + index}",
                    "township_id": township.id,
                }
            )
            env["legal.assignment"].create(
                {
                    "program_id": program.id,
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                }
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
        return program._apply_contracts(project).ids

    def _make_bills(self, env):
        """A draft bill of the whole fee for each contract in preparation."""
        bills = env["account.move"]
        for line in env["purchase.order"].browse(self.orders).order_line:
            line.with_context(legal_guard=GUARD).qty_received = FEE
            bills |= bills.create(
                {
                    "move_type": "in_invoice",
                    "partner_id": line.partner_id.id,
                    "invoice_date": f"{YEAR}-07-01",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "purchase_line_id": line.id,
                                "product_id": line.product_id.id,
                                "quantity": FEE,
                                "price_unit": 1,
                                "analytic_distribution": line.analytic_distribution,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        return bills.ids

    def _assert_one_of(self, ended):
        refused = [process for process in ended if process.error]
        self.assertEqual(len(refused), 1, [process.message for process in ended])
        self.assertIn(refused[0].error, REFUSALS, refused[0].message)

    def _assert_spent(self):
        with self.environment() as env:
            account = (
                env["legal.program"]
                .browse(self.program)
                ._get_source_accounts()
                .filtered(lambda rec: rec.legal_source == "transfer")
            )
            self.assertEqual(account._legal_get_available()[account], 0)

    def test_two_who_confirm_contracts_do_not_both_take_the_last_yuan(self):
        first, second = self.orders
        self._assert_one_of(self.together((confirm, [first]), (confirm, [second])))
        self._assert_spent()

    def test_two_who_post_bills_do_not_both_take_the_last_yuan(self):
        with self.environment() as env:
            first, second = self._make_bills(env)
        self._assert_one_of(self.together((post, [first]), (post, [second])))
        self._assert_spent()

    def test_a_cut_and_a_contract_do_not_both_take_the_last_yuan(self):
        with self.environment() as env:
            document = self._appropriate(env, FEE, "cut").id
        self._assert_one_of(
            self.together((confirm, self.orders[:1]), (cut, [document]))
        )
        self._assert_spent()
