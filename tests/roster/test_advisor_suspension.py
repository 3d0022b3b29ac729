from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tests.common import LegalCase


@tagged("post_install", "-at_install")
class TestAdvisorSuspension(LegalCase):
    def setUp(self):
        super().setUp()
        self.advisor = self._make_advisor("Suspended", certified_from=self.day(1))

    def test_suspension_stops_activation_until_reinstated(self):
        advisor = self.advisor.with_user(self.officer)
        advisor.action_suspend(reason="Complaint under investigation")
        self.assertEqual(advisor.state, "suspended")
        with self.assertRefused("is suspended"):
            self._make_assignment(self.village_1, self.advisor)
        with freeze_time(self.today + timedelta(days=10, hours=2)):
            advisor.action_reinstate()
            self.assertEqual(advisor.state, "certified")
        first, last = self.today, self.today + timedelta(days=9)
        self.assertEqual(
            advisor._get_suspension_intervals(), {advisor: [(first, last)]}
        )
        self.assertEqual(advisor._get_suspended_on(last), advisor)
        self.assertFalse(advisor._get_suspended_on(last + timedelta(days=1)))
        self.assertEqual(advisor.suspension_ids.sudo().lifted_by_id, self.officer)

    def test_a_running_assignment_goes_on_and_asks_for_a_substitute(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        self.assertFalse(self.advisor.needs_substitute)
        self.advisor.action_suspend(reason="Ill conduct")
        self.advisor.invalidate_recordset()
        self.assertEqual(assignment.state, "active")
        self.assertTrue(self.advisor.needs_substitute)
        Village = self.env["legal.village"].with_user(self.township_officer)
        self.assertEqual(
            Village.search([("needs_substitute", "=", True)]), self.village_1
        )
        self.assertNotIn(
            self.village_1, Village.search([("needs_substitute", "=", False)])
        )
        self.assertEqual(
            (self.village_1 | self.village_2).mapped("needs_substitute"), [True, False]
        )

    def test_a_suspension_that_begins_later_shows_from_its_day(self):
        begin = self.today + timedelta(days=5)
        self.advisor.action_suspend(begin, "From next week")
        self.assertEqual(self.advisor.state, "certified")
        with freeze_time(begin + timedelta(hours=2)):
            self.env["legal.advisor"]._cron_refresh_states()
            self.assertEqual(self.advisor.state, "suspended")

    def test_a_suspension_lifted_on_its_first_day_had_no_effect(self):
        self.advisor.action_suspend(reason="Mistaken identity")
        self.advisor.action_reinstate()
        self.assertTrue(self.advisor.suspension_ids.is_void)
        self.assertFalse(self.advisor._get_suspension_intervals())
        self.assertEqual(self.advisor.state, "certified")
        self.advisor.action_suspend(reason="This time it is right")
        self.assertEqual(self.advisor.state, "suspended")

    def test_nobody_is_suspended_twice_at_a_time(self):
        self.advisor.action_suspend(reason="First")
        with self.assertRefused("suspended already"):
            self.advisor.action_suspend(reason="Second")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["legal.advisor.suspension"].create(
                {
                    "advisor_id": self.advisor.id,
                    "date_start": self.today + timedelta(days=1),
                    "reason": "Overlap",
                }
            )

    def test_who_does_not_serve_is_not_suspended(self):
        applicant = self._make_advisor("Applicant")
        with self.assertRefused("nothing to suspend"):
            applicant.action_suspend(reason="Why")
        with self.assertRefused("not suspended"):
            self.advisor.action_reinstate()

    def test_no_suspension_has_a_blank_reason(self):
        suspensions = self.env["legal.advisor.suspension"].with_user(self.manager)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            suspensions.create(
                {
                    "advisor_id": self.advisor.id,
                    "date_start": self.today,
                    "reason": " \n",
                }
            )
        self.advisor.action_suspend(reason="  Ill conduct \n")
        self.assertEqual(self.advisor.suspension_ids.reason, "Ill conduct")

    def test_without_a_reason_the_form_asks_for_it(self):
        action = self.advisor.with_user(self.officer).action_suspend()
        self.assertEqual(self.advisor.state, "certified")
        wizard = (
            self.env["legal.advisor.status.wizard"]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({"reason": "Asked for"})
        )
        self._make_assignment(self.village_1, self.advisor)
        self.assertEqual(wizard.village_names, self.village_1.display_name)
        wizard.action_apply()
        self.assertEqual(self.advisor.state, "suspended")

    def test_officers_change_suspensions_by_the_buttons_only(self):
        self.advisor.action_suspend(reason="On record")
        suspension = self.advisor.suspension_ids
        with self.assertRaises(AccessError):
            suspension.with_user(self.officer).date_start = self.day(1)
        with self.assertRaises(AccessError):
            self.advisor.with_user(self.township_officer).action_suspend(reason="No")
        with self.assertRaises(AccessError):
            suspension.with_user(self.other_officer).read(["reason"])
        with self.assertRefused("cannot be set directly"):
            suspension.is_void = True

    def test_a_suspension_stays_as_it_was_ordered(self):
        self.advisor.action_suspend(reason="On record")
        suspension = self.advisor.suspension_ids
        with self.assertRaises(AccessError):
            suspension.with_user(self.manager).date_end = self.today
        for vals in (
            {"date_start": self.day(1)},
            {"date_end": self.today},
            {"reason": "Another"},
            {"advisor_id": self._make_advisor("Sun").id},
        ):
            with self.assertRefused("stays on record"):
                suspension.write(vals)
        with self.assertRefused("stays on record"):
            suspension.unlink()

    def test_days_of_suspension_are_taken_back_with_a_reason_only(self):
        self.advisor.action_suspend(self.day(3), "Complaint")
        manager = self.advisor.with_user(self.manager)
        for reason in (None, "  "):
            with self.assertRefused("taken back"):
                manager.action_reinstate(self.day(4), reason)
        manager.action_reinstate(self.day(4), "The complaint was withdrawn")
        self.assertRecordValues(
            self.advisor.suspension_ids,
            [
                {
                    "date_end": self.day(3, 31),
                    "lifted_by_id": self.manager.id,
                    "lift_reason": "The complaint was withdrawn",
                }
            ],
        )
        self.assertTrue(self.advisor.suspension_ids.lifted_at)
        self.assertEqual(self.advisor.state, "certified")
