from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitOverlap(VisitCase):
    """Rule 2: one person is never in two places."""

    def test_nobody_is_in_two_villages_at_once(self):
        first = self._make_visit(self.assignment, self.day(3, 4), 9, 11, "submitted")
        second = self._make_visit(self.other_assignment, self.day(3, 4), 10.5, 12)
        with self.assertRaises(UserError) as caught:
            second.with_user(self.advisor_user).action_submit()
        message = str(caught.exception)
        self.assertIn("2026-03-04 from 09:00 to 11:00", message)
        self.assertIn(first.reference, message)
        self.assertNotIn(self.village_1.short_name, message)
        self.assertIn(first.reference, second.blocker)

    def test_adjoining_times_are_fine(self):
        self._make_visit(self.assignment, self.day(3, 4), 9, 11, "submitted")
        self._make_visit(self.other_assignment, self.day(3, 4), 11, 12, "submitted")

    def test_an_annulled_entry_holds_no_time_any_more(self):
        wrong = self._make_visit(self.assignment, self.day(3, 4), 9, 11, "confirmed")
        right = self._make_visit(self.other_assignment, self.day(3, 4), 9, 11)
        with self.assertRaisesRegex(UserError, "two places"):
            right.action_submit()
        wrong.with_user(self.manager).action_annul("Doc 7", "Another village")
        right.action_submit()
        right.action_confirm()
        self.env.flush_all()
        self.assertTrue(right.number)

    def test_two_entries_submitted_together_are_compared_too(self):
        first = self._make_visit(self.assignment, self.day(3, 4), 9, 11)
        second = self._make_visit(self.other_assignment, self.day(3, 4), 10, 12)
        with self.assertRaisesRegex(UserError, "two places"):
            (first | second).action_submit()

    def test_drafts_rejected_and_remote_service_hold_no_time(self):
        self._make_visit(self.assignment, self.day(3, 4), 9, 11)
        self._make_visit(self.assignment, self.day(3, 4), 9, 11, "rejected")
        self._make_visit(
            self.other_assignment,
            self.day(3, 4),
            9,
            11,
            "submitted",
            service_mode="phone",
        )
        self._make_visit(self.other_assignment, self.day(3, 4), 9, 11, "submitted")

    def test_another_person_may_serve_at_the_same_time(self):
        other = self._make_advisor("Wang", self.day(1))
        assignment = self._make_assignment(self.village_3, other)
        self._make_visit(self.assignment, self.day(3, 4), 9, 11, "submitted")
        self._make_visit(assignment, self.day(3, 4), 9, 11, "submitted")

    def test_disputed_and_confirmed_entries_hold_the_time(self):
        for index, state in enumerate(("disputed", "confirmed")):
            day = self.day(3, 4 + index)
            self._make_visit(self.assignment, day, 9, 11, state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "places"):
                self._make_visit(self.other_assignment, day, 9, 11, "submitted")

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_the_rule_against_any_path(self):
        self._make_visit(self.assignment, self.day(3, 4), 9, 11, "submitted")
        second = self._make_visit(self.other_assignment, self.day(3, 4), 10, 12)
        self.env.flush_all()
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE legal_visit SET state = 'submitted' WHERE id = %s", [second.id]
            )
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            second._guarded_write({"state": "submitted"})
            second.flush_recordset()

    def test_the_constraints_message_is_for_clerks(self):
        constraint = self.visits._table_objects["legal_visit_one_place_at_a_time"]
        self.assertIn("two places", constraint.get_error_message(self.visits))
