from datetime import date, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .lecture_case import LectureCase


@tagged("post_install", "-at_install")
class TestLecture(LectureCase):
    def test_quarters_are_counted_from_the_programs_first_month(self):
        program = self._make_program(2028, "draft", date_start="2028-07-01")
        days = {
            date(2028, 6, 30): False,
            date(2028, 7, 1): "1",
            date(2028, 9, 30): "1",
            date(2028, 10, 1): "2",
            date(2029, 1, 1): "3",
            date(2029, 3, 31): "3",
            date(2029, 4, 1): "4",
            date(2029, 6, 30): "4",
            date(2029, 7, 1): False,
        }
        for day, quarter in days.items():
            self.assertEqual(program._get_quarter(day), quarter, day)
        ends = [program._get_quarter_end(quarter) for quarter in "1234"]
        self.assertEqual(
            ends,
            [
                date(2028, 9, 30),
                date(2028, 12, 31),
                date(2029, 3, 31),
                date(2029, 6, 30),
            ],
        )
        self.assertEqual(program._get_quarter_start("3"), date(2029, 1, 1))

    def test_every_day_of_a_year_lies_in_one_quarter_whatever_month_it_begins_in(self):
        for month in range(1, 13):
            year = 2030 + month * 2
            program = self._make_program(
                year, "draft", date_start=f"{year}-{month:02d}-01"
            )
            days = (program.date_end - program.date_start).days + 1
            quarters = [
                program._get_quarter(program.date_start + timedelta(days=index))
                for index in range(days)
            ]
            self.assertEqual(quarters, sorted(quarters))
            self.assertEqual(set(quarters), set("1234"))
            for quarter in "1234":
                first = program._get_quarter_start(quarter)
                last = program._get_quarter_end(quarter)
                self.assertEqual(first.day, 1)
                self.assertEqual(quarters.count(quarter), (last - first).days + 1)
                self.assertEqual(program._get_quarter(first), quarter)
                self.assertEqual(program._get_quarter(last), quarter)

    def test_a_lecture_is_due_on_its_quarters_last_day(self):
        lecture = self._make_lecture(self.day(5, 6))
        self.assertEqual(lecture.quarter, "2")
        self.assertEqual(lecture.date_due, self.day(6, 30))
        self.assertEqual(lecture.township_id, self.township_1)
        self.assertEqual(lecture.timeliness, "pending")
        lecture.date = self.day(9, 30)
        self.assertEqual((lecture.quarter, lecture.date_due.month), ("3", 9))

    def test_holding_records_its_submitted_entry_in_the_same_step(self):
        lecture = self._make_lecture(self.day(5, 6), wish="Land", is_wished=True)
        lecture.action_hold(hour_from=9.5, hour_to=11.0, place="Village hall")
        visit = lecture.visit_id
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "submitted",
                    "date": self.day(5, 6),
                    "minutes": 90,
                    "place": "Village hall",
                    "advisor_id": self.advisor.id,
                    "assignment_id": self.assignment.id,
                    "service_mode": "on_site",
                    "is_complete": True,
                }
            ],
        )
        self.assertEqual(visit.hour_from, 9.5)
        self.assertEqual(visit.matter_ids.summary, "Land contracts")
        self.assertEqual(visit.matter_ids.client_kind, "public")
        self.assertEqual((lecture.state, lecture.hour_to), ("held", 11.0))

    def test_when_the_entrys_rules_refuse_the_whole_is_refused(self):
        self._make_lecture(self.day(5, 6), state="held")
        again = self._make_lecture(self.day(5, 6))
        count = self.env["legal.visit"].search_count([])
        with self.assertRaisesRegex(UserError, "two places"), self.cr.savepoint():
            again.action_hold()
        self.assertEqual(again.state, "planned")
        self.assertFalse(again.visit_id)
        self.assertEqual(self.env["legal.visit"].search_count([]), count)

    def test_a_lecture_of_tomorrow_cannot_be_held(self):
        lecture = self._make_lecture(self.day(5, 21))
        with self.assertRaisesRegex(UserError, "future"):
            lecture.action_hold()

    def test_a_lecture_is_held_once(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        with self.assertRaises(UserError):
            lecture.action_hold()

    def test_state_and_what_actions_set_are_refused_from_outside(self):
        lecture = self._make_lecture(self.day(5, 6))
        for vals in (
            {"state": "filed"},
            {"submitted_date": self.day(5, 6)},
            {"filed_date": self.day(5, 6)},
            {"visit_id": 1},
            {"on_time": True},
            {"paper_receipt_date": self.day(5, 6)},
            {"quarter": "4"},
            {"date_due": self.day(12, 31)},
            {"village_id": self.village_4.id},
            {"township_id": self.township_2.id},
            {"company_id": self.other_company.id},
        ):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                lecture.with_context(legal_guard=True).write(vals)
        with self.assertRaises(UserError):
            self._make_lecture(
                self.day(5, 7), state="planned", submitted_date="2026-05-07"
            )

    def test_what_follows_from_the_assignment_may_be_told_but_not_otherwise(self):
        lecture = self._make_lecture(
            self.day(5, 6),
            village_id=self.village_1.id,
            program_id=self.program.id,
            quarter="2",
        )
        self.assertEqual((lecture.village_id, lecture.quarter), (self.village_1, "2"))
        for vals in ({"village_id": self.village_4.id}, {"quarter": "1"}):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                self._make_lecture(self.day(5, 6), **vals)

    def test_lecture_follows_its_entry_when_that_is_mended(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        visit = lecture.visit_id
        visit.action_reject("Other day")
        visit.action_reset()
        visit.write({"date": self.day(5, 7), "hour_from": 8.0, "hour_to": 9.0})
        self.assertEqual(lecture.date, self.day(5, 7))
        self.assertEqual((lecture.hour_from, lecture.hour_to), (8.0, 9.0))
        with self.assertRaisesRegex(UserError, "service entry"):
            lecture.date = self.day(5, 8)

    def test_a_village_whose_lecture_was_annulled_lacks_one(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        lecture.visit_id.action_confirm()
        lecture.visit_id.with_user(self.manager).action_annul("Doc 7", "Not held")
        self.env.invalidate_all()
        self.assertTrue(self.village_1.lacks_lecture_this_quarter)

    def test_a_lecture_whose_entry_was_rejected_does_not_count(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        self.assertFalse(self.village_1.lacks_lecture_this_quarter)
        lecture.visit_id.action_reject("Nobody came")
        self.env.invalidate_all()
        self.assertTrue(self.village_1.lacks_lecture_this_quarter)
        with self.assertRaisesRegex(UserError, "Mend"):
            lecture.action_submit()
        lecture.action_reopen_plan()
        self.assertEqual((lecture.state, lecture.visit_id.id), ("planned", False))

    def test_the_entry_of_a_lecture_is_not_deleted_behind_its_back(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        visit = lecture.visit_id
        visit.action_reject("Nobody came")
        with self.assertRaisesRegex(UserError, "belongs to the lecture"):
            visit.unlink()
        lecture.action_reopen_plan()
        visit.unlink()
        self.assertFalse(visit.exists())

    def test_roles_without_lectures_still_read_villages(self):
        self._make_lecture(self.day(5, 6), state="held")
        village = self.village_1.with_user(self.leading)
        self.assertEqual(village.read(["lecture_count"])[0]["lecture_count"], 0)
        self.assertFalse(village.lacks_lecture_this_quarter)
        with self.assertRaises(AccessError):
            village.read(["lecture_ids"])
        officer = self.village_1.with_user(self.township_officer)
        self.assertEqual(officer.lecture_count, 1)

    def test_a_standing_entry_keeps_the_lecture_held(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        with self.assertRaises(UserError):
            lecture.action_reopen_plan()
        with self.assertRaises(UserError):
            lecture.unlink()
        self._make_lecture(self.day(5, 9)).unlink()

    def test_content_of_a_numbered_entry_is_final_and_filing_goes_on(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        lecture.visit_id.action_confirm()
        for vals in ({"topic": "Other"}, {"audience_count": 99}):
            with self.assertRaises(UserError, msg=vals):
                lecture.write(vals)
        self._attach_outline(lecture)
        lecture.action_submit()
        lecture.action_file()
        self.assertEqual(lecture.state, "filed")

    @mute_logger("odoo.sql_db")
    def test_sql_does_not_change_content_of_a_numbered_entry(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        lecture.visit_id.action_confirm()
        self._assert_sql_refused(
            lecture,
            "UPDATE legal_lecture SET topic = 'x' WHERE id = %s",
            "UPDATE legal_lecture SET date = date - 1 WHERE id = %s",
            "UPDATE legal_lecture SET visit_id = NULL, state = 'planned' WHERE id = %s",
            "DELETE FROM legal_lecture WHERE id = %s",
        )

    @mute_logger("odoo.sql_db")
    def test_filed_is_final_against_sql_too(self):
        lecture = self._make_lecture(self.day(5, 6), state="filed")
        self._assert_sql_refused(
            lecture,
            "UPDATE legal_lecture SET state = 'submitted' WHERE id = %s",
            "UPDATE legal_lecture SET on_time = NOT on_time WHERE id = %s",
            "UPDATE legal_lecture SET filed_date = NULL WHERE id = %s",
            "DELETE FROM legal_lecture_outline_rel WHERE lecture_id = %s",
            "DELETE FROM legal_lecture WHERE id = %s",
        )

    def test_filed_is_final_for_everybody(self):
        lecture = self._make_lecture(self.day(5, 6), state="filed")
        outline = lecture.outline_ids
        for vals in ({"topic": "x"}, {"outline_ids": [Command.clear()]}):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                lecture.sudo().write(vals)
        with self.assertRaises(UserError), self.cr.savepoint():
            outline.sudo().write({"raw": b"another"})
        with self.assertRaises(UserError), self.cr.savepoint():
            outline.sudo().unlink()
        for action in ("action_submit", "action_file", "action_hold"):
            with self.assertRaises(UserError), self.cr.savepoint():
                getattr(lecture, action)()
        with self.assertRaises(UserError):
            lecture.action_return("again")

    def test_a_village_moves_with_its_filed_lectures_and_confirmed_slips(self):
        lecture = self._make_lecture(self.day(5, 6), state="submitted")
        slip = self.env["legal.slip"]._prepare_slips(self.day(5), self.village_1)
        slip.photo_ids = [
            Command.create(
                {"name": "a.pdf", "raw": b"%PDF-", "mimetype": "application/pdf"}
            )
        ]
        slip.action_confirm_lines()
        lecture.action_file()
        self.village_1.write(
            {"code": "654002002301", "township_id": self.township_2.id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        for record in (lecture, lecture.visit_id, slip, slip.line_ids):
            self.assertEqual(record.township_id, self.township_2)

    def test_an_outline_with_the_township_is_not_changed(self):
        lecture = self._make_lecture(self.day(5, 6), state="submitted")
        for vals in ({"topic": "x"}, {"outline_ids": [Command.clear()]}):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                lecture.write(vals)
        with self.assertRaises(UserError), self.cr.savepoint():
            lecture.outline_ids.write({"raw": b"another"})
        lecture.action_return("Complete it")
        lecture.outline_ids.write({"raw": b"another"})

    def test_files_of_other_records_cannot_be_drawn_in(self):
        secret = self.env["ir.attachment"].create(
            {
                "name": "secret",
                "raw": b"x",
                "res_model": "res.partner",
                "res_id": self.firm.id,
            }
        )
        lecture = self._make_lecture(self.day(5, 6), outline=False)
        with self.assertRaises(ValidationError):
            lecture.with_user(self.township_officer).outline_ids = secret

    def test_villages_without_lecture_this_quarter(self):
        self._make_lecture(self.day(2, 6), state="held")
        self._make_lecture(self.day(5, 21))
        Village = self.env["legal.village"]
        lacking = Village.search([("lacks_lecture_this_quarter", "=", True)])
        self.assertEqual(self.village_1.planned_lecture_date, self.day(5, 21))
        self.assertFalse(self.village_2.planned_lecture_date)
        self.assertEqual(
            lacking, self.village_1 | self.village_2 | self.village_3 | self.village_4
        )
        self._make_lecture(self.day(4, 1), state="held")
        lacking = Village.search([("lacks_lecture_this_quarter", "=", True)])
        self.assertNotIn(self.village_1, lacking)
        self.assertIn(
            self.village_1, Village.search([("lacks_lecture_this_quarter", "=", False)])
        )
        self.village_2.in_scope_from = self.day(6)
        lacking = Village.search([("lacks_lecture_this_quarter", "=", True)])
        self.assertEqual(lacking, self.village_3 | self.village_4)
        Assignment = self.env["legal.assignment"]
        self.assertEqual(
            Assignment.search([("lacks_lecture_this_quarter", "=", True)]),
            self.other_assignment,
        )
        self.assertTrue(self.other_assignment.lacks_lecture_this_quarter)
        self.assertFalse(self.assignment.lacks_lecture_this_quarter)

    def test_two_lectures_a_quarter_where_the_standard_says_so(self):
        self._make_lecture(self.day(5, 6), state="held")
        self.program._correct_standards({"quarterly_lectures": 2}, "Decision 7")
        self.env.invalidate_all()
        self.assertTrue(self.village_1.lacks_lecture_this_quarter)
        self._make_lecture(self.day(5, 7), state="held")
        self.env.invalidate_all()
        self.assertFalse(self.village_1.lacks_lecture_this_quarter)

    def test_a_predecessors_lecture_counts_after_the_hand_over(self):
        self._make_lecture(self.day(4, 6), state="held")
        successor = self.assignment._hand_over(
            self.other_advisor, self.day(4, 30), "Moved away"
        )
        self.assertFalse(successor.lacks_lecture_this_quarter)

    def test_the_wizard_starts_from_the_plan(self):
        lecture = self._make_lecture(self.day(5, 6), place="Hall")
        wizard = (
            self.env["legal.lecture.hold"]
            .with_user(self.township_officer)
            .create({"lecture_id": lecture.id, **self._wizard_defaults(lecture)})
        )
        self.assertEqual((wizard.date, wizard.place), (self.day(5, 6), "Hall"))
        wizard.action_hold()
        self.assertEqual(lecture.state, "held")

    def _wizard_defaults(self, lecture):
        Wizard = self.env["legal.lecture.hold"].with_context(
            default_lecture_id=lecture.id
        )
        return Wizard.default_get(
            ["lecture_id", "date", "hour_from", "hour_to", "place", "audience_count"]
        )

    def _assert_sql_refused(self, lecture, *queries):
        self.env.flush_all()
        for query in queries:
            with self.assertRaises(psycopg2.IntegrityError, msg=query):
                with self.cr.savepoint(flush=False):
                    self.cr.execute(query, (lecture.id,))
