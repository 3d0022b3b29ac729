from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitTimes(VisitCase):
    def test_times_typed_on_the_bureaus_clock_are_stored_in_utc(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 9.5, 11.75)
        self.assertRecordValues(
            visit,
            [
                {
                    "date": self.day(3, 4),
                    "time_start": datetime(self.year, 3, 4, 1, 30),
                    "time_stop": datetime(self.year, 3, 4, 3, 45),
                    "hour_from": 9.5,
                    "hour_to": 11.75,
                    "minutes": 135,
                    "hours": 2.25,
                }
            ],
        )

    def test_the_form_shows_the_bureaus_clock_to_users_of_any_zone(self):
        self.officer.tz = "America/New_York"
        form = Form(self.visits.with_user(self.officer))
        form.assignment_id = self.assignment
        form.date = self.day(3, 4)
        form.hour_from = 0.5
        form.hour_to = 2
        self.assertEqual(form.minutes, 90)
        visit = form.save()
        self.assertRecordValues(
            visit,
            [
                {
                    "date": self.day(3, 4),
                    "time_start": datetime(self.year, 3, 3, 16, 30),
                    "hour_from": 0.5,
                    "minutes": 90,
                }
            ],
        )
        with Form(visit) as form:
            form.date = self.day(3, 5)
        self.assertRecordValues(
            visit,
            [
                {
                    "date": self.day(3, 5),
                    "time_start": datetime(self.year, 3, 4, 16, 30),
                    "time_stop": datetime(self.year, 3, 4, 18, 0),
                    "minutes": 90,
                }
            ],
        )

    def test_the_date_follows_from_utc_times_and_is_never_recomputed(self):
        visit = self.visits.create(
            {
                "assignment_id": self.assignment.id,
                "date": self.day(1, 1),
                "time_start": f"{self.year}-03-03 23:30:00",
                "time_stop": f"{self.year}-03-04 00:30:00",
            }
        )
        self.assertEqual((visit.date, visit.minutes), (self.day(3, 4), 60))
        self.company.legal_tz = "America/New_York"
        visit.invalidate_recordset()
        self.assertEqual(visit.date, self.day(3, 4))

    def test_no_way_of_writing_parts_the_date_from_the_times(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 9, 11)
        visit.write({"date": self.day(5, 6), "time_stop": visit.time_stop})
        self.assertEqual(visit.date, self.day(3, 4))
        visit.write({"date": self.day(3, 5), "hour_from": -22, "hour_to": -20})
        self.assertEqual(
            (visit.date, visit.hour_from, visit.hour_to), (self.day(3, 4), 2, 4)
        )
        visit = self.visits.create(
            {
                "assignment_id": self.assignment.id,
                "date": self.day(3, 5),
                "hour_from": -22,
                "hour_to": -20,
            }
        )
        self.assertEqual(visit.date, self.day(3, 4))

    def test_an_entry_belongs_to_an_arrangement_of_its_own_assignment(self):
        slots = self.env["legal.assignment.slot"].create(
            [
                {"assignment_id": assignment.id, "weekday": "0", "place": "Office"}
                for assignment in (self.assignment, self.other_assignment)
            ]
        )
        visit = self._make_visit(self.assignment, self.day(3, 4), 22, 25)
        with self.assertRaisesRegex(ValidationError, "another assignment"):
            visit.slot_id = slots[1]
        visit.slot_id = slots[0]
        parts = self.visits.search(visit.action_split_midnight()["domain"])
        self.assertEqual(parts.slot_id, slots[0])

    def test_new_times_bring_new_minutes_whatever_is_written_beside_them(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 9, 11)
        visit.minutes = 600
        self.assertEqual(visit.minutes, 120)
        visit.write({"time_stop": f"{self.year}-03-04 04:00:00", "minutes": 5})
        self.assertEqual(visit.minutes, 180)
        visit.hour_from = 10
        self.assertEqual((visit.minutes, visit.hours), (120, 2))

    def test_writing_hours_on_several_entries_keeps_each_ones_day(self):
        visits = self._make_visit(
            self.assignment, self.day(3, 4), 9, 11
        ) | self._make_visit(self.assignment, self.day(3, 5), 9, 11)
        visits.write({"hour_to": 12})
        self.assertEqual(visits.mapped("date"), [self.day(3, 4), self.day(3, 5)])
        self.assertEqual(visits.mapped("minutes"), [180, 180])

    @mute_logger("odoo.sql_db")
    def test_a_service_cannot_end_before_it_begins(self):
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self.visits.create(
                {
                    "assignment_id": self.assignment.id,
                    "time_start": f"{self.year}-03-04 03:00:00",
                    "time_stop": f"{self.year}-03-04 02:00:00",
                }
            )
        self.assertIn("legal_visit_times_ordered", str(caught.exception))

    # === Rule 5 ===

    def assertNotSubmitted(self, visit, words):
        self.assertIn(words, visit.blocker)
        with self.assertRaisesRegex(UserError, words):
            visit.action_submit()
        self.assertEqual(visit.state, "draft", "what took place can be recorded")

    def test_a_service_over_midnight_becomes_two_entries_by_one_click(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 22, 1.5)
        self.assertEqual((visit.hour_from, visit.hour_to), (22, 25.5))
        self.assertTrue(visit.is_over_midnight)
        self.assertNotSubmitted(visit, "Split it")
        action = visit.with_user(self.advisor_user).action_split_midnight()
        parts = self.visits.search(action["domain"], order="date")
        self.assertRecordValues(
            parts,
            [
                {"date": self.day(3, 4), "minutes": 120, "hour_to": 24},
                {"date": self.day(3, 5), "minutes": 90, "hour_to": 1.5},
            ],
        )
        self.assertEqual(parts[1].place, "Village office")
        self.assertTrue(parts[0].matter_ids)
        parts.action_submit()

    def test_ending_at_midnight_lies_within_the_day(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 22, 24)
        visit.action_submit()
        self.assertEqual(visit.minutes, 120)

    def test_the_split_half_falls_into_the_next_assignment(self):
        self.assignment.action_end(self.day(3, 4), "Short")
        successor = self._make_assignment(
            self.village_1, self.advisor, start=self.day(3, 5)
        )
        visit = self._make_visit(self.assignment, self.day(3, 4), 22, 25)
        action = visit.action_split_midnight()
        parts = self.visits.search(action["domain"], order="date")
        self.assertEqual(parts[1].assignment_id, successor)

    def test_only_within_its_assignment(self):
        self.assignment.action_end(self.day(3, 31), "Ill")
        visit = self._make_visit(self.assignment, self.day(4, 1))
        self.assertNotSubmitted(visit, "outside the assignment")

    def test_not_in_the_future(self):
        running = self._make_visit(self.assignment, self.today, 9, 10.5)
        self.assertNotSubmitted(running, "future")
        over = self._make_visit(self.assignment, self.today, 9, 10)
        over.action_submit()
        phone = self._make_visit(
            self.assignment,
            self.day(5, 21),
            None,
            service_mode="phone",
            minutes=10,
        )
        self.assertNotSubmitted(phone, "future")

    def test_on_site_needs_both_times(self):
        for hours in ((None, None), (9, 0)):
            visit = self._make_visit(self.assignment, self.day(3, 4), *hours)
            self.assertEqual(visit.minutes, 0)
            self.assertNotSubmitted(visit, "began and ended")

    def test_phone_online_and_writing_need_minutes_and_no_times(self):
        for mode in ("phone", "online", "written"):
            visit = self._make_visit(
                self.assignment, self.day(3, 4), None, service_mode=mode
            )
            self.assertNotSubmitted(visit, "how many minutes")
            visit.minutes = 25
            visit.action_submit()
            self.assertEqual((visit.minutes, visit.time_start), (25, False))

    def test_more_than_twelve_hours_need_the_townships_yes(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), 8, 20)
        visit.action_submit()
        visit = self._make_visit(self.assignment, self.day(3, 5), 8, 20.25)
        self.assertNotSubmitted(visit, "12 hours")
        for user in (self.advisor_user, self.committee_user, self.leading):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                visit.with_user(user).action_agree_long_day()
        visit.with_user(self.township_officer).action_agree_long_day()
        visit.hour_to = 21
        self.assertFalse(visit.long_day_agreed_by_id, "another day, another consent")
        visit.with_user(self.township_officer).action_agree_long_day()
        visit.action_submit()
        self.assertEqual(visit.long_day_agreed_by_id, self.township_officer)

    def test_only_under_an_assignment_in_force(self):
        proposal = self._make_assignment(self.village_3, self.advisor, activate=False)
        visit = self._make_visit(proposal, self.day(3, 4))
        self.assertNotSubmitted(visit, "not in force")

    def test_only_under_the_assignment_of_who_came(self):
        other = self._make_advisor("Wang", self.day(1))
        visit = self._make_visit(self.assignment, self.day(3, 4), advisor_id=other.id)
        self.assertNotSubmitted(visit, "Choose the assignment")
        with self.assertRaises(ValidationError):
            visit.village_id = self.village_2

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_submitted_entries_without_times(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        for change in (
            "time_stop = NULL",
            "minutes = 500",
            "minutes = -5, service_mode = 'phone'",
        ):
            with (
                self.subTest(change=change),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE legal_visit SET {change} WHERE id = %s", [visit.id]
                )

    def test_an_assignment_with_entries_is_neither_shortened_past_them_nor_cancelled(
        self,
    ):
        self._make_visit(self.assignment, self.day(4, 10))
        with self.assertRaisesRegex(UserError, "1 entries lie after"):
            self.assignment.action_end(self.day(4, 9), "Ill")
        with self.assertRaisesRegex(UserError, "End it instead"):
            self.assignment.action_cancel()
        self.assignment.action_end(self.day(4, 10), "Ill")
