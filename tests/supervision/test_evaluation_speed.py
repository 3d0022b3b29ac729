import threading
from contextlib import contextmanager

from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationSpeed(EvaluationCase):
    """A whole year is read by few queries, and written only where it changed."""

    @contextmanager
    def _log_queries(self):
        """The statements of this thread, in order."""
        statements = []

        def hook(_cr, query, _params, _start, _delay):
            statements.append(str(query).lstrip().split(None, 1)[0].upper())

        self.env.flush_all()
        self.env.invalidate_all()
        thread = threading.current_thread()
        hooks = getattr(thread, "query_hooks", ())
        thread.query_hooks = (*hooks, hook)
        try:
            yield statements
            self.env.flush_all()
        finally:
            thread.query_hooks = hooks

    def _make_assignments(self, first, count):
        for number in range(first, first + count):
            if number % 5 == 0 or number == first:
                advisor = self._make_advisor(f"Adviser {number}", self.day(1))
            code = f"{self.north.code}{200 + number}"
            village = self._make_village(code, self.north)
            assignment = self._make_assignment(village, advisor)
        self._serve(assignment, 2)

    def _reading(self, statements):
        return sum(statement in ("SELECT", "WITH") for statement in statements)

    def _writing(self, statements):
        return [
            statement
            for statement in statements
            if statement in ("INSERT", "UPDATE", "DELETE")
        ]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north = cls._make_township("North Township", "654002003")

    def test_a_second_run_without_changes_writes_nothing(self):
        self._make_assignments(0, 5)
        self._compute()
        with self._log_queries() as statements:
            self.program.with_user(self.officer).action_compute_evaluations()
        self.assertFalse(self._writing(statements))
        self.assertTrue(self._reading(statements))

    def test_many_computed_at_once_are_like_one_computed_alone(self):
        self._make_assignments(0, 5)
        evaluations = self._compute()
        evaluations.invalidate_recordset()
        for evaluation in evaluations:
            self.assertEqual(len(evaluation.line_ids), 7)
            self.assertEqual(
                evaluation.score, round(sum(evaluation.line_ids.mapped("score")), 2)
            )
        together = self._read_all(evaluations)
        alone = []
        for assignment in evaluations.assignment_id:
            assignment.evaluation_ids.with_user(self.officer).unlink()
            self.env["legal.evaluation"]._compute_marks(assignment)
            alone += self._read_all(assignment.evaluation_ids)
        self.assertEqual(together, sorted(alone, key=str))

    def _read_all(self, evaluations):
        """Every stored value of evaluations and their lines, ids and dates left out."""
        found = []
        for record in (*evaluations, *evaluations.line_ids):
            found.append(
                {
                    name: record[name]
                    for name, field in record._fields.items()
                    if field.store
                    and field.column_type
                    and name not in ("id", "evaluation_id", *MAGIC_COLUMNS)
                }
            )
        return sorted(found, key=str)

    def test_one_change_writes_one_evaluation(self):
        self._make_assignments(0, 5)
        evaluations = self._compute()
        self._serve(evaluations[0].assignment_id, 3)
        before = {rec.id: rec.write_date for rec in evaluations.line_ids}
        with self._log_queries() as statements:
            self.program.with_user(self.officer).action_compute_evaluations()
        # The changed lines by their columns, the evaluation's score and grade.
        self.assertLessEqual(len(self._writing(statements)), 4)
        self.assertEqual(len(before), 35)

    def test_reading_costs_the_same_for_five_and_for_fifty(self):
        program = self.program.with_user(self.officer)
        self._make_assignments(0, 5)
        with self._log_queries() as first_of_five:
            program.action_compute_evaluations()
        with self._log_queries() as five:
            program.action_compute_evaluations()
        self._make_assignments(5, 45)
        with self._log_queries() as first_of_fifty:
            program.action_compute_evaluations()
        with self._log_queries() as fifty:
            program.action_compute_evaluations()
        self.assertEqual(len(five), len(fifty))
        self.assertLessEqual(
            self._reading(first_of_fifty), self._reading(first_of_five) + 2
        )
        # Odoo inserts a hundred rows at a time: 45 evaluations, 315 lines.
        self.assertLessEqual(len(self._writing(first_of_fifty)), 12)

    def test_a_page_of_the_list_has_a_fixed_number_of_queries(self):
        Evaluation = self.env["legal.evaluation"].with_user(self.officer)
        spec = {
            name: {"fields": {"display_name": {}}}
            for name in ("township_id", "village_id", "advisor_id")
        } | {"score": {}, "grade": {}, "state": {}, "is_current": {}}
        counts = []
        for first, count in ((0, 5), (5, 45)):
            self._make_assignments(first, count)
            self._compute()
            Evaluation.web_search_read([], spec, limit=80)  # fills Odoo's caches
            with self._log_queries() as statements:
                page = Evaluation.web_search_read([], spec, limit=80)
            self.assertEqual(page["length"], first + count)
            counts.append(len(statements))
        self.assertEqual(counts[0], counts[1])

    def test_the_grid_and_the_explanations_have_a_fixed_number_of_queries(self):
        Line = self.env["legal.evaluation.line"].with_user(self.officer)
        spec = {
            name: {"fields": {"display_name": {}}}
            for name in ("village_id", "advisor_id", "criterion_id", "attachment_ids")
        } | {
            name: {}
            for name in ("score", "explanation", "is_editable", "evaluation_state")
        }
        counts = []
        for first, count in ((0, 5), (5, 6)):
            self._make_assignments(first, count)
            self._compute()
            Line.web_search_read([], spec, limit=80)  # fills Odoo's caches
            with self._log_queries() as statements:
                Line.web_search_read([], spec, limit=80)
            counts.append(len(statements))
        self.assertEqual(counts[0], counts[1])
