from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationMarks(EvaluationCase):
    """What the year's records are worth."""

    def test_a_year_without_fault_has_full_marks(self):
        assignment = self._make_served(self.village_1)
        self._file_lecture(assignment, self.day(2, 3))
        evaluation = self._compute()
        self.assertRecordValues(
            evaluation,
            [
                {
                    "assignment_id": assignment.id,
                    "advisor_id": assignment.advisor_id.id,
                    "firm_id": self.firm.id,
                    "township_id": self.township_1.id,
                    "state": "draft",
                    "score": 100.0,
                    "grade": "excellent",
                    "months": 4.0,
                    "date_from": self.day(1),
                    "date_to": self.day(4, 30),
                }
            ],
        )
        self.assertEqual(len(evaluation.line_ids), 7)

    def test_months_below_the_hours_are_named(self):
        assignment = self._make_served(self.village_1, months=(1, 2))
        self._serve(assignment, 3, hours=6.5)
        line = self._line(self._compute(), "months_met")
        self.assertEqual(line.score, 17.5)
        self.assertEqual(
            line.explanation,
            "2 of 4 months reached; short: March 6.5 of 8, April 0 of 8.",
        )

    def test_the_explanation_is_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._make_served(self.village_1, months=(1,))
        line = self._line(self._compute(), "months_met")
        self.assertIn("March", line.explanation)
        self.assertIn("mars", line.with_context(lang="fr_FR").explanation)

    def test_facts_hold_no_names(self):
        assignment = self._make_served(self.village_1, months=(1,))
        self._serve(assignment, 2, recorded_after=9)
        facts = str(self._compute().line_ids.mapped("facts"))
        for name in ("Li", "Village", "field"):
            self.assertNotIn(name, facts)

    def test_only_pending_hours_do_not_reach_a_month(self):
        assignment = self._make_served(self.village_1, months=(1, 2, 3))
        self._make_visit(assignment, self.day(4, 10), 9, 17, state="submitted")
        self.assertEqual(self._line(self._compute(), "months_met").facts["reached"], 3)

    def test_a_running_month_is_not_counted_yet(self):
        self._make_served(self.village_1)
        evaluation = self._compute()
        self.assertEqual(self._line(evaluation, "months_met").facts["due"], 4)
        with freeze_time("2026-05-31 16:00:00"):  # midnight in China
            evaluation.with_user(self.officer).action_compute()
        self.assertEqual(self._line(evaluation, "months_met").facts["due"], 5)

    def test_part_of_a_year_owes_its_own_months_and_quarters(self):
        advisor = self._make_advisor("Li", self.day(1))
        assignment = self._make_assignment(
            self.village_1, advisor, self.day(2, 15), self.day(3, 31)
        )
        self._serve(assignment, 3)
        evaluation = self._compute()
        line = self._line(evaluation, "months_met")
        # Alone in February, it owes the village's whole month.
        self.assertEqual((line.facts["reached"], line.facts["due"]), (1, 2))
        # 45 of the first quarter's 90 days are not most of them.
        self.assertEqual(self._line(evaluation, "lectures_filed").facts["due"], 0)
        self.assertEqual(self._line(evaluation, "lectures_filed").score, 20)

    def test_an_assignment_without_a_month_over_is_not_evaluated(self):
        advisor = self._make_advisor("Li", self.day(1))
        self._make_assignment(self.village_1, advisor, self.day(5, 2))
        self.assertFalse(self._compute())

    def test_lectures_count_when_filed_in_time(self):
        assignment = self._make_served(self.village_1)
        line = self._line(self._compute(), "lectures_filed")
        self.assertEqual(line.score, 0)
        self.assertEqual(
            line.explanation,
            "0 of 1 lectures held and filed in time; not held: quarter 1.",
        )
        lecture = self._file_lecture(assignment, self.day(2, 3), state="submitted")
        self._compute()
        self.assertEqual(line.score, 0)
        self.assertIn("held but not filed: quarter 1", line.explanation)
        lecture._guarded_write({"state": "filed"})
        self._compute()
        self.assertEqual(line.score, 20)

    def test_a_lecture_whose_entry_was_annulled_did_not_take_place(self):
        assignment = self._make_served(self.village_1)
        lecture = self._file_lecture(assignment, self.day(2, 3))
        lecture.visit_id.with_user(self.manager).action_annul("Doc 7", "Not held")
        line = self._line(self._compute(), "lectures_filed")
        self.assertEqual(line.facts["on_time"], 0)

    def test_a_late_lecture_earns_what_the_rule_says(self):
        self.criteria["lectures_filed"]._guarded_write({"late_credit": 0.25})
        assignment = self._make_served(self.village_1)
        self._file_lecture(assignment, self.day(2, 3), on_time=False)
        line = self._line(self._compute(), "lectures_filed")
        self.assertEqual(line.score, 5)
        self.assertIn("filed late: quarter 1", line.explanation)

    def test_a_predecessors_lecture_is_not_owed_again(self):
        first = self._make_advisor("Li", self.day(1))
        second = self._make_advisor("Wang", self.day(1))
        before = self._make_assignment(
            self.village_1, first, self.day(1), self.day(1, 31)
        )
        after = self._make_assignment(self.village_1, second, self.day(2))
        self._file_lecture(before, self.day(1, 10))
        evaluation = self._compute().filtered(lambda rec: rec.assignment_id == after)
        line = self._line(evaluation, "lectures_filed")
        self.assertEqual(line.facts["due"], 0)
        # One that was annulled is owed again, by whoever serves then.
        held = self.env["legal.lecture"].search([("assignment_id", "=", before.id)])
        held.visit_id.with_user(self.manager).action_annul("Doc 7", "Not held")
        self.assertEqual(line.facts["due"], 1)

    def test_entries_must_be_complete_and_recorded_within_the_days(self):
        assignment = self._make_served(self.village_1, months=(1, 2))
        self._serve(assignment, 3, recorded_after=3)
        self._serve(assignment, 4, recorded_after=4, place=False)
        line = self._line(self._compute(), "entries_complete")
        self.assertEqual(line.score, 7.5)
        self.assertEqual(
            line.explanation,
            "3 of 4 entries complete and recorded within 3 days; recorded late: "
            "10 April (after 4 days); incomplete: 10 April.",
        )

    def test_days_until_recording_are_local_days(self):
        assignment = self._make_served(self.village_1, months=())
        visit = self._serve(assignment, 3, day=10)
        # 23:30 in China on the 13th, then half past midnight on the 14th.
        for moment, score in (("03-13 15:30:00", 10), ("03-13 16:30:00", 0)):
            self.env.cr.execute(
                "ALTER TABLE legal_visit DISABLE TRIGGER legal_visit_seal"
            )
            self.env.cr.execute(
                "UPDATE legal_visit SET submitted_at = %s WHERE id = %s",
                (f"{self.year}-{moment}", visit.id),
            )
            self.env.cr.execute(
                "ALTER TABLE legal_visit ENABLE TRIGGER legal_visit_seal"
            )
            visit.invalidate_recordset()
            line = self._line(self._compute(), "entries_complete")
            self.assertEqual(line.score, score)

    def test_without_any_entry_there_are_no_marks_for_entries(self):
        self._make_served(self.village_1, months=())
        line = self._line(self._compute(), "entries_complete")
        self.assertEqual(
            (line.score, line.explanation), (0, "No service was recorded.")
        )

    def test_disputes_that_were_upheld_are_deducted(self):
        self.criteria["disputes_upheld"]._guarded_write({"deduction": 1.5})
        assignment = self._make_served(self.village_1)
        upheld = self._make_visit(assignment, self.day(3, 4), state="disputed")
        upheld.action_reject("The adviser was elsewhere")
        overruled = self._make_visit(assignment, self.day(3, 5), state="disputed")
        overruled.action_confirm(answer="Seen by the township")
        line = self._line(self._compute(), "disputes_upheld")
        self.assertEqual(line.score, 3.5)
        self.assertEqual(
            line.explanation, "1 disputes upheld, 1.5 marks each: 4 March."
        )

    def test_the_certificate_is_judged_on_the_day_of_the_first_service(self):
        advisor = self._make_advisor("Li", self.day(2, 1))
        assignment = self._make_assignment(self.village_1, advisor)
        early = self._make_visit(assignment, self.day(1, 20), state="submitted")
        line = self._line(self._compute(), "certificate_valid")
        self.assertEqual(line.score, 0)
        self.assertEqual(
            line.explanation, "Not certified at the first service on 20 January."
        )
        early.action_reject("Not certified")
        self._serve(assignment, 2)
        self._compute()
        self.assertEqual(line.score, 5)

    def test_a_grade_follows_the_years_thresholds(self):
        self.program._guarded_write({"grade_excellent": 100, "grade_good": 99})
        self._make_served(self.village_1)
        self.assertEqual(self._compute().grade, "qualified")

    def test_manual_marks_survive_a_new_computation(self):
        assignment = self._make_served(self.village_1)
        evaluation = self._compute()
        line = self._line(evaluation, "manual_township")
        line.with_user(self.township_officer).write(
            {"score": 11, "reason": "Two complaints"}
        )
        self._file_lecture(assignment, self.day(2, 3))
        self._compute()
        self.assertEqual((line.score, line.reason), (11, "Two complaints"))
        self.assertEqual(evaluation.score, 96)

    @mute_logger("odoo.sql_db")
    def test_a_deduction_needs_a_reason(self):
        self._make_served(self.village_1)
        line = self._line(self._compute(), "manual_bureau").with_user(self.officer)
        for reason in (False, "  "):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                line.write({"score": 9, "reason": reason})
                line.flush_recordset()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            line.write({"score": 11})
            line.flush_recordset()

    def test_manual_marks_say_how_they_came_about(self):
        self._make_served(self.village_1)
        line = self._line(self._compute(), "manual_township")
        self.assertEqual(line.explanation, "No deduction by the township.")
        line.write({"score": 13.5, "reason": "Rude"})
        self.assertEqual(line.explanation, "1.5 marks deducted by the township.")

    def test_an_evaluated_assignment_is_not_cancelled(self):
        advisor = self._make_advisor("Li", self.day(1))
        assignment = self._make_assignment(self.village_1, advisor)
        evaluation = self._compute()
        evaluation.with_user(self.township_officer).action_preliminary()
        with self.assertRaisesRegex(UserError, "evaluated"):
            assignment.action_cancel()

    def test_drafts_of_cancelled_assignments_go(self):
        advisor = self._make_advisor("Li", self.day(1))
        assignment = self._make_assignment(self.village_1, advisor)
        self.assertTrue(self._compute())
        assignment.action_cancel()
        self.assertFalse(self._compute())

    def test_a_draft_year_and_a_closed_year_are_not_computed(self):
        self._make_served(self.village_1)
        for state in ("draft", "closed"):
            self.program._guarded_write({"state": state})
            with self.assertRaises(UserError):
                self._compute()


