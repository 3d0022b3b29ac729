from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ...models.common.sentinel import GUARD
from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationFlow(EvaluationCase):
    """Draft, preliminary, notified, objected, confirmed: rule 10."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assignment = cls._make_served(cls.village_1, user_id=cls.advisor_user.id)
        cls._make_served(cls.village_2, name="Wang", months=(1, 2))
        cls.program.action_compute_evaluations()
        cls.evaluation = cls.assignment.evaluation_ids
        cls.both = cls.env["legal.evaluation"].search([])

    def _as(self, user, evaluation=None):
        return (evaluation or self.evaluation).with_user(user)

    def test_each_step_records_who_and_when(self):
        self._as(self.township_officer, self.both).action_preliminary()
        self._as(self.officer, self.both).action_notify()
        self._as(self.advisor_user).action_object("I was there in March")
        self._as(self.officer).action_answer("The slip is missing")
        self._as(self.manager, self.both).action_confirm()
        self.assertRecordValues(
            self.evaluation,
            [
                {
                    "state": "confirmed",
                    "preliminary_by_id": self.township_officer.id,
                    "notified_by_id": self.officer.id,
                    "objected_by_id": self.advisor_user.id,
                    "objection": "I was there in March",
                    "answered_by_id": self.officer.id,
                    "answer": "The slip is missing",
                    "confirmed_by_id": self.manager.id,
                }
            ],
        )
        self.assertTrue(self.evaluation.confirmed_at)

    def test_steps_cannot_be_skipped(self):
        with self.assertRaises(UserError):
            self._as(self.officer).action_notify()
        with self.assertRaises(UserError):
            self._as(self.manager).action_confirm()
        with self.assertRaises(UserError):
            self._as(self.officer).action_object("Too early")
        self._notify(self.evaluation)
        with self.assertRaises(UserError):
            self._as(self.township_officer).action_preliminary()
        with self.assertRaises(UserError):
            self._as(self.officer).action_answer("Nobody asked")
        self._as(self.advisor_user).action_object("Wrong")
        with self.assertRaisesRegex(UserError, "objection"):
            self._as(self.manager).action_confirm()

    def test_many_at_once_say_which_and_why(self):
        self._notify(self.evaluation)
        with self.assertRaises(UserError) as caught:
            self._as(self.officer, self.both).action_preliminary()
        self.assertIn("begins with a draft", str(caught.exception))

    def test_roles_keep_to_their_steps(self):
        with self.assertRaises(AccessError):
            self._as(self.township_officer).action_compute()
        self._as(self.township_officer).action_preliminary()
        with self.assertRaises(AccessError):
            self._as(self.township_officer).action_notify()
        self._as(self.officer).action_notify()
        with self.assertRaises(AccessError):
            self._as(self.officer).action_confirm()
        for user in (self.leading, self.finance, self.township_officer):
            with self.assertRaises(AccessError):
                self._as(user).action_object("Not mine")
            with self.assertRaises(AccessError):
                self._as(user).action_answer("Not mine")

    def test_a_township_officer_cannot_judge_another_township(self):
        other = self._make_served(self.village_4, name="Zhao")
        evaluation = self._compute() & other.evaluation_ids
        with self.assertRaises(AccessError):
            self._as(self.township_officer, evaluation).action_preliminary()

    def test_an_adviser_objects_to_the_own_evaluation_only(self):
        self._notify(self.both)
        with self.assertRaises(AccessError):
            self._as(self.advisor_user, self.both - self.evaluation).action_object("No")
        with self.assertRaises(UserError):
            self._as(self.advisor_user).action_object("  ")
        self._as(self.advisor_user).action_object("Wrong")
        self.assertEqual(self.evaluation.state, "objected")

    def test_an_objection_on_paper_is_recorded_by_the_bureau(self):
        self._notify(self.evaluation)
        self._as(self.officer).action_object("Letter of 3 May")
        self.assertEqual(self.evaluation.objected_by_id, self.officer)

    # === Rule 10 ===

    def test_the_author_of_the_preliminary_evaluation_cannot_confirm_it(self):
        self._as(self.manager).action_preliminary()
        self._as(self.officer).action_notify()
        with self.assertRaisesRegex(UserError, "another manager"):
            self._as(self.manager).action_confirm()
        self._as(self.second_manager).action_confirm()
        self.assertEqual(self.evaluation.confirmed_by_id, self.second_manager)

    def test_the_adviser_cannot_confirm_even_as_a_manager(self):
        self.assignment.advisor_id.user_id = self.second_manager
        self._notify(self.evaluation)
        with self.assertRaisesRegex(UserError, "own evaluation"):
            self._as(self.second_manager).action_confirm()

    def test_no_machine_confirms(self):
        self._notify(self.evaluation)
        for evaluation in (self._as(SUPERUSER_ID), self.evaluation.sudo()):
            with self.assertRaises(UserError):
                evaluation.action_confirm()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_the_author_and_the_adviser(self):
        self._notify(self.evaluation)
        self.evaluation.flush_recordset()
        for user in (self.township_officer, self.advisor_user):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                self.cr.execute(
                    "UPDATE legal_evaluation SET state = 'confirmed', "
                    "confirmed_at = now(), confirmed_by_id = %s WHERE id = %s",
                    (user.id, self.evaluation.id),
                )

    def test_state_and_marks_cannot_be_written_by_anybody(self):
        Evaluation = self.env["legal.evaluation"]
        for evaluation in (self.evaluation.sudo(), self._as(self.manager)):
            for vals in (
                {"state": "confirmed"},
                {"score": 100},
                {"grade": "excellent"},
                {"preliminary_by_id": self.officer.id},
                {"is_current": False},
                {"version": 7},
            ):
                for context in ({}, {"legal_guard": True, "tracking_disable": True}):
                    with self.assertRaises(UserError):
                        evaluation.with_context(**context).write(vals)
            with self.assertRaises(UserError):
                evaluation.line_ids.write({"facts": {"reached": 12, "due": 12}})
            with self.assertRaises(UserError):
                self._line(evaluation, "months_met").write({"score": 1})
        with self.assertRaises(UserError):
            Evaluation.create({"assignment_id": self.assignment.id})
        with self.assertRaises(UserError):
            self.env["legal.evaluation.line"].create(
                {
                    "evaluation_id": self.evaluation.id,
                    "criterion_id": self.criteria["months_met"].id,
                    "max_score": 100,
                    "score": 100,
                }
            )
        result = Evaluation.load(
            [".id", "state"], [[str(self.evaluation.id), "confirmed"]]
        )
        self.assertFalse(result["ids"])

    def test_a_confirmed_evaluation_is_frozen(self):
        self._confirm(self.evaluation)
        line = self._line(self.evaluation, "manual_bureau")
        with self.assertRaises(UserError):
            line.with_user(self.officer).write({"score": 1, "reason": "Late thought"})
        with self.assertRaises(UserError):
            self.evaluation.with_context(legal_guard=GUARD).write({"state": "draft"})
        with self.assertRaises(UserError):
            self.evaluation.unlink()
        with self.assertRaises(UserError):
            self._as(self.officer).action_compute()

    @mute_logger("odoo.sql_db")
    def test_a_confirmed_evaluation_is_frozen_in_the_database(self):
        line = self._line(self.evaluation, "manual_bureau")
        attachment = self.env["ir.attachment"].create({"name": "a", "raw": b"a"})
        line.attachment_ids = attachment
        self._confirm(self.evaluation)
        self.env.flush_all()
        statements = (
            "UPDATE legal_evaluation SET score = 100 WHERE id = %(evaluation)s",
            "UPDATE legal_evaluation SET grade = NULL WHERE id = %(evaluation)s",
            "UPDATE legal_evaluation SET state = 'draft' WHERE id = %(evaluation)s",
            "DELETE FROM legal_evaluation WHERE id = %(evaluation)s",
            "UPDATE legal_evaluation_line SET score = 1 WHERE id = %(line)s",
            "UPDATE legal_evaluation_line SET facts = '{}' WHERE id = %(line)s",
            "DELETE FROM legal_evaluation_line WHERE id = %(line)s",
            "DELETE FROM legal_evaluation_line_attachment_rel WHERE line_id = %(line)s",
        )
        for statement in statements:
            with (
                self.subTest(statement=statement),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.cr.execute(
                    statement, {"evaluation": self.evaluation.id, "line": line.id}
                )
        with self.assertRaises(UserError):
            attachment.raw = b"b"

    def test_moving_a_village_moves_the_frozen_evaluation_and_nothing_else(self):
        self._confirm(self.evaluation)
        score = self.evaluation.score
        self.village_1.write(
            {"code": "654002002209", "township_id": self.township_2.id}
        )
        self.env.flush_all()
        self.assertEqual(self.evaluation.township_id, self.township_2)
        self.assertEqual(self.evaluation.score, score)

    # === Marks that people give ===

    def test_the_township_gives_its_own_marks_while_it_is_a_draft(self):
        township = self._line(self.evaluation, "manual_township")
        bureau = self._line(self.evaluation, "manual_bureau")
        vals = {"score": 3, "reason": "Rude"}
        township.with_user(self.township_officer).write(vals)
        with self.assertRaises(UserError):
            bureau.with_user(self.township_officer).write(vals)
        self._as(self.township_officer).action_preliminary()
        with self.assertRaises(UserError):
            township.with_user(self.township_officer).write(vals | {"score": 4})
        bureau.with_user(self.officer).write(vals)
        self._as(self.officer).action_notify()
        with self.assertRaises(UserError):
            bureau.with_user(self.officer).write(vals | {"score": 4})

    @mute_logger("odoo.sql_db")
    def test_answering_an_objection_may_change_any_marks_with_a_reason(self):
        self._notify(self.evaluation)
        line = self._line(self.evaluation, "lectures_filed").with_user(self.officer)
        self.assertFalse(line.is_editable)
        self._as(self.advisor_user).action_object("The lecture was held")
        line.invalidate_recordset()
        self.assertTrue(line.is_editable)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            line.write({"score": 10})
            line.flush_recordset()
        with self.assertRaises(UserError):
            line.write({"score": 10, "reason": "Sneaky", "facts": {"due": 1}})
        line.write({"score": 10, "reason": "Outline found in the post"})
        self.assertTrue(line.is_adjusted)
        self.assertIn("Adjusted", line.explanation)
        self.assertEqual(self.evaluation.score, 90)
        with self.assertRaises(UserError):
            line.with_user(self.township_officer).write({"score": 20})
        self._as(self.officer).action_answer("Half of the marks")
        with self.assertRaises(UserError):
            line.write({"score": 20})

    def test_only_drafts_are_computed_anew(self):
        self._notify(self.evaluation)
        score = self.evaluation.score
        self._file_lecture(self.assignment, self.day(2, 3))
        self._compute()
        self.assertEqual(self.evaluation.score, score)

    def test_the_bureau_gives_it_back_and_a_manager_takes_it_back(self):
        self._as(self.township_officer).action_preliminary()
        self._as(self.officer).action_reset()
        self.assertFalse(self.evaluation.preliminary_by_id)
        self._notify(self.evaluation)
        with self.assertRaises(UserError):
            self._as(self.officer).action_reset()
        self._as(self.manager).action_reset()
        self.assertEqual(self.evaluation.state, "draft")

    # === Versions ===

    def test_a_correction_makes_a_second_version_and_keeps_the_first(self):
        self._confirm(self.evaluation)
        with self.assertRaises(UserError):
            self._as(self.manager).action_correct("", "A lecture was overlooked")
        with self.assertRaises(AccessError):
            self._as(self.officer).action_correct("Doc 7", "A lecture was overlooked")
        second = self._as(self.manager).action_correct(
            "Doc 7", "A lecture was overlooked"
        )
        self.assertRecordValues(
            self.evaluation | second.with_env(self.env),
            [
                {
                    "version": 1,
                    "state": "confirmed",
                    "is_current": True,
                    "score": 80,
                    "superseded_by_id": second.id,
                    "correction_number": False,
                },
                {
                    "version": 2,
                    "state": "draft",
                    "is_current": False,
                    "score": 80,
                    "superseded_by_id": False,
                    "correction_number": "Doc 7",
                },
            ],
        )
        self._file_lecture(self.assignment, self.day(2, 3))
        second.with_user(self.officer).action_compute()
        self.assertEqual((self.evaluation.score, second.score), (80, 100))
        with self.assertRaises(UserError):
            second.unlink()
        with self.assertRaisesRegex(UserError, "under way already: version 2"):
            self._as(self.manager).action_correct("Doc 8", "Again")
        self.assertEqual(self._get_result().score, 80)
        self._confirm(second)
        self.assertEqual(second.state, "confirmed")
        self.assertEqual(
            (self.evaluation | second.with_env(self.env)).mapped("is_current"),
            [False, True],
        )
        self.assertEqual(self._get_result().score, 100)
        with self.assertRaisesRegex(UserError, "later version"):
            self._as(self.manager).action_correct("Doc 8", "Again")

    def _get_result(self):
        """The adviser's result of the year, as its list shows it."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["legal.evaluation.result"].search(
            [
                ("advisor_id", "=", self.evaluation.advisor_id.id),
                ("program_id", "=", self.program.id),
            ]
        )

    def test_unconfirmed_marks_follow_a_correction_of_an_entry(self):
        visit = self.env["legal.visit"].search(
            [("assignment_id", "=", self.assignment.id)], limit=1
        )
        self._notify(self.evaluation)
        line = self._line(self.evaluation, "months_met")
        self.assertFalse(line.facts["short"])
        visit.with_user(self.manager).action_annul("Doc 7", "Another village")
        self.assertEqual(len(line.facts["short"]), 1)
        self.assertEqual(self.evaluation.state, "notified")

    def test_confirmed_marks_follow_no_correction(self):
        visit = self.env["legal.visit"].search(
            [("assignment_id", "=", self.assignment.id)], limit=1
        )
        self._confirm(self.evaluation)
        visit.with_user(self.manager).action_annul("Doc 7", "Another village")
        self.assertFalse(self._line(self.evaluation, "months_met").facts["short"])

    def test_a_closed_years_evaluation_can_still_be_corrected(self):
        self._confirm(self.both)
        self.program._guarded_write({"state": "closed"})
        second = self._as(self.manager).action_correct("Doc 7", "Overlooked")
        second.with_user(self.officer).action_compute()
        self.assertEqual(second.version, 2)

    def test_the_year_closes_when_all_evaluations_are_confirmed(self):
        self.program._guarded_write({"state": "open"})
        blockers = self.program._get_close_blockers
        after = self.program.date_end.replace(year=self.year + 1, month=1, day=10)
        with freeze_time(f"{after} 02:00:00"):
            self.assertIn("2 evaluations", blockers()[self.program])
            self._make_served(self.village_3, name="Sun")
            self.assertIn("1 assignments", blockers()[self.program])
            self._compute()
            self._confirm(self.env["legal.evaluation"].search([]))
            self.assertFalse(blockers())

    def test_marks_and_all_steps_fit_into_one_transaction(self):
        line = self._line(self.evaluation, "manual_bureau").with_user(self.officer)
        line.write({"score": line.max_score - 1, "reason": "Two meetings missed"})
        self._as(self.officer).action_preliminary()
        self._as(self.officer).action_notify()
        self._as(self.manager).action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.reason, "Two meetings missed")
        self.assertEqual(self.evaluation.state, "confirmed")

    def test_a_wizard_takes_the_texts(self):
        self._notify(self.both)
        wizard = self.env["legal.evaluation.statement"].with_user(self.officer)
        wizard.create(
            {
                "kind": "object",
                "text": "Letter",
                "evaluation_ids": [Command.set(self.both.ids)],
            }
        ).action_apply()
        wizard.with_context(active_ids=self.both.ids).create(
            {"kind": "answer", "text": "No"}
        ).action_apply()
        self._as(self.manager, self.both).action_confirm()
        wizard.with_user(self.manager).create(
            {
                "kind": "correct",
                "number": "Doc 7",
                "text": "Overlooked",
                "evaluation_ids": [Command.set(self.both.ids)],
            }
        ).action_apply()
        self.assertEqual(self.both.mapped("version_count"), [2, 2])
