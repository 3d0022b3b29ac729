import io

from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...reports.performance_workbook import build_performance_workbook
from ..papers.common import PaperCase
from .money_case import MoneyCase

REPORT = "village_legal_advisor.report_performance"


@tagged("post_install", "-at_install")
class TestPerformance(MoneyCase, PaperCase, HttpCase):
    """The yearly self-assessment of what the project's money achieved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_basis("village")

    def _spend(self):
        self._appropriate(10000)
        self._appropriate(2000, "cut")
        self._appropriate(1000, source="village")
        order = self._contract(self.village_1, self.village_4)
        first, second = order.order_line
        self._pay(self._bill({first: 1234.5, second: 765.43}))

    def _assess(self, user=None):
        return (
            self.env["legal.performance"]
            .with_user(user or self.finance)
            .create({"program_id": self.program.id})
        )

    def _line(self, record, figure):
        return record.line_ids.filtered(lambda line: line.figure == figure)

    def _complete(self, record):
        record.write({"goal_expected": "All villages", "goal_actual": "Two villages"})
        for line in record.line_ids.filtered("is_deviating"):
            line.reason = "The deployment began late."
        return record

    # === Figures ===

    def test_its_money_is_that_of_the_use_of_funds(self):
        self._spend()
        record = self._assess()
        screen = self._figures()
        self.assertEqual(record.paid_transfer, screen["paid"])
        self.assertEqual(record.budget_transfer, screen["appropriated"])
        self.assertEqual(
            (record.initial, record.budget, record.paid), (11000, 9000, 1999.93)
        )
        self.assertAlmostEqual(record.execution_rate, 100 * 1999.93 / 9000, 2)
        self.assertAlmostEqual(record.execution_score, 10 * 1999.93 / 9000, 2)

    def test_more_spent_than_the_budget_scores_no_more_than_ten(self):
        self._appropriate(1000)
        order = self._contract(self.village_1)
        self._pay(self._bill({order.order_line: 1500}))
        record = self._assess()
        self.assertEqual((record.execution_rate, record.execution_score), (150, 10))

    def test_its_indicators_count_what_the_product_knows(self):
        self._spend()
        record = self._assess()
        self.assertEqual(self._line(record, "villages").actual, 2)
        self.assertEqual(self._line(record, "villages").target, 4)
        self.assertEqual(self._line(record, "villages").score, 4)
        self.assertEqual(self._line(record, "coverage").actual, 50)
        self.assertEqual(self._line(record, "cost").actual, 3000)
        self.assertEqual(self._line(record, "cost").score, 6)
        self.env["legal.village.share"].with_user(self.finance)._prepare_year(
            self.program
        )
        record.action_compute()
        self.assertEqual(self._line(record, "cost").actual, 5000)
        self.assertEqual(record.weight_total, 100)
        self.assertAlmostEqual(
            record.score,
            round(record.execution_score, 2) + sum(record.line_ids.mapped("score")),
            2,
        )

    def test_figures_are_read_again_and_typed_targets_stay(self):
        record = self._assess()
        line = self._line(record, "villages")
        self.assertEqual(line.actual, 0)
        line.target = 3
        self._spend()
        record.action_compute()
        self.assertEqual((line.actual, line.target), (2, 3))
        self.assertEqual(record.paid, 1999.93)

    def test_a_limit_scores_by_what_is_below_it(self):
        record = self._assess()
        record.line_ids = [
            Command.create(
                {
                    "name": "Days until payment",
                    "unit": "days",
                    "level_2": "cost",
                    "is_limit": True,
                    "target": 10,
                    "actual": 20,
                    "weight": 4,
                }
            )
        ]
        line = record.line_ids[-1]
        self.assertEqual((line.score, line.is_deviating), (2, True))
        line.actual = 8
        self.assertEqual((line.score, line.is_deviating), (4, False))

    # === Finishing ===

    def test_a_deviation_needs_a_reason_before_it_is_finished(self):
        self._spend()
        record = self._assess()
        record.write({"goal_expected": "All", "goal_actual": "Some"})
        with self.assertRefused("Give the reason for the deviation"):
            record.action_finish()
        self._complete(record).action_finish()
        self.assertEqual(record.state, "done")
        self.assertEqual(record.finished_by_id, self.finance)

    def test_far_more_than_the_target_and_another_score_need_a_reason_too(self):
        record = self._complete(self._assess())
        self._line(record, "villages").weight = 0
        record.line_ids = [
            Command.create(
                {
                    "name": "Visits of towns",
                    "unit": "visits",
                    "target": 10,
                    "actual": 10,
                    "weight": 8,
                }
            )
        ]
        line = record.line_ids[-1]
        self.assertFalse(line.is_deviating)
        line.actual = 13.5
        self.assertTrue(line.is_deviating)
        line.actual = 10
        line.score = 7
        self.assertTrue(line.is_deviating)
        with self.assertRefused("Give the reason"):
            record.action_finish()

    def test_figures_of_the_product_are_not_typed_over(self):
        record = self._assess()
        line = self._line(record, "hours").with_user(self.finance)
        for change in (
            lambda: line.write({"actual": 4711}),
            lambda: record.write(
                {"line_ids": [Command.update(line.id, {"actual": 4711})]}
            ),
            lambda: line.sudo().write({"actual": 4711, "reason": "Known better"}),
        ):
            with self.assertRefused("is counted by the product"):
                change()
        self.assertEqual(line.actual, 0)

    def test_what_is_finished_is_what_the_product_says_now(self):
        record = self._complete(self._assess())
        line = self._line(record, "villages")
        self._line(record, "months").write({"score": 3, "reason": "By hand"})
        self._spend()
        self.assertEqual((line.actual, record.paid), (0, 0))
        record.action_finish()
        self.assertEqual((line.actual, record.paid), (2, 1999.93))
        self.assertEqual(self._line(record, "months").score, 3)

    def test_a_deviation_that_came_up_since_needs_its_reason_too(self):
        self._spend()
        record = self._complete(self._assess())
        cost = self._line(record, "cost")
        self.assertFalse(cost.is_deviating)
        cost.target = 4000
        self.env["legal.village.share"].with_user(self.finance)._prepare_year(
            self.program
        )
        with self.assertRefused("Give the reason"):
            record.action_finish()

    def test_its_full_scores_add_up_to_a_hundred(self):
        record = self._complete(self._assess())
        self._line(record, "villages").weight = 9
        with self.assertRefused("add up to 100"):
            record.action_finish()

    def test_it_says_goals_before_it_is_finished(self):
        record = self._complete(self._assess())
        record.goal_actual = " "
        with self.assertRefused("goal of the year"):
            record.action_finish()

    def test_finished_nothing_changes_until_a_manager_opens_it_again(self):
        record = self._complete(self._assess())
        line = record.line_ids[0]
        record.action_finish()
        for change in (
            lambda: record.write({"goal_actual": "More"}),
            lambda: line.write({"reason": "Another"}),
            lambda: line.unlink(),
            lambda: record.unlink(),
            lambda: record.action_compute(),
            lambda: record.write(
                {
                    "line_ids": [
                        Command.create({"name": "New", "weight": 0, "target": 1})
                    ]
                }
            ),
        ):
            with self.assertRefused("finished"):
                change()
        with self.assertRaises(AccessError):
            record.action_reopen()
        record.with_user(self.manager).action_reopen()
        self.assertEqual(
            (record.state, record.reopened_by_id, record.finished_by_id.ids),
            ("draft", self.manager, []),
        )
        record.goal_actual = "More"

    def test_state_and_money_cannot_be_written(self):
        record = self._assess()
        for vals in (
            {"state": "done"},
            {"paid_transfer": 9},
            {"finished_at": self.today},
        ):
            with self.assertRefused("cannot be set directly"):
                record.write(vals)
        with self.assertRefused("cannot be set directly"):
            record.line_ids[0].figure = "cost"

    def test_a_year_has_one(self):
        self._assess()
        with mute_logger("odoo.sql_db"), self.assertRefused("already", IntegrityError):
            self._assess()

    def test_who_reads_no_money_reads_none(self):
        record = self._assess()
        for user in (self.officer, self.township_officer, self.other_officer):
            with self.assertRaises(AccessError):
                record.with_user(user).read(["score"])
            with self.assertRaises(AccessError):
                record.with_user(user).action_finish()
        record.with_user(self.leading).read(["score"])
        with self.assertRaises(AccessError):
            record.with_user(self.leading).action_finish()

    # === Paper and workbook ===

    def test_screen_paper_and_workbook_tell_the_same(self):
        self._spend()
        record = self._complete(self._assess())
        paper = self.env["report.village_legal_advisor.paper_performance"]
        text = self._text(self._print(REPORT, record))
        content = build_performance_workbook(self.env, paper._get_paper(record))
        shown = load_workbook(io.BytesIO(content), data_only=True).active
        cells = [cell for row in shown.iter_rows() for cell in row]
        values = [cell.value for cell in cells if cell.value not in (None, "")]
        for amount in (record.initial, record.budget, record.paid):
            self.assertIn(f"{amount:,.2f}", text)
            self.assertIn(amount, values)
        for line in record.line_ids:
            self.assertIn(line.name.replace(" ", ""), text)
            self.assertIn(line.name, values)
            self.assertIn(line.score, values)
        score = f"{record.score:.2f}".rstrip("0").rstrip(".")
        self.assertIn(f"Total100{score}", text)
        self.assertEqual(values[-1], round(record.score, 2))
        self.assertEqual(values[-2], 100)

    def test_the_workbooks_totals_are_formulas_over_its_rows(self):
        self._spend()
        record = self._assess()
        paper = self.env["report.village_legal_advisor.paper_performance"]
        content = build_performance_workbook(self.env, paper._get_paper(record))
        sheet = load_workbook(io.BytesIO(content)).active
        last = [cell.value for cell in sheet[sheet.max_row]]
        first = sheet.max_row - len(record.line_ids)
        self.assertEqual(last[5], f"=SUM(F{first}:F{sheet.max_row - 1})+F6")
        self.assertEqual(last[6], f"=SUM(G{first}:G{sheet.max_row - 1})+H6")
        scores = [sheet.cell(row, 7).value for row in range(first, sheet.max_row)]
        self.assertAlmostEqual(
            sum(scores) + round(record.execution_score, 2), record.score, 2
        )

    def test_those_who_read_it_download_it(self):
        record = self._assess()
        for user, status in (
            (self.finance, 200),
            (self.leading, 200),
            (self.officer, 404),
        ):
            self.authenticate(user.login, user.login)
            response = self.url_open(f"/legal/performance/{record.id}")
            self.assertEqual(response.status_code, status, user.login)
        with self.assertRaises(UserError):
            self.env["legal.performance"].action_performance_workbook()
