from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .bill_case import BillCase


@tagged("post_install", "-at_install")
class TestInstalment(BillCase):
    """A year's fee is paid in instalments whose shares make the whole."""

    def _make_draft(self):
        return self._make_program(self.year + 1, state="draft")

    def test_a_year_begins_with_two_halves(self):
        halves = self._make_draft().instalment_ids
        self.assertEqual(halves.mapped("share"), [50.0, 50.0])
        self.assertEqual(halves.mapped("condition"), ["none", "grade"])
        self.assertEqual(
            [(row.date_from, row.date_to, row.payment_deadline) for row in halves],
            [
                (date(2027, 1, 1), date(2027, 6, 30), date(2027, 9, 30)),
                (date(2027, 7, 1), date(2027, 12, 31), date(2028, 3, 31)),
            ],
        )

    def test_a_year_of_before_gets_them_once(self):
        self.program.instalment_ids._guarded_write({"name": "Kept"})
        self.program._make_instalments()
        self.assertEqual(self.program.instalment_ids.mapped("name"), ["Kept"] * 2)

    def test_they_move_with_a_draft_year(self):
        program = self._make_draft()
        program.date_start = "2027-03-01"
        self.assertEqual(
            program.instalment_ids.mapped("date_to"),
            [date(2027, 8, 31), date(2028, 2, 29)],
        )

    def test_next_years_draft_copies_them(self):
        self.first._guarded_write({"share": 30, "condition": "months"})
        self.second._guarded_write({"share": 70})
        self.program.action_prepare_next()
        following = self.env["legal.program"].search([("year", "=", self.year + 1)])
        self.assertEqual(following.instalment_ids.mapped("share"), [30.0, 70.0])
        self.assertEqual(following.instalment_ids[0].condition, "months")
        self.assertEqual(following.instalment_ids[0].date_to, date(2027, 6, 30))

    def test_a_year_opens_when_they_add_up(self):
        program = self._make_draft().with_user(self.manager)
        program.instalment_ids[0].share = 40
        with self.assertRefused("add up to 90 %"):
            program.action_open()
        program.instalment_ids[1].share = 60
        program.action_open()

    def test_they_pay_for_days_of_their_year(self):
        with self.assertRefused("days of its program year", ValidationError):
            self._make_draft().instalment_ids[0].date_from = "2026-12-31"

    def test_an_open_years_are_a_managers_until_one_is_used(self):
        with self.assertRaises(AccessError):
            self.first.with_user(self.officer).write({"share": 40})
        self.first.with_user(self.manager).write({"share": 40})
        self.assertIn("50.0 -&gt; 40.0", str(self.program.message_ids[:1].body))
        acceptance = self._prepare_acceptance()
        with self.assertRefused("add up to 90 %"):
            acceptance.action_check()
        for row in self.program.instalment_ids.with_user(self.manager):
            with self.assertRefused("stay as they are"):
                row.write({"share": 50})
        with self.assertRaises(UserError):
            self.second.with_user(self.manager).unlink()

    def test_what_is_not_ready_is_listed_from_60_days_before(self):
        found = [("is_pressing", "=", True)]
        Instalment = self.env["legal.instalment"].with_user(self.finance)
        self.first._guarded_write({"payment_deadline": "2026-09-19"})
        self.assertFalse(Instalment.search(found))
        self.first._guarded_write({"payment_deadline": "2026-09-18"})
        self.assertEqual(Instalment.search(found), self.first)
        self.assertEqual(self.first.contract_waiting_count, 1)
        action = self.first.with_user(self.finance).action_view_waiting_contracts()
        self.assertEqual(action["res_id"], self.order.id)
        self.assertEqual(self.first.evaluation_waiting_count, 0)
        self._accept_first()
        self.env.invalidate_all()
        self.assertFalse(Instalment.search(found))

    def test_lacking_evaluations_are_counted(self):
        with freeze_time("2027-02-10 02:00:00"):
            self.assertTrue(self.second.is_pressing)
            self.assertEqual(self.second.evaluation_waiting_count, 1)
            action = self.second.action_view_waiting_evaluations()
            self.assertEqual(action["res_id"], self.assignment.id)
            self._confirm_evaluation()
            self.env.invalidate_all()
            self.assertEqual(self.second.evaluation_waiting_count, 0)

    def test_a_closed_years_instalments_wait_until_nothing_is_left_to_accept(self):
        found = [("is_pressing", "=", True)]
        Instalment = self.env["legal.instalment"].with_user(self.finance)
        self._accept_first()
        with self._after_the_year():
            self.program._guarded_write({"state": "closed"})
            self.env.invalidate_all()
            self.assertEqual(Instalment.search(found), self.second)
            self.assertEqual(self.second.contract_waiting_count, 1)
            self.assertEqual(self.program_f.instalment_due_count, 1)
            action = self.second.action_view_waiting_contracts()
            self.assertEqual(action["res_id"], self.order.id)
            self.order.order_line._legal_lapse("Document 9")
            self.env.invalidate_all()
            self.assertFalse(Instalment.search(found))
            self.assertEqual(self.second.evaluation_waiting_count, 0)

    def _contract_until_july(self):
        """The contract of a firm that served nine days of the second half-year."""
        self._make_paid(
            self.village_2, "Zhao", end=self.day(7, 9), firm=self.other_firm
        )
        order = self.program_f._apply_contracts(self.project)
        order.button_confirm()
        return order

    def test_nothing_waits_for_an_acceptance_that_cannot_be_made(self):
        order = self._contract_until_july()
        # What is not accepted of the first half-year is accepted with no other.
        acceptance = self._prepare_acceptance(self.first, order)
        self._accept(acceptance, share=80)
        self.assertGreater(
            sum(order.order_line.mapped("product_qty")),
            sum(order.order_line.mapped("qty_received")),
        )
        with self._after_the_year():
            self.assertFalse(self._prepare_acceptance(self.second, order))
            self.env.invalidate_all()
            waiting = self.second._get_waiting_ids(self.second._get_contracts_sql())
            self.assertEqual(waiting, self.order.ids)
            self.assertEqual(self.second.evaluation_waiting_count, 1)
            self._accept_first()
            self._confirm_evaluation()
            self._accept(self._prepare_acceptance(self.second))
            self.env.invalidate_all()
            self.assertFalse(self.second.contract_waiting_count)
            self.assertFalse(self.second.evaluation_waiting_count)
            self.assertFalse(self.second.is_pressing)
            self.assertEqual(order._count_lacking_acceptances(), {})

    def test_days_that_pay_something_wait(self):
        self._set_basis("village", handling="bureau", rule="day")
        order = self._contract_until_july()
        with self._after_the_year():
            self.assertEqual(
                self._prepare_acceptance(self.second, order).state, "draft"
            )
            waiting = self.second._get_waiting_ids(self.second._get_contracts_sql())
            self.assertEqual(set(waiting), {self.order.id, order.id})
            self.assertEqual(self.second.evaluation_waiting_count, 2)

    def test_evaluations_wait_for_contracts_that_are_not_in_force_yet(self):
        self._make_paid(self.village_2, "Zhao", firm=self.other_firm)
        with self._after_the_year():
            self.assertEqual(self.second.evaluation_waiting_count, 2)

    def test_how_a_year_is_paid_by_grade_is_decided_before_it_opens(self):
        with self.assertRefused("when it was opened"):
            self.program.with_user(self.manager).write({"pay_by_grade": True})
