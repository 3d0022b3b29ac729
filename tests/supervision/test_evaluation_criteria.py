from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationCriteria(EvaluationCase):
    def test_a_new_year_begins_with_the_template(self):
        self.assertEqual(len(self.program.criterion_ids), 7)
        self.assertEqual(self.program.criterion_total, 100)
        self.assertRecordValues(
            self.criteria["entries_complete"],
            [{"kind": "automatic", "within_days": 3, "parameters": {"within_days": 3}}],
        )
        self.assertEqual(self.criteria["manual_township"].kind, "manual")

    def test_next_year_begins_with_this_years_criteria_and_changes_nothing_here(self):
        self.criteria["entries_complete"]._guarded_write({"within_days": 5})
        self.program.action_prepare_next()
        following = self.env["legal.program"].search([("year", "=", self.year + 1)])
        copied = following.criterion_ids.filtered(
            lambda criterion: criterion.scorer == "entries_complete"
        )
        self.assertEqual(copied.within_days, 5)
        copied.within_days = 1
        self.assertEqual(self.criteria["entries_complete"].within_days, 5)

    def test_names_keep_their_translations_when_copied(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("village_legal_advisor.criterion_template_hours")
        template.with_context(lang="fr_FR").name = "Heures"
        program = self._make_program(self.year + 2, state="draft")
        self.assertIn(
            "Heures", program.with_context(lang="fr_FR").criterion_ids.mapped("name")
        )

    def test_a_year_opens_only_with_weights_of_100(self):
        program = self._make_program(self.year + 1, state="draft")
        program.criterion_ids[0].weight -= 1
        with self.assertRaisesRegex(UserError, "99"):
            program.action_open()
        program.criterion_ids[0].weight += 1
        program.action_open()
        self.assertEqual(program.state, "open")

    def test_an_evaluation_is_computed_only_with_weights_of_100(self):
        self._make_served(self.village_1)
        self.criteria["months_met"]._guarded_write({"weight": 34})
        with self.assertRaisesRegex(UserError, "99"):
            self._compute()

    def test_criteria_of_an_open_year_are_locked(self):
        criterion = self.criteria["months_met"].with_user(self.manager)
        for act in (
            lambda: criterion.write({"weight": 30}),
            lambda: criterion.write({"late_credit": 1}),
            lambda: criterion.unlink(),
            lambda: criterion.copy({"program_id": self.program.id}),
            lambda: self.env["legal.criterion"].create(
                {"program_id": self.program.id, "name": "More", "weight": 1}
            ),
        ):
            with self.assertRaises(UserError):
                act()

    def test_parameters_are_checked(self):
        program = self._make_program(self.year + 1, state="draft")
        criterion = program.criterion_ids.filtered(
            lambda rec: rec.scorer == "months_met"
        )
        for vals in (
            {"full_share": 1.5},
            {"parameters": {"full_share": "all"}},
            {"parameters": {"within_days": 3}},
        ):
            with self.assertRaises(ValidationError):
                criterion.write(vals)
        criterion.scorer = "disputes_upheld"
        self.assertEqual(criterion.parameters, {"deduction": 1.0})

    def test_a_manager_corrects_criteria_with_a_reason_and_drafts_follow(self):
        self._make_served(self.village_1, months=(1, 2))
        self._make_served(self.village_2, name="Wang", months=(1, 2))
        draft, fixed = self._compute().sorted("village_code")
        self._notify(fixed)
        marks = fixed.score
        wizard = self._make_correction(months_met=25, manual_bureau=20)
        wizard.reason = " "
        with self.assertRaises(ValidationError):
            wizard.action_apply()
        wizard.reason = "Document 9"
        wizard.action_apply()
        self.assertEqual(self._line(draft, "months_met").score, 12.5)
        self.assertEqual(self._line(draft, "manual_bureau").score, 20)
        self.assertEqual(fixed.score, marks)
        correction = self.program.correction_ids
        self.assertEqual(correction.user_id, self.manager)
        self.assertEqual(correction.reason, "Document 9")
        self.assertIn("Bureau's appraisal, Weight: 10.0 -> 20.0", correction.changes)

    def test_a_correction_keeps_the_sum_and_changes_something(self):
        with self.assertRaisesRegex(ValidationError, "90"):
            self._make_correction(months_met=25).action_apply()
        with self.assertRaises(UserError):
            self._make_correction().action_apply()

    def test_corrected_thresholds_move_the_drafts_grades(self):
        self._make_served(self.village_1)
        evaluation = self._compute()
        self.assertEqual(evaluation.grade, "good")
        self.program.with_user(self.manager)._correct_standards(
            {"grade_excellent": 80}, "Document 9"
        )
        self.assertEqual(evaluation.grade, "excellent")

    def _make_correction(self, **weights):
        wizard = (
            self.env["legal.criteria.correction"]
            .with_user(self.manager)
            .create({"program_id": self.program.id, "reason": "Document 9"})
        )
        for line in wizard.line_ids:
            if line.scorer in weights:
                line.weight = weights[line.scorer]
        return wizard
