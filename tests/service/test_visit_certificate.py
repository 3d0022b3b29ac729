from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SIGNED_PAPER
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitCertificate(VisitCase):
    """Rule 4, as far as entries are concerned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls._make_advisor("Zhao", cls.day(3, 10), cls.day(4, 30))
        cls.late_assignment = cls._make_assignment(cls.village_3, cls.late)

    def test_a_day_without_certificate_is_submitted_and_not_confirmed(self):
        for day in (self.day(3, 9), self.day(5, 1)):
            visit = self._make_visit(self.late_assignment, day, state="submitted")
            self.assertIn("No certificate of Zhao", visit.blocker)
            self.assertTrue(visit.is_unrecognised)
            with self.assertRaisesRegex(UserError, "No certificate of Zhao"):
                visit.with_user(self.township_officer).action_confirm()
        for day in (self.day(3, 10), self.day(4, 30)):
            self._make_visit(self.late_assignment, day, state="confirmed")

    def test_a_certificate_granted_later_covers_its_days(self):
        visit = self._make_visit(
            self.late_assignment, self.day(5, 4), state="submitted"
        )
        self._certify(self.late, self.day(5, 1), self.day(12, 31))
        visit.action_confirm()

    def test_a_manager_recognises_a_day_with_a_reason(self):
        visit = self._make_visit(
            self.late_assignment, self.day(3, 9), state="submitted"
        )
        for user in (self.officer, self.township_officer):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_recognise("Training was full")
        by_manager = visit.with_user(self.manager)
        with self.assertRaises(UserError):
            by_manager.action_recognise("  ")
        by_manager.action_recognise("Training was full")
        self.assertRecordValues(
            visit,
            [
                {
                    "recognised_by_id": self.manager.id,
                    "recognised_reason": "Training was full",
                    "is_unrecognised": False,
                    "marks": "Late entry, Day recognised",
                }
            ],
        )
        self.assertTrue(visit.recognised_at)
        visit.with_user(self.township_officer).action_confirm(paper=SIGNED_PAPER)

    def test_a_day_is_recognised_with_a_reason_only(self):
        visit = self._make_visit(self.late_assignment, self.day(3, 9))
        theirs = visit.with_user(self.manager)
        with self.assertRefused("reason"):
            theirs.action_recognise()
        with self.assertRefused("reason"):
            theirs.action_recognise(" \n")
        self.assertFalse(visit.recognised_by_id)
        theirs.action_recognise("  Certified late by the office \n")
        self.assertEqual(visit.recognised_reason, "Certified late by the office")

    def test_recognition_is_of_the_day_and_goes_with_it(self):
        visit = self._make_visit(self.late_assignment, self.day(3, 9))
        visit.with_user(self.manager).action_recognise("Training was full")
        visit.date = self.day(3, 8)
        self.assertFalse(visit.recognised_by_id)
        visit.action_submit()
        with self.assertRaisesRegex(UserError, "No certificate"):
            visit.action_confirm()

    def test_recognition_is_of_the_adviser_and_goes_with_them(self):
        visits = self._make_visit(
            self.late_assignment, self.day(3, 9)
        ) | self._make_visit(self.late_assignment, self.day(3, 8))
        visits.with_user(self.manager).action_recognise("Training was full")
        visits.with_user(self.township_officer).write({"advisor_id": self.advisor.id})
        self.assertFalse(visits.recognised_by_id)

    def test_nothing_to_recognise_on_a_covered_day(self):
        visit = self._make_visit(self.late_assignment, self.day(3, 10))
        with self.assertRaisesRegex(UserError, "nothing needs"):
            visit.with_user(self.manager).action_recognise("To be sure")

    def test_a_day_of_suspension_is_never_recognised_nor_confirmed(self):
        visit = self._make_visit(
            self.late_assignment, self.day(3, 12), state="submitted"
        )
        before = self._make_visit(
            self.late_assignment, self.day(3, 9), state="submitted"
        )
        before.with_user(self.manager).action_recognise("Training was full")
        self.env["legal.advisor.suspension"].create(
            {
                "advisor_id": self.late.id,
                "date_start": self.day(3, 9),
                "date_end": self.day(3, 12),
                "reason": "Inquiry",
            }
        )
        for entry in (visit, before):
            with self.assertRaisesRegex(UserError, "suspended"):
                entry.action_confirm()
            with self.assertRaisesRegex(UserError, "never recognised"):
                entry.with_user(self.manager).action_recognise("All the same")
            with self.assertRaisesRegex(UserError, "suspended"):
                entry.action_confirm("deemed")
        self._make_visit(self.late_assignment, self.day(3, 13), state="confirmed")