@tagged("post_install", "-at_install")
class TestEvaluationCutoff(EvaluationCase):
    """Months after the cutoff count in next year's evaluation."""

    frozen_time = "2027-03-20 02:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.last_year = cls._make_program(
            2026, evaluation_cutoff=cls.day(10, 31).replace(year=2026)
        )
        cls.advisor = cls._make_advisor("Li", cls.day(1).replace(year=2026))
        cls.old = cls._make_assignment(
            cls.village_1,
            cls.advisor,
            cls.last_year.date_start,
            cls.last_year.date_end,
            program_id=cls.last_year.id,
        )

    def test_months_after_the_cutoff_are_added_to_next_years(self):
        self.last_year.action_compute_evaluations()
        old = self.old.evaluation_ids
        self.assertEqual(self._line(old, "months_met").facts["due"], 10)
        self.assertEqual(self._line(old, "lectures_filed").facts["due"], 3)
        self._make_assignment(self.village_1, self.advisor)
        evaluation = self._compute()
        line = self._line(evaluation, "months_met")
        self.assertEqual(line.facts["due"], 4)
        self.assertTrue(
            line.explanation.startswith(
                "0 of 4 months reached; short: November 2026 0 of 8"
            ),
            line.explanation,
        )
        self.assertIn(
            f"from last year: {self.village_1.short_name} 1 November to 31 December",
            line.explanation,
        )
        # The first quarter of 2027 is not over.
        self.assertEqual(
            self._line(evaluation, "lectures_filed").facts["missing"], [[2026, 4]]
        )
        self.assertEqual(evaluation.months, 4)
        self.assertEqual(str(evaluation.date_from), "2026-11-01")

    def test_an_annulment_reaches_the_year_in_which_the_month_counts(self):
        visit = self._make_visit(
            self.old, self.day(11, 4).replace(year=2026), 9, 17, "confirmed"
        )
        self._make_assignment(self.village_1, self.advisor)
        line = self._line(self._compute(), "months_met")
        self.assertEqual(line.facts["reached"], 1)
        visit.with_user(self.manager).action_annul("Doc 7", "Another village")
        self.assertEqual(line.facts["reached"], 0)

    def test_they_are_added_once_whichever_is_computed(self):
        first = self._make_assignment(
            self.village_1, self.advisor, self.day(1), self.day(1, 31)
        )
        second = self._make_assignment(self.village_1, self.advisor, self.day(2))
        self._compute()
        for assignment, due in ((first, 3), (second, 1)):
            evaluation = assignment.evaluation_ids
            evaluation.with_user(self.officer).action_compute()
            self.assertEqual(self._line(evaluation, "months_met").facts["due"], due)

    def test_in_another_village_they_are_added_to_the_advisers_first_one(self):
        later = self._make_assignment(self.village_2, self.advisor, self.day(2))
        first = self._make_assignment(self.village_3, self.advisor, self.day(1))
        self._compute()
        lines = {
            assignment: self._line(assignment.evaluation_ids, "months_met")
            for assignment in (first, later)
        }
        self.assertEqual(lines[first].facts["due"], 4)
        self.assertIn(self.village_1.short_name, lines[first].explanation)
        self.assertEqual(lines[later].facts["due"], 1)
        later.evaluation_ids.with_user(self.officer).action_compute()
        first.evaluation_ids.with_user(self.officer).action_compute()
        self.assertEqual(lines[first].facts["due"], 4)
        self.assertEqual(lines[later].facts["due"], 1)

    def test_another_advisers_months_stay_where_they_are(self):
        other = self._make_advisor("Wang", self.day(1))
        self._make_assignment(self.village_1, other)
        line = self._line(self._compute(), "months_met")
        self.assertEqual(line.facts["due"], 2)

    def test_a_year_confirmed_early_leaves_more_to_the_next(self):
        with freeze_time("2026-09-10 02:00:00"):
            self.last_year.action_compute_evaluations()
            self._confirm(self.old.evaluation_ids)
        self.assertEqual(str(self.old.evaluation_ids.date_to), "2026-08-31")
        self._make_assignment(self.village_1, self.advisor)
        self.assertEqual(self._line(self._compute(), "months_met").facts["due"], 6)
