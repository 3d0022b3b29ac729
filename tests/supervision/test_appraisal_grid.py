from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import LegalFixtures
from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestAppraisalGrid(EvaluationCase):
    """A grid of villages by the lines that people mark."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._make_served(cls.village_1)
        cls.second = cls._make_served(cls.village_2, name="Wang")
        cls.elsewhere = cls._make_served(cls.village_4, name="Zhao")
        cls.program.action_compute_evaluations()

    def _cells(self, assignment, user, scorer=None):
        evaluation = assignment.evaluation_ids.with_user(user)
        if scorer:
            evaluation = evaluation.with_context(legal_scorer=scorer)
        return evaluation.appraisal

    def test_each_role_has_its_lines_with_full_marks_to_begin_with(self):
        township, bureau = self._cells(self.first, self.officer)
        self.assertEqual((township["score"], township["max_score"]), (15, 15))
        self.assertEqual((bureau["score"], bureau["max_score"]), (10, 10))
        self.assertFalse(township["blocker"] or bureau["blocker"])
        (cell,) = self._cells(self.first, self.township_officer, "manual_township")
        self.assertEqual(cell["criterion_id"], self.criteria["manual_township"].id)
        self.assertFalse(cell["blocker"])

    def test_a_cell_says_why_it_cannot_be_changed(self):
        (cell,) = self._cells(self.first, self.township_officer, "manual_bureau")
        self.assertIn("bureau gives these marks", cell["blocker"])
        self._notify(self.first.evaluation_ids)
        (cell,) = self._cells(self.first, self.township_officer, "manual_township")
        self.assertIn("appraisal is over", cell["blocker"])

    def test_another_townships_cells_are_not_delivered(self):
        self.assertFalse(self._cells(self.elsewhere, self.township_officer))
        evaluation = self.elsewhere.evaluation_ids.with_user(self.township_officer)
        with self.assertRaises(AccessError):
            evaluation.read(["appraisal"])

    def test_cells_follow_marks_reason_and_evidence(self):
        line = self._line(self.first.evaluation_ids, "manual_township")
        line.with_user(self.township_officer).write(
            {
                "score": 12.5,
                "reason": "Never seen on Fridays",
                "attachment_ids": [(0, 0, {"name": "photo.txt", "raw": b"x"})],
            }
        )
        (cell,) = self._cells(self.first, self.township_officer, "manual_township")
        self.assertEqual(
            (cell["score"], cell["reason"], cell["file_count"]),
            (12.5, "Never seen on Fridays", 1),
        )

    def test_a_page_of_the_grid_has_a_fixed_number_of_queries(self):
        evaluations = self.env["legal.evaluation"].search([])

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.with_user(self.officer).read(["appraisal"])
            return self.env.cr.sql_log_count - before

        count(evaluations)
        self.assertEqual(count(evaluations[:1]), count(evaluations))


@tagged("post_install", "-at_install")
class TestAppraisalGridBrowser(LegalFixtures, HttpCase):
    # A browser's session does not outlive a clock that stands still.
    frozen_time = None

    def test_the_township_marks_its_villages_in_the_grid(self):
        first, second = (
            self._make_assignment(village, self._make_advisor(name, self.day(1)))
            for village, name in ((self.village_1, "Li"), (self.village_2, "Wang"))
        )
        evaluations = self.env["legal.evaluation"]._guarded_create(
            [{"assignment_id": assignment.id} for assignment in first | second]
        )
        criteria = self.program.criterion_ids
        self.env["legal.evaluation.line"]._guarded_create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "criterion_id": criterion.id,
                    "max_score": criterion.weight,
                    "score": criterion.weight,
                    "facts": {},
                }
                for evaluation in evaluations
                for criterion in criteria
            ]
        )
        self.start_tour(
            "/odoo/legal-appraisal",
            "village_legal_advisor_appraisal",
            login=self.township_officer.login,
        )
        lowered = evaluations[0].line_ids.filtered(
            lambda line: line.scorer == "manual_township"
        )
        self.assertEqual(
            (lowered.score, lowered.reason), (12.5, "Never seen on Fridays")
        )
        self.assertEqual(evaluations.mapped("state"), ["preliminary"] * 2)
        self.assertEqual(evaluations.mapped("score"), [97.5, 100])
