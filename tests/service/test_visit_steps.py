from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestVisitSteps(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), user_id=cls.advisor_user.id)
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)

    def test_times_typed_on_the_bureaus_clock_are_stored_in_utc(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 9.5, 11.75)
        self.assertRecordValues(
            visit,
            [
                {
                    "date": self.day(3, 4),
                    "minutes": 135,
                    "hours": 2.25,
                    "advisor_id": self.advisor.id,
                    "village_id": self.village_1.id,
                    "township_id": self.township_1.id,
                    "is_complete": True,
                }
            ],
        )
        self.assertEqual(str(visit.time_start), f"{self.year}-03-04 01:30:00")
        self.assertEqual((visit.hour_from, visit.hour_to), (9.5, 11.75))

    def test_confirming_opens_the_volume_and_numbers_by_date(self):
        later = self._make_visit(self.assignment, self.day(3, 5), state="submitted")
        earlier = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        (later | earlier).with_user(self.committee_user).action_confirm()
        self.assertEqual((earlier.number, later.number), (1, 2))
        third = self._make_visit(self.assignment, self.day(3, 3), state="confirmed")
        self.assertEqual((third.number, third.volume_id), (3, later.volume_id))
        self.assertEqual(later.confirmed_by_kind, "village")
        self.assertEqual(third.confirmed_by_kind, "township")

    def test_the_adviser_submits_and_does_not_confirm(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        own = visit.with_user(self.advisor_user)
        own.action_submit()
        with self.assertRaises(AccessError):
            own.action_confirm()
        self.village_1.user_ids |= self.advisor_user
        with self.assertRaises(AccessError):
            own.action_confirm()

    def test_a_confirmed_entry_cannot_be_edited(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="confirmed")
        with self.assertRaises(UserError):
            visit.place = "Elsewhere"
