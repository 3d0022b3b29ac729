from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.village_legal_advisor.models.common.sentinel import GUARD

from .money_case import MoneyCase


@tagged("post_install", "-at_install")
class TestBudgetControl(MoneyCase):
    """Nothing is spent over the appropriation unnoticed."""

    def _control(self, budget_control):
        self._set_basis("village", budget_control=budget_control)

    def test_a_contract_over_the_appropriation_is_warned_of_and_confirmed(self):
        self._control("warn")
        self._appropriate(5000)
        order = self._contract(self.village_1, self.village_4, confirm=False)
        self.assertRegex(order.legal_budget_warning, "1,000.00 more than was")
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertRegex(order.message_ids[0].body, "1,000.00 more than was")
        self.assertFalse(order.legal_budget_warning)
        self.assertFigures(available=-1000)

    def test_a_contract_within_the_appropriation_has_no_warning(self):
        self._control("block")
        self._appropriate(6000)
        order = self._contract(self.village_1, self.village_4, confirm=False)
        self.assertFalse(order.legal_budget_warning)
        order.button_confirm()
        self.assertFigures(available=0)

    def test_a_contract_over_the_appropriation_is_refused_where_the_year_blocks(self):
        self._control("block")
        self._appropriate(5999.99)
        order = self._contract(self.village_1, self.village_4, confirm=False)
        with self.assertRefused("0.01 more than was appropriated"):
            order.button_confirm()
        with self.assertRefused("0.01 more than was appropriated"):
            order.write({"state": "purchase"})
        self.assertEqual(order.state, "draft")
        self._appropriate(0.01, "increase")
        order.button_confirm()

    def test_a_contract_that_waited_for_approval_is_judged_when_it_is_approved(self):
        self._control("block")
        self.company.po_double_validation = "two_step"
        self.company.po_double_validation_amount = 1
        self._appropriate(1000)
        order = self._contract(self.village_1)
        self.assertEqual(order.state, "to approve")
        self.finance.group_ids |= self.env.ref("purchase.group_purchase_manager")
        with self.assertRefused("2,000.00 more than was appropriated"):
            order.button_approve()

    def test_a_managers_reason_lets_a_contract_pass(self):
        self._control("block")
        order = self._contract(self.village_1, confirm=False)
        order.with_user(self.manager).action_legal_allow_over_budget(
            "The increase is promised"
        )
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertEqual(order.legal_over_budget_user_id, self.manager)
        self.assertTrue(order.legal_over_budget_at)

    def test_a_reason_does_not_serve_a_larger_amount(self):
        self._control("block")
        order = self._contract(self.village_1, confirm=False)
        order.with_user(self.manager).action_legal_allow_over_budget("Promised")
        self._make_paid(self.village_2, "Wang")
        self.assertEqual(self._prepare(), order)
        self.assertEqual(order.amount_total, 6000)
        with self.assertRefused("6,000.00 more than was appropriated"):
            order.button_confirm()

    def test_only_a_manager_allows_it_and_only_with_a_reason(self):
        self._control("block")
        order = self._contract(self.village_1, confirm=False)
        for user in (self.finance, self.leading):
            with self.assertRaises(AccessError):
                order.with_user(user).action_legal_allow_over_budget("Promised")
        with self.assertRefused("Say why"):
            order.with_user(self.manager).action_legal_allow_over_budget("  ")
        for vals in (
            {"legal_over_budget_reason": "Mine"},
            {"legal_over_budget_total": 10**6},
            {"legal_over_budget_user_id": self.manager.id},
        ):
            with self.assertRefused("Only a bureau manager"):
                order.sudo().write(vals)
        with self.assertRefused("Only a bureau manager"):
            self.env["purchase.order"].create(
                {"partner_id": self.firm.id, "legal_over_budget_reason": "Mine"}
            )
        wizard = (
            self.env["legal.over.budget"]
            .with_user(self.manager)
            .create({"order_id": order.id, "reason": "Promised"})
        )
        self.assertRegex(wizard.warning, "3,000.00")
        wizard.action_allow()
        self.assertEqual(order.legal_over_budget_reason, "Promised")

    def test_a_bill_that_settles_a_commitment_is_no_increase(self):
        self._control("warn")
        line = self._contract(self.village_1).order_line
        self._control("block")
        bill = self._bill({line: 3000}, post=False)
        self.assertFalse(bill.legal_budget_warning)
        bill.action_post()
        self.assertFigures(committed=0, actual=3000, available=-3000)

    def test_a_bill_over_the_appropriation_is_refused_where_the_year_blocks(self):
        self._control("block")
        self._appropriate(1000)
        # A contract in preparation commits nothing: its bill takes money anew.
        line = self._contract(self.village_1, confirm=False).order_line
        for move_type in ("in_invoice", "in_receipt"):
            bill = self._bill({line: 1000.5}, move_type, post=False)
            self.assertRegex(bill.legal_budget_warning, "0.50 more than was")
            with self.assertRefused("0.50 more than was appropriated"):
                bill.action_post()
            self.assertEqual(bill.state, "draft")
        bill.with_user(self.manager).action_legal_allow_over_budget("Promised")
        bill.action_post()
        self.assertFigures(actual=1000.5, available=-0.5)

    def test_a_bill_over_the_appropriation_is_warned_of_otherwise(self):
        self._control("warn")
        self._appropriate(1000)
        line = self._contract(self.village_1, confirm=False).order_line
        bill = self._bill({line: 1500})
        self.assertEqual(bill.state, "posted")
        bodies = bill.message_ids.mapped("body")
        self.assertTrue([body for body in bodies if "500.00 more than was" in body])

    def test_a_refund_is_never_refused(self):
        self._control("warn")
        line = self._contract(self.village_1, confirm=False).order_line
        self._bill({line: 1500})
        self._control("block")
        self._bill({line: 500}, "in_refund")
        self.assertFigures(actual=1000, available=-1000)

    def test_bills_posted_together_are_judged_together(self):
        self._control("block")
        self._appropriate(1000)
        line = self._contract(self.village_1, confirm=False).order_line
        bills = self._bill({line: 600}, post=False) | self._bill(
            {line: 500}, post=False
        )
        with self.assertRefused("100.00 more than was appropriated"):
            bills.action_post()
        self.assertEqual(set(bills.mapped("state")), {"draft"})

    def test_a_posted_bill_does_not_change_its_funding_source(self):
        self._control("block")
        self._appropriate(3000)
        line = self._contract(self.village_1).order_line
        bill = self._bill({line: 1000})
        for distribution in ({str(self.village.id): 100.0}, False):
            with self.assertRefused("its funding source stays|is posted on a contract"):
                bill.invoice_line_ids.write({"analytic_distribution": distribution})

    def test_the_mode_of_a_year_is_a_decision_of_its_manager(self):
        with self.assertRaises(AccessError):
            self.program.with_user(self.finance).budget_control = "block"
        self.program.with_user(self.manager).budget_control = "block"

    def test_defaults_are_no_reason_of_a_manager(self):
        self._control("block")
        mine = {
            "legal_over_budget_reason": "Mine",
            "legal_over_budget_user_id": self.manager.id,
            "legal_over_budget_total": 10**6,
        }
        context = {f"default_{name}": value for name, value in mine.items()}
        self._make_paid(self.village_1, "Li")
        order = self.program_f.with_context(**context)._apply_contracts(self.project)
        for name, value in mine.items():
            for model in ("purchase.order", "account.move"):
                self.env["ir.default"].with_user(self.finance).sudo().set(
                    model, name, value, user_id=self.finance.id
                )
        typed_in = self.env["purchase.order"].with_user(self.finance)
        documents = (
            order,
            typed_in.create({"partner_id": self.firm.id}),
            typed_in.with_context(**context).create({"partner_id": self.firm.id}),
            self._bill({order.order_line: 100}, post=False),
        )
        for document in documents:
            for name in mine:
                self.assertFalse(document[name], name)
        with self.assertRefused("3,000.00 more than was appropriated"):
            order.button_confirm()

    def test_a_reason_counts_only_with_the_manager_who_gave_it(self):
        self._control("block")
        order = self._contract(self.village_1, confirm=False)
        order.sudo().with_context(legal_guard=GUARD).write(
            {"legal_over_budget_reason": "Whose?", "legal_over_budget_total": 10**6}
        )
        with self.assertRefused("3,000.00 more than was appropriated"):
            order.button_confirm()

    def test_a_bill_written_as_posted_is_judged_too(self):
        self._control("block")
        self._appropriate(1000)
        line = self._contract(self.village_1, confirm=False).order_line
        bill = self._bill({line: 1000.5}, post=False)
        with self.assertRefused("0.50 more than was appropriated"):
            bill.write({"state": "posted"})
        self.assertEqual(bill.state, "draft")
