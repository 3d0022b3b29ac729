from odoo.exceptions import AccessError
from odoo.tests import tagged

from .bill_case import BillCase


@tagged("post_install", "-at_install")
class TestMoneyTrail(BillCase):
    """From any yuan to the village and back, each step one click."""

    def _follow(self, action, user):
        """The records that an action opens, as its user reads them."""
        model = self.env[action["res_model"]].with_user(user)
        if action.get("res_id"):
            found = model.browse(action["res_id"])
        else:
            found = model.search(action["domain"])
        found.read(["display_name"])
        return found

    def _fund(self, user):
        return (
            self.env["legal.fund.status"]
            .with_user(user)
            .search(
                [("source", "=", "transfer"), ("township_id", "=", self.township_1.id)]
            )
        )

    def test_a_yuan_is_followed_to_the_month_in_three_clicks(self):
        self._accept_first()
        line = self._line("transfer")
        for user in (self.finance, self.manager, self.leading):
            found = self._follow(self._fund(user).action_view_committed(), user)
            self.assertIn(line, found)
            months = self._follow(line.with_user(user).action_view_months(), user)
            self.assertEqual(months.assignment_id, self.assignment)
            self.assertEqual(len(months), 12)

    def test_a_month_leads_back_to_its_money_in_two_clicks(self):
        month = self.env["legal.service.month"].search(
            [("assignment_id", "=", self.assignment.id)], limit=1
        )
        for user in (self.finance, self.manager, self.leading):
            lines = self._follow(
                month.with_user(user).action_view_contract_lines(), user
            )
            self.assertEqual(lines, self.order.order_line)
            line = lines.filtered(lambda rec: rec.legal_source == "transfer")
            self.assertEqual(
                self._follow(line.action_view_fund(), user), self._fund(user)
            )

    def test_an_acceptance_stands_between_contract_line_and_months(self):
        acceptance = self._accept_first()
        line = self._line("transfer").with_user(self.finance)
        accepted = self._follow(line.action_view_acceptance_lines(), self.finance)
        self.assertEqual(accepted, acceptance.line_ids)
        months = self._follow(accepted.action_view_months(), self.finance)
        self.assertEqual(len(months), 6)
        self.assertEqual(max(months.mapped("month")), self.day(6))
        back = self._follow(months[0].action_view_acceptance_lines(), self.finance)
        self.assertEqual(back, accepted)
        self.assertEqual(
            self._follow(accepted.action_view_contract_lines(), self.finance),
            self.order.order_line,
        )

    def test_a_bill_and_its_contract_line_lead_to_each_other(self):
        bill = self._bill(self._accept_first())
        line = self._line("transfer")
        for user in (self.finance, self.manager):
            action = line.with_user(user).action_view_legal_bills()
            self.assertEqual(self._follow(action, user), bill)
        item = bill.invoice_line_ids.filtered(lambda rec: rec.purchase_line_id == line)
        self.assertEqual(
            self._follow(item.action_view_contract_line(), self.finance), line
        )
        self.assertEqual(line.with_user(self.finance).legal_paid, 0)
        self._pay(bill)
        self.env.invalidate_all()
        paid = self.order.order_line.with_user(self.finance).mapped("legal_paid")
        self.assertEqual(sum(paid), bill.amount_total)

    def test_a_payment_leads_to_the_contract_lines_that_it_paid(self):
        bill = self._bill(self._accept_first())
        self._pay(bill)
        payments = self._follow(
            self._fund(self.finance).action_view_paid(), self.finance
        )
        self.assertEqual(payments.move_id, bill.reconciled_payment_ids.move_id)
        self.assertTrue(payments.matching_number)
        items = self._follow(payments.action_view_settled(), self.finance)
        self.assertEqual(items, bill.invoice_line_ids)
        self.assertEqual(
            self._follow(items.action_view_contract_line(), self.finance),
            self.order.order_line,
        )

    def test_a_month_leads_to_entry_and_slip_and_back(self):
        visit = self._make_visit(self.assignment, self.day(3, 3), state="submitted")
        slip = self.env["legal.slip"]._prepare_slips(self.day(3), self.village_1)
        month = self.env["legal.service.month"].search(
            [("assignment_id", "=", self.assignment.id), ("month", "=", self.day(3))]
        )
        for user in (self.township_officer, self.officer, self.manager):
            entries = self._follow(month.with_user(user).action_view_entries(), user)
            self.assertEqual(entries, visit)
            slips = self._follow(month.with_user(user).action_view_slips(), user)
            self.assertEqual(slips, slip)
            line = slips.line_ids
            self.assertEqual(self._follow(line.action_view_visit(), user), visit)
            self.assertEqual(self._follow(entries.action_view_months(), user), month)
            self.assertEqual(self._follow(slips.action_view_months(), user), month)

    def test_money_opens_no_entry_and_no_slip(self):
        self._make_visit(self.assignment, self.day(3, 3), state="submitted")
        self.env["legal.slip"]._prepare_slips(self.day(3), self.village_1)
        month = self.env["legal.service.month"].search(
            [("assignment_id", "=", self.assignment.id), ("month", "=", self.day(3))]
        )
        for user in (self.finance, self.leading):
            self.assertEqual(month.with_user(user).hours_pending, 2)
            for action in (
                month.with_user(user).action_view_entries,
                month.with_user(user).action_view_slips,
            ):
                with self.assertRaises(AccessError):
                    self._follow(action(), user)
