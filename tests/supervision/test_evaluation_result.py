from odoo.tests import tagged

from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationResult(EvaluationCase):
    """Results of advisers and firms over all their villages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1))
        whole = cls._make_assignment(cls.village_1, cls.advisor)
        for month in (1, 2, 3, 4):
            cls._serve(whole, month)
        cls.part = cls._make_assignment(cls.village_2, cls.advisor, cls.day(4))
        cls.program.action_compute_evaluations()
        cls.evaluations = cls.env["legal.evaluation"].search([])

    def _get_result(self, model="legal.evaluation.result"):
        self.env.invalidate_all()
        return self.env[model].search([("program_id", "=", self.program.id)])

    def test_the_mean_is_weighted_by_months(self):
        whole, part = self.evaluations.sorted("village_code")
        self.assertEqual((whole.months, part.months), (4, 1))
        self.assertEqual((whole.score, part.score), (80, 55))
        self.assertRecordValues(
            self._get_result(),
            [
                {
                    "advisor_id": self.advisor.id,
                    "evaluation_count": 2,
                    "confirmed_count": 0,
                    "is_final": False,
                    "months": 5,
                    "score": 75,
                    "grade": "good",
                }
            ],
        )
        self.assertEqual(self._get_result().evaluation_ids, self.evaluations)

    def test_part_months_weigh_by_days(self):
        other = self._make_advisor("Wang", self.day(1))
        self._make_assignment(self.village_3, other, self.day(1), self.day(1, 15))
        self._make_assignment(self.village_3, self.advisor, self.day(1, 16))
        self._compute()
        months = self.evaluations.search(
            [("village_id", "=", self.village_3.id)], order="date_from"
        ).mapped("months")
        # 15 and 16 of 31 days, in quarter hours: 3.75 and 4.25 of 8 hours.
        self.assertEqual(months, [0.47, 3.53])

    def test_the_result_keeps_its_id_and_follows_versions(self):
        before = self._get_result()
        self._confirm(self.evaluations)
        second = (
            self.part.evaluation_ids.with_user(self.manager)
            .action_correct("Doc 7", "Overlooked")
            .with_env(self.env)
        )
        line = self._line(second, "manual_township")
        line.write({"score": 0, "reason": "Never seen"})
        result = self._get_result()
        self.assertEqual(result, before)
        self.assertRecordValues(
            result,
            [{"evaluation_count": 2, "confirmed_count": 2, "score": 75}],
        )
        self._confirm(second)
        result = self._get_result()
        self.assertEqual(result, before)
        self.assertRecordValues(
            result,
            [{"evaluation_count": 2, "confirmed_count": 2, "score": 72}],
        )

    def test_a_firm_is_the_firm_of_the_time(self):
        second_firm = self._make_firm("West Law Firm")
        self.advisor.firm_id = second_firm
        self._make_assignment(self.village_3, self.advisor)
        self._compute()
        results = self._get_result("legal.evaluation.firm.result")
        self.assertEqual(
            {result.firm_id: result.evaluation_count for result in results},
            {self.firm: 2, second_firm: 1},
        )
        self.assertEqual(
            results.filtered(lambda rec: rec.firm_id == self.firm).score, 75
        )

    def test_a_result_opens_what_it_is_made_of(self):
        action = self._get_result().action_view_evaluations()
        found = self.env["legal.evaluation"].search(action["domain"])
        self.assertEqual(found, self.evaluations)
        self.assertTrue(self._get_result().display_name.endswith("Li"))

    def test_forms_of_the_roster_lead_to_the_evaluations(self):
        for record, count in (
            (self.part, 1),
            (self.village_1, 1),
            (self.village_4, 0),
            (self.advisor, 2),
        ):
            self.assertEqual(record.evaluation_count, count)
            action = record.with_user(self.leading).action_view_evaluations()
            found = self.env["legal.evaluation"].search_count(action["domain"])
            self.assertEqual(found, count)
