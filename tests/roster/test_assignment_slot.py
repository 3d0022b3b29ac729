from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestAssignmentSlot(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        advisor = cls._make_advisor("Adviser A", certified_from=cls.day(1))
        advisor.user_id = cls.advisor_user
        cls.assignment = cls._make_assignment(cls.village_1, advisor)
        cls.elsewhere = cls._make_assignment(cls.village_4, advisor)

    def _slot(self, assignment=None, user=None, **vals):
        Slot = self.env["legal.assignment.slot"]
        return Slot.with_user(user or self.township_officer).create(
            {
                "assignment_id": (assignment or self.assignment).id,
                "weekday": "0",
                "place": "Village office",
            }
            | vals
        )

    def test_the_township_writes_down_what_the_committee_agrees_to(self):
        slot = self._slot()
        slot.hour_from = 9.0
        slot.action_agree()
        self.assertRecordValues(
            slot,
            [
                {
                    "state": "agreed",
                    "agreed_by_id": self.township_officer.id,
                    "agreed_on": self.today,
                }
            ],
        )
        slot.action_post()
        self.assertEqual(slot.state, "posted")
        self.assertEqual(slot.posted_on, self.today)

    def test_the_township_keeps_to_its_own_villages(self):
        with self.assertRaises(AccessError):
            self._slot(self.elsewhere)

    def test_what_is_agreed_is_changed_only_after_proposing_anew(self):
        slot = self._slot()
        slot.action_agree()
        with self.assertRaisesRegex(UserError, "Propose it anew"):
            slot.hour_from = 8.0
        slot.action_propose()
        slot.hour_from = 8.0
        self.assertFalse(slot.agreed_by_id)

    def test_posting_follows_agreement(self):
        slot = self._slot()
        with self.assertRaisesRegex(UserError, "must first be: Agreed"):
            slot.action_post()
        with self.assertRaises(UserError):
            slot.write({"state": "posted"})
        with self.assertRaises(UserError):
            self._slot(state="agreed")

    def test_hours_lie_within_a_day_in_order(self):
        for hours in ((12.0, 10.0), (-1.0, 10.0), (23.0, 25.0)):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._slot(hour_from=hours[0], hour_to=hours[1])

    def test_an_arrangement_reads_as_a_line(self):
        slot = self._slot(week_of_month="2", hour_from=9.5, hour_to=11.75)
        self.assertEqual(
            slot.display_name, "Second week Monday 09:30-11:45 Village office"
        )

    def test_adviser_and_committee_read_their_arrangements(self):
        mine, other = self._slot(), self._slot(self.elsewhere, self.officer)
        Slot = self.env["legal.assignment.slot"]
        self.assertEqual(Slot.with_user(self.committee_user).search([]), mine)
        self.assertEqual(Slot.with_user(self.advisor_user).search([]), mine | other)
        for user in (self.committee_user, self.advisor_user):
            with self.assertRaises(AccessError):
                mine.with_user(user).action_agree()
