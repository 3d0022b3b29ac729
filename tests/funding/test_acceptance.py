from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .bill_case import BillCase


@tagged("post_install", "-at_install")
class TestAcceptance(BillCase):
    """What is paid follows from what was accepted, to the cent."""

    def test_an_instalment_of_a_contract_has_one_acceptance(self):
        acceptance = self._prepare_acceptance()
        self.assertEqual(acceptance.line_ids.assignment_id, self.assignment)
        self.assertEqual(self._prepare_acceptance(), acceptance)
        self.assertEqual(acceptance.line_ids.amount, 2500.0)
        self.assertEqual(acceptance.amount, 2500.0)

    def test_accepting_sets_what_the_contract_received(self):
        acceptance = self._accept_first()
        self.assertEqual(acceptance.state, "accepted")
        self.assertEqual(self._line("transfer").qty_received, 1500.0)
        self.assertEqual(self._line("village").qty_received, 1000.0)
        self.assertEqual(acceptance.number, f"YS-{self.order.name}-1")
        self.assertEqual(self.order.legal_accepted, 2500.0)

    def test_a_deduction_needs_its_reason(self):
        acceptance = self._prepare_acceptance()
        acceptance.line_ids.accepted_share = 90
        self.assertEqual(acceptance.line_ids.amount, 2250.0)
        self.assertEqual(acceptance.line_ids.deduction, 250.0)
        with self.assertRefused("Say why"):
            acceptance.action_check()
        acceptance.line_ids.reason = "Two lectures missing"
        acceptance.action_check()

    def test_the_second_instalment_pays_the_rest_of_what_was_not_deducted(self):
        self._accept_first(90)
        with self._after_the_year():
            self._confirm_evaluation()
            second = self._accept(self._prepare_acceptance(self.second))
        self.assertEqual(second.amount, 2500.0)
        self.assertEqual(self.order.legal_accepted, 4750.0)

    def test_months_not_reached_are_proposed_as_a_deduction(self):
        self.first._guarded_write({"condition": "months", "months_share": 100})
        for month in (1, 2, 3):
            for day in range(5, 9):
                self._make_visit(
                    self.assignment, self.day(month, day), state="confirmed"
                )
        line = self._prepare_acceptance().line_ids
        self.assertEqual((line.months_met, line.months_due), (3, 6))
        self.assertEqual(line.proposed_share, 50.0)
        self.assertEqual(line.amount, 1250.0)
        self.first._guarded_write({"months_share": 50})
        line.acceptance_id.action_refresh()
        self.assertEqual((line.proposed_share, line.amount), (100.0, 2500.0))

    def test_a_share_that_somebody_decided_stays_when_figures_are_read_anew(self):
        line = self._prepare_acceptance().line_ids
        line.write({"accepted_share": 80, "reason": "As agreed"})
        line.acceptance_id.action_refresh()
        self.assertEqual(line.accepted_share, 80)

    def test_the_villages_take_part(self):
        acceptance = self._prepare_acceptance()
        acceptance.action_check()
        with self.assertRefused("village's opinion"):
            acceptance.with_user(self.manager).action_accept()

    def test_the_township_records_its_villages_opinions_and_nothing_else(self):
        acceptance = self._prepare_acceptance()
        line = acceptance.line_ids.with_user(self.township_officer)
        line.write({"opinion": "partly", "opinion_text": "Often late"})
        self.assertEqual(line.opinion_recorded_by_id, self.township_officer)
        with self.assertRaises(AccessError):
            line.write({"accepted_share": 50})
        with self.assertRaises(AccessError):
            line.read(["amount"])
        self.township_1.user_ids = False
        line.invalidate_recordset()
        with self.assertRaises(AccessError):
            line.write({"opinion": "agree"})

    def test_a_running_period_is_not_accepted(self):
        acceptance = self._prepare_acceptance(self.second)
        with self.assertRefused("run until"):
            acceptance.action_check()

    def test_the_grade_must_be_confirmed_first(self):
        with self._after_the_year():
            acceptance = self._prepare_acceptance(self.second)
            with self.assertRefused("Evaluations to confirm"):
                acceptance.action_check()
            self._confirm_evaluation(grade="unqualified")
            acceptance.action_refresh()
            self.assertEqual(acceptance.line_ids.proposed_share, 0)
            self.assertEqual(acceptance.line_ids.deduction, 2500.0)

    def test_coefficients_never_pay_below_the_floor_without_a_decision(self):
        self.program._guarded_write({"pay_by_grade": True, "coefficient_good": 60.0})
        with self._after_the_year():
            self._confirm_evaluation()
            acceptance = self._prepare_acceptance(self.second)
            line = acceptance.line_ids
            self.assertEqual((line.proposed_share, line.amount), (100.0, 2500.0))
            with self.assertRaises(AccessError):
                acceptance.write({"floor_decision": "2027-3"})
            acceptance.with_user(self.manager).write({"floor_decision": "2027-3"})
            self.assertEqual((line.proposed_share, line.amount), (60.0, 1500.0))
            self.assertEqual(acceptance.floor_decided_by_id, self.manager)
            acceptance.with_user(self.manager).write({"floor_decision": False})
            self.assertEqual(line.amount, 2500.0)

    def test_above_the_floor_the_coefficient_counts(self):
        self.program._guarded_write(
            {"pay_by_grade": True, "coefficient_good": 60.0, "fee_floor": 4000.0}
        )
        with self._after_the_year():
            self._confirm_evaluation()
            line = self._prepare_acceptance(self.second).line_ids
            self.assertEqual((line.proposed_share, line.amount), (60.0, 1500.0))
            self.program._guarded_write({"fee_floor": 4500.0})
            line.acceptance_id.action_refresh()
            self.assertEqual((line.proposed_share, line.amount), (80.0, 2000.0))

    def test_a_grade_below_the_least_one_pays_nothing_above_the_floor(self):
        self.program._guarded_write(
            {"pay_by_grade": True, "coefficient_qualified": 90.0, "fee_floor": 4000.0}
        )
        self.second._guarded_write({"grade_least": "good"})
        with self._after_the_year():
            self._confirm_evaluation(grade="qualified")
            acceptance = self._prepare_acceptance(self.second)
            line = acceptance.line_ids
            self.assertEqual((line.proposed_share, line.amount), (60.0, 1500.0))
            acceptance.with_user(self.manager).write({"floor_decision": "2027-3"})
            self.assertEqual((line.proposed_share, line.amount), (0.0, 0.0))
            self.second._guarded_write({"grade_least": "qualified"})
            acceptance.action_refresh()
            self.assertEqual((line.proposed_share, line.amount), (90.0, 2250.0))

    def test_several_instalments_by_grade_together_stay_above_the_floor(self):
        self.program._guarded_write(
            {"pay_by_grade": True, "coefficient_good": 60.0, "fee_floor": 4000.0}
        )
        self.first._guarded_write({"condition": "grade", "grade_least": "qualified"})
        with self._after_the_year():
            self._confirm_evaluation()
            halves = self._prepare_acceptance(self.first)
            halves |= self._prepare_acceptance(self.second)
            self.assertEqual(halves.line_ids.mapped("proposed_share"), [80.0, 80.0])
            for acceptance in halves:
                self._accept(acceptance)
        self.assertEqual(sum(self.order.order_line.mapped("qty_received")), 4000)

    def test_who_left_early_is_accepted_for_the_time_served(self):
        self.assignment.action_end(self.day(5, 31), "Illness")
        acceptance = self._accept_first()
        self.assertEqual(acceptance.amount, 2083.33)
        with self._after_the_year():
            self.assertFalse(self._prepare_acceptance(self.second))

    def test_what_was_accepted_too_much_is_taken_back_by_the_next_acceptance(self):
        self._accept_first()
        self.assignment.action_end(self.day(2, 20), "Illness")
        with self._after_the_year():
            second = self._prepare_acceptance(self.second)
            # Two of twelve months of 5000, of which 2500 was accepted.
            self.assertEqual(second.line_ids.amount, -1666.67)

    def test_a_corrected_evaluation_leaves_a_difference_to_settle(self):
        self._accept_first()
        with self._after_the_year():
            evaluation = self._confirm_evaluation(grade="unqualified")
            second = self._accept(self._prepare_acceptance(self.second))
            self.assertEqual(second.amount, 0.0)
            self.assertFalse(second.is_to_settle)
            version = evaluation.action_correct("2027-9", "Hours found")
            self._confirm_evaluation(grade="good", version=version)
            version._make_current()
            second.invalidate_recordset()
            self.assertTrue(second.is_to_settle)
            self.assertEqual(second.line_ids.difference, 2500.0)
            found = self.env["legal.acceptance"].search([("is_to_settle", "=", True)])
            self.assertEqual(found, second)
            action = second.action_settle()
            settling = second.browse(action["res_id"])
            self.assertEqual(settling.line_ids.amount, 2500.0)
            settling.action_check()
            settling.with_user(self.manager).action_accept()
            self.assertEqual(self.order.legal_accepted, 5000.0)
            second.invalidate_recordset()
            self.assertFalse(second.is_to_settle)

    def test_what_was_accepted_is_final(self):
        acceptance = self._accept_first()
        line = acceptance.line_ids
        for record, vals in (
            (line, {"accepted_share": 50}),
            (line, {"opinion": "disagree"}),
            (acceptance, {"place": "Elsewhere"}),
            (acceptance, {"member_ids": [(0, 0, {"name": "Late"})]}),
        ):
            with self.assertRaises(UserError):
                record.write(vals)
        for record in (acceptance, line):
            with self.assertRaises(UserError):
                record.sudo().unlink()
        with self.assertRefused("Accepted, not Reviewed"):
            acceptance.action_reset()
        acceptance.action_publish()
        self.assertEqual(acceptance.state, "published")

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_what_was_accepted(self):
        acceptance = self._accept_first()
        self.env.flush_all()
        for query in (
            "UPDATE legal_acceptance_line SET accepted_share = 1 WHERE id = %s",
            "DELETE FROM legal_acceptance_line WHERE id = %s",
        ):
            with self.assertRaises(Error), self.env.cr.savepoint():
                self.env.cr.execute(query, [acceptance.line_ids.id])
        for query in (
            "UPDATE legal_acceptance SET state = 'draft' WHERE id = %s",
            "UPDATE legal_acceptance SET number = 'X' WHERE id = %s",
        ):
            with self.assertRaises(Error), self.env.cr.savepoint():
                self.env.cr.execute(query, [acceptance.id])

    def test_states_and_figures_are_set_by_actions_only(self):
        acceptance = self._prepare_acceptance()
        for vals in (
            {"state": "accepted"},
            {"number": "1"},
            {"accepted_at": "2026-07-01"},
        ):
            with self.assertRefused("cannot be set directly"):
                acceptance.write(vals)
        with self.assertRefused("cannot be set directly"):
            acceptance.line_ids.write({"fee_transfer": 9000})
        with self.assertRefused("not typed in"):
            acceptance.create(
                {"order_id": self.order.id, "instalment_id": self.first.id}
            )

    def test_only_a_manager_accepts_and_only_finance_prepares(self):
        acceptance = self._prepare_acceptance()
        acceptance.line_ids.opinion = "agree"
        acceptance.action_check()
        for user in (self.finance, self.officer):
            with self.assertRaises(AccessError):
                acceptance.with_user(user).action_accept()
        for user in (self.officer, self.manager, self.leading, self.township_officer):
            with self.assertRaises(AccessError):
                self.first.with_user(user).action_prepare_acceptances()

    def test_an_officer_checks_without_reading_contracts(self):
        acceptance = self._prepare_acceptance().with_user(self.officer)
        acceptance.invalidate_recordset()
        acceptance.action_refresh()
        acceptance.action_check()
        self.assertEqual(acceptance.checked_by_id, self.officer)
        self.assertIn(self.order.name, acceptance.display_name)

    def test_a_contract_with_acceptance_stays_in_force(self):
        self._accept_first()
        with self.assertRefused("stays in force"):
            self.order.button_cancel()

    def _check(self):
        acceptance = self._prepare_acceptance()
        acceptance.line_ids.write({"opinion": "agree", "opinion_by": "Chairman"})
        acceptance.action_check()
        return acceptance

    def _set_order_state(self, state):
        """What no button does any more, and older databases may hold."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE purchase_order SET state = %s WHERE id = %s", (state, self.order.id)
        )
        self.env.invalidate_all()

    def test_nothing_is_accepted_of_a_contract_that_is_not_in_force(self):
        acceptance = self._check()
        self._set_order_state("cancel")
        with self.assertRefused("is not in force"):
            acceptance.with_user(self.manager).action_accept()

    def test_a_contract_stays_in_force_while_its_acceptance_is_checked(self):
        acceptance = self._check()
        for leave in (
            self.order.button_cancel,
            self.order.button_draft,
            lambda: self.order.write({"state": "cancel"}),
        ):
            with self.assertRefused("back to draft first"):
                leave()
        acceptance.action_reset()
        self.order.button_cancel()

    def test_no_state_written_takes_an_accepted_contract_out_of_force(self):
        self._accept_first()
        for state in ("cancel", "draft", "sent", "to approve"):
            with self.assertRefused("stays in force"):
                self.order.write({"state": state})

    def test_a_line_of_which_something_was_accepted_stays(self):
        self._accept_first()
        self._set_order_state("draft")
        with self.assertRefused("stays on record"):
            self.order.order_line.unlink()
