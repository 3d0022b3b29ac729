from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.supervision import evaluation_run
from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationRun(EvaluationCase):
    """A large year, made large by smaller limits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        advisor = cls._make_advisor("Li", cls.day(1))
        for village in (cls.village_1, cls.village_2, cls.village_3):
            cls._make_assignment(village, advisor)
        for name, value in (("AT_ONCE", 2), ("BATCH", 2)):
            patcher = patch.object(evaluation_run, name, value)
            patcher.start()
            cls.addClassCleanup(patcher.stop)

    def _start(self, user=None):
        return self.program.with_user(user or self.officer).action_start_evaluations()

    def test_a_large_year_is_computed_in_batches_and_its_officer_told(self):
        action = self._start()
        self.assertIn("3 evaluations", action["params"]["message"])
        self.assertFalse(self.program.evaluation_count)
        self.assertEqual(self.program.evaluation_run_user_id, self.officer)
        self.assertEqual(self.program._compute_next_evaluations(), 2)
        self.assertAlmostEqual(self.program.evaluation_run_progress, 200 / 3, 3)
        self.assertEqual(self.program._compute_next_evaluations(), 1)
        self.assertEqual(self.program._compute_next_evaluations(), 0)
        self.assertFalse(self.program.evaluation_run_user_id)
        self.program.invalidate_recordset()
        self.assertEqual(self.program.evaluation_count, 3)

    def test_it_comes_to_the_same_as_at_once(self):
        self._start()
        while self.program.evaluation_run_user_id:
            self.program._compute_next_evaluations()
        lines = self.env["legal.evaluation.line"].search([])
        before = lines.read(["facts", "score", "evaluation_id"])
        self.program.with_user(self.officer).action_compute_evaluations()
        self.assertEqual(
            self.env["legal.evaluation.line"]
            .search([])
            .read(["facts", "score", "evaluation_id"]),
            before,
        )

    def test_a_small_year_is_computed_at_once(self):
        with patch.object(evaluation_run, "AT_ONCE", 3):
            self._start()
        self.assertEqual(self.program.evaluation_count, 3)
        self.assertFalse(self.program.evaluation_run_user_id)

    def test_drafts_of_cancelled_assignments_go(self):
        self.program.action_compute_evaluations()
        gone = self.env["legal.assignment"].search([], limit=1)
        gone._guarded_write({"state": "cancelled"})
        with patch.object(evaluation_run, "AT_ONCE", 1):
            self._start()
        while self.program.evaluation_run_user_id:
            self.program._compute_next_evaluations()
        self.assertFalse(gone.evaluation_ids)

    def test_a_year_that_cannot_be_computed_any_more_ends_the_run(self):
        self._start()
        self.criteria["months_met"]._guarded_write({"weight": 1})
        self.program._compute_next_evaluations()
        self.assertFalse(self.program.evaluation_run_user_id)
        self.assertFalse(self.program.evaluation_count)

    def test_only_officers_start_it_and_nobody_sets_it_by_hand(self):
        with self.assertRaises(AccessError):
            self._start(self.township_officer)
        with self.assertRaises(UserError):
            self.program.with_user(self.manager).evaluation_run_last_id = 5
