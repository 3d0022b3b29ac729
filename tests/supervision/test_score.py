import doctest

from odoo.tests import BaseCase, tagged

from ...models.supervision import score


@tagged("post_install", "-at_install")
class TestScore(BaseCase):
    """The pure function; its examples live in its docstrings."""

    def test_the_examples_in_the_docstrings_hold(self):
        result = doctest.testmod(score)
        self.assertGreater(result.attempted, 25)
        self.assertEqual(result.failed, 0)

    def test_every_scorer_has_parameters_and_a_function(self):
        self.assertEqual(score.PARAMETERS.keys(), score.SCORERS.keys())

    def test_the_same_facts_give_the_same_marks(self):
        rules = [
            {"key": name, "scorer": name, "weight": 100 / 7, "parameters": None}
            for name in score.SCORERS
        ]
        facts = {"months": [["2026-01-01", 100, 480]], "disputes": ["2026-02-03"]}
        self.assertEqual(score.score(facts, rules), score.score(facts, rules))

    def test_marks_stay_between_nothing_and_the_weight(self):
        rules = [
            {
                "key": 1,
                "scorer": "disputes_upheld",
                "weight": 5,
                "parameters": {"deduction": 100},
            },
            {
                "key": 2,
                "scorer": "months_met",
                "weight": 5,
                "parameters": {"full_share": 0.01},
            },
        ]
        facts = {
            "months": [["2026-01-01", 480, 480], ["2026-02-01", 480, 480]],
            "disputes": ["2026-02-03"],
        }
        lines = score.score(facts, rules)["lines"]
        self.assertEqual((lines[1]["score"], lines[2]["score"]), (0.0, 5.0))

    def test_marks_are_rounded_half_up_to_the_hundredth(self):
        rule = {"key": 1, "scorer": "months_met", "weight": 35, "parameters": None}
        for reached, marks in ((1, 2.92), (5, 14.58), (7, 20.42), (11, 32.08)):
            months = [
                [f"2026-{month:02d}-01", 480 if month <= reached else 0, 480]
                for month in range(1, 13)
            ]
            result = score.score({"months": months}, [rule])
            self.assertEqual(result["score"], marks)
        rule["weight"] = 0.33
        months = [["2026-01-01", 480, 480], ["2026-02-01", 0, 480]]
        self.assertEqual(score.score({"months": months}, [rule])["score"], 0.17)
