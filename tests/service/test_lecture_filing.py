from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SIGNED_PAPER
from .lecture_case import LectureCase


@tagged("post_install", "-at_install")
class TestLectureFiling(LectureCase):
    def test_without_an_outline_nothing_is_submitted(self):
        lecture = self._make_lecture(self.day(5, 6), state="held", outline=False)
        with self.assertRaisesRegex(UserError, "outline"):
            lecture.action_submit()
        self._attach_outline(lecture)
        lecture.action_submit()
        self.assertEqual(lecture.submitted_date, self.today)

    def test_the_quarters_last_minute_is_in_time_on_the_bureaus_clock(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        # 23:59 in China is the afternoon of the same day in UTC.
        with self._at(self.day(6, 30), 23 + 59 / 60):
            lecture.action_submit()
        self.assertEqual(lecture.submitted_date, self.day(6, 30))
        self.assertTrue(lecture.on_time)

    def test_the_minute_after_is_late_though_it_is_still_the_day_before_in_utc(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        with self._at(self.day(7, 1), 0.02):
            lecture.action_submit()
            self.assertEqual(lecture.submitted_date, self.day(7, 1))
            self.assertFalse(lecture.on_time)
            self.assertEqual(lecture.timeliness, "late")

    def test_late_is_late_for_ever(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        with self._at(self.day(7, 1)):
            lecture.action_submit()
            lecture.action_return("No case in it")
            lecture.action_submit()
            lecture.visit_id.action_confirm()
            lecture.action_file()
        self.assertEqual(lecture.submitted_date, self.day(7, 1))
        self.assertFalse(lecture.on_time)
        self.assertTrue(lecture.is_late)

    def test_a_return_answered_within_five_working_days_stays_in_time(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        with self._at(self.day(6, 30)):  # a Tuesday
            lecture.action_submit()
        with self._at(self.day(7, 2)):  # Thursday
            lecture.action_return("No case in it")
        self.assertEqual(lecture.resubmit_by, self.day(7, 9))
        with self._at(self.day(7, 9), 23.9):
            self.assertFalse(lecture.is_late)
            lecture.action_submit()
        self.assertEqual(lecture.submitted_date, self.day(6, 30))
        self.assertEqual(lecture.resubmitted_date, self.day(7, 9))
        self.assertTrue(lecture.on_time)

    def test_a_return_answered_later_is_late(self):
        lecture = self._make_lecture(self.day(5, 6), state="held")
        with self._at(self.day(6, 30)):
            lecture.action_submit()
            lecture.action_return("No case in it")
        with self._at(self.day(7, 8), 0.1):
            lecture.invalidate_recordset()
            self.assertTrue(lecture.is_late)
            found = self.env["legal.lecture"].search([("is_late", "=", True)])
            self.assertIn(lecture, found)
            lecture.action_submit()
        self.assertFalse(lecture.on_time)

    def test_a_return_early_in_the_quarter_leaves_the_whole_quarter(self):
        lecture = self._make_lecture(self.day(4, 6), state="returned")
        self.assertEqual(lecture.resubmit_by, self.day(6, 30))
        with self._at(self.day(6, 30)):
            lecture.action_submit()
        self.assertTrue(lecture.on_time)

    def test_working_days_leave_out_weekends(self):
        friday = date(2026, 5, 15)
        self.assertEqual(
            [self.company._legal_add_working_days(friday, count) for count in range(7)],
            [date(2026, 5, day) for day in (15, 18, 19, 20, 21, 22, 25)],
        )
        saturday = date(2026, 5, 16)
        self.assertEqual(
            self.company._legal_add_working_days(saturday, 1), date(2026, 5, 18)
        )

    def test_a_missing_outline_is_late_after_the_last_day(self):
        lecture = self._make_lecture(self.day(3, 6), state="held")
        in_time = self._make_lecture(self.day(5, 6), state="held")
        self.assertTrue(lecture.is_late)
        self.assertFalse(in_time.is_late)
        Lecture = self.env["legal.lecture"]
        self.assertEqual(Lecture.search([("is_late", "=", True)]), lecture)
        self.assertEqual(Lecture.search([("is_late", "=", False)]), in_time)
        self.assertEqual(Lecture.search([("is_this_quarter", "=", True)]), in_time)

    def test_the_townships_paper_receipt_counts_when_it_is_earlier(self):
        lecture = self._make_lecture(self.day(3, 6), state="submitted")
        self.assertFalse(lecture.on_time)
        officer = lecture.with_user(self.township_officer)
        for reason, photo in ((" ", SIGNED_PAPER), ("No network", False)):
            with self.assertRaises(UserError):
                officer._record_paper_receipt(self.day(3, 31), reason, photo)
        with self.assertRaises(UserError):
            officer._record_paper_receipt(self.day(5, 21), "No network", SIGNED_PAPER)
        wizard = self.env["legal.lecture.receipt"].with_user(self.township_officer)
        wizard.create(
            {
                "lecture_id": lecture.id,
                "date": self.day(3, 31),
                "reason": "No network",
                "photo": SIGNED_PAPER,
                "photo_name": "receipt.jpg",
            }
        ).action_record()
        self.assertTrue(lecture.on_time)
        self.assertEqual(lecture.submitted_date, self.today)
        self.assertEqual(lecture.paper_receipt_by_id, self.township_officer)
        self.assertEqual(lecture.paper_receipt_ids.name, "receipt.jpg")
        self.assertEqual(lecture.paper_receipt_ids.res_id, lecture.id)
        lecture.visit_id.action_confirm()
        lecture.action_file()
        with self.assertRaisesRegex(UserError, "final"):
            officer._record_paper_receipt(self.day(3, 7), "No network", SIGNED_PAPER)

    def test_a_receipt_is_not_older_than_its_lecture(self):
        lecture = self._make_lecture(self.day(3, 6), state="submitted")
        with self.assertRaisesRegex(UserError, "lecture's day"):
            lecture._record_paper_receipt(self.day(3, 5), "No network", SIGNED_PAPER)
        lecture._record_paper_receipt(self.day(3, 6), "No network", SIGNED_PAPER)
        self.assertTrue(lecture.on_time)

    def test_a_receipt_is_a_photo_by_its_content(self):
        lecture = self._make_lecture(self.day(3, 6), state="submitted")
        with self.assertRaisesRegex(UserError, "photo or a PDF"):
            lecture._record_paper_receipt(
                self.day(3, 31), "No network", b"bm90IGEgcGhvdG8=", "receipt.jpg"
            )
        self.assertFalse(lecture.paper_receipt_ids)

    def test_a_late_receipt_does_not_make_it_in_time(self):
        lecture = self._make_lecture(self.day(3, 6), state="submitted")
        lecture._record_paper_receipt(self.day(4, 1), "No network", SIGNED_PAPER)
        self.assertFalse(lecture.on_time)

    def test_the_township_files_and_returns_with_a_reason(self):
        lecture = self._make_lecture(self.day(5, 6), state="submitted")
        officer = lecture.with_user(self.township_officer)
        with self.assertRaisesRegex(UserError, "completed"):
            officer.action_return(" ")
        wizard = self.env["legal.lecture.return"].with_user(self.township_officer)
        wizard.create({"lecture_ids": lecture.ids, "reason": "No case"}).action_return()
        self.assertRecordValues(
            lecture,
            [
                {
                    "state": "returned",
                    "return_reason": "No case",
                    "returned_by_id": self.township_officer.id,
                    "returned_date": self.today,
                    "return_count": 1,
                }
            ],
        )
        lecture.action_submit()
        lecture.visit_id.action_confirm()
        officer.action_file()
        self.assertEqual(lecture.filed_by_id, self.township_officer)
        self.assertEqual(lecture.filed_date, self.today)

    def test_many_are_filed_at_once_and_the_blocked_ones_named(self):
        ready = self._make_lecture(self.day(5, 6), state="submitted")
        ready.visit_id.action_confirm()
        held = self._make_lecture(self.day(5, 7), state="held")
        planned = self._make_lecture(self.day(5, 8))
        with self.assertRaises(UserError) as caught:
            (ready | held | planned).action_file()
        self.assertEqual(str(caught.exception).count("\n"), 1)
        self.assertEqual(ready.state, "submitted")

    def test_only_a_lecture_whose_entry_is_confirmed_is_filed(self):
        lecture = self._make_lecture(self.day(5, 6), state="submitted")
        with self.assertRaisesRegex(UserError, "not confirmed yet"):
            lecture.action_file()
        lecture.visit_id.action_dispute("Nobody came")
        with self.assertRaisesRegex(UserError, "not confirmed yet"):
            lecture.action_file()
        lecture.visit_id.action_confirm(answer="The list was signed")
        lecture.visit_id.with_user(self.manager).action_annul("Doc 7", "Not held")
        with self.assertRaisesRegex(UserError, "annulled"):
            lecture.action_file()

    def test_the_entry_of_a_filed_lecture_is_not_rejected(self):
        # A database of the first version may hold such a lecture.
        lecture = self._make_lecture(self.day(5, 6), state="submitted")
        lecture._guarded_write({"state": "filed"})
        with self.assertRaisesRegex(UserError, "filed is final"):
            lecture.visit_id.with_user(self.township_officer).action_reject("Wrong day")
        self.assertEqual(lecture.visit_id.state, "submitted")

    def test_an_outline_stays_in_the_quarter_it_was_submitted_for(self):
        lecture = self._make_lecture(self.day(3, 6), state="submitted")
        entry = lecture.visit_id
        entry.action_reject("Wrong day")
        own = entry.with_user(self.advisor_user)
        with self.assertRaises(UserError) as caught:
            own.date = self.day(4, 6)
        self.assertIn("First quarter", str(caught.exception))
        own.date = self.day(3, 9)
        self.assertEqual(lecture.date, self.day(3, 9))
        held = self._make_lecture(self.day(3, 7), state="held")
        held.visit_id.action_reject("Wrong day")
        held.visit_id.date = self.day(4, 6)
        self.assertEqual(held.quarter, "2")

    def test_the_entry_stays_with_the_assignment_of_its_lecture(self):
        lecture = self._make_lecture(self.day(3, 6), state="held")
        lecture.visit_id.action_reject("Wrong village")
        other = self._make_assignment(self.village_2, self.advisor)
        with self.assertRaisesRegex(UserError, "belongs to the lecture"):
            lecture.visit_id.with_user(self.advisor_user).write(
                {"assignment_id": other.id, "village_id": self.village_2.id}
            )

    def test_other_townships_and_advisers_do_not_file(self):
        lecture = self._make_lecture(
            self.day(5, 6), self.other_assignment, state="submitted"
        )
        with self.assertRaises(AccessError):
            lecture.with_user(self.township_officer).action_file()
        own = self._make_lecture(self.day(5, 6), state="submitted")
        for user in (
            self.advisor_user,
            self.committee_user,
            self.leading,
            self.finance,
        ):
            with self.assertRaises(AccessError, msg=user.login):
                own.with_user(user).action_file()

    def test_each_role_reads_its_own_lectures(self):
        own = self._make_lecture(self.day(5, 6))
        other = self._make_lecture(self.day(5, 6), self.other_assignment)
        both = own | other
        seen = {
            self.officer: both,
            self.township_officer: own,
            self.advisor_user: own,
            self.committee_user: own,
            self.other_officer: both.browse(),
        }
        for user, lectures in seen.items():
            Lecture = self.env["legal.lecture"].with_user(user)
            self.assertEqual(Lecture.search([]), lectures, user.login)
        for user in (self.leading, self.finance, self.plain_user):
            with self.assertRaises(AccessError, msg=user.login):
                self.env["legal.lecture"].with_user(user).search([])
        with self.assertRaises(AccessError):
            own.with_user(self.committee_user).topic = "x"

    def test_the_adviser_plans_and_holds_own_lectures_only(self):
        lecture = (
            self.env["legal.lecture"]
            .with_user(self.advisor_user)
            .create(
                {
                    "assignment_id": self.assignment.id,
                    "date": self.day(5, 6),
                    "topic": "Marriage",
                }
            )
        )
        lecture.action_hold()
        self.assertEqual(lecture.visit_id.sudo().state, "submitted")
        other = self._make_lecture(self.day(5, 6), self.other_assignment)
        with self.assertRaises(AccessError):
            other.with_user(self.advisor_user).action_hold()
        own = self._make_lecture(self.day(5, 8)).with_user(self.advisor_user)
        self.assertIn("Land contracts", own.display_name)
        self.assertTrue(own.is_this_quarter)
        for vals in (
            {"advisor_id": self.other_advisor.id},
            {"assignment_id": self.other_assignment.id},
        ):
            with self.assertRaises(AccessError, msg=vals), self.cr.savepoint():
                own.write(vals)
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.create(
                {
                    "assignment_id": self.other_assignment.id,
                    "advisor_id": self.advisor.id,
                    "date": self.day(5, 9),
                    "topic": "Marriage",
                }
            )

    def test_outlines_are_read_with_the_lecture(self):
        lecture = self._make_lecture(self.day(5, 6), outline=False)
        outline = (
            self.env["ir.attachment"]
            .with_user(self.officer)
            .create({"name": "outline", "raw": b"x", "res_model": "legal.lecture"})
        )
        lecture.with_user(self.officer).outline_ids = outline
        self.assertEqual(outline.with_user(self.township_officer).raw, b"x")
        with self.assertRaises(AccessError):
            outline.with_user(self.leading).raw  # noqa: B018
