from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..supervision.common import EvaluationCase
from .common import PaperCase

FORM = "village_legal_advisor.report_evaluation"
LIST = "village_legal_advisor.report_result_list"
PROGRAM_LIST = "village_legal_advisor.report_result_list_program"
ADVISOR = "village_legal_advisor.report_advisor_evaluation"
LATEST = "village_legal_advisor.report_advisor_evaluation_latest"


def marks(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


@tagged("post_install", "-at_install")
class TestPaperEvaluation(EvaluationCase, PaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.name = "伊宁市司法局"
        cls.township_1.name = "巴彦岱镇"
        cls.township_2.name = "墩买里街道"
        cls.village_1.name = "巴彦岱镇三段村村民委员会"
        cls.village_2.name = "巴彦岱镇干沟村村民委员会"
        cls.village_4.name = "墩买里街道阿依墩社区居民委员会"
        cls.firm.name = "天山正义律师事务所"
        cls.first = cls._make_served(cls.village_1, "阿依古丽·买买提江")
        cls.second = cls._make_served(cls.village_2, "张三", months=(1, 2))
        # The first adviser serves a second village, in the other township.
        cls.third = cls._make_assignment(
            cls.village_4, cls.first.advisor_id, start=cls.day(3)
        )
        cls._serve(cls.third, 3, day=11)
        cls.program.with_user(cls.officer).action_compute_evaluations()
        cls.evaluations = cls.env["legal.evaluation"].search(
            [("program_id", "=", cls.program.id)], order="village_code"
        )

    def _as(self, user, records):
        return records.with_user(user).with_context(lang="zh_CN")

    def _of(self, assignment):
        return self.evaluations.filtered(lambda rec: rec.assignment_id == assignment)

    def _as_printed(self, text):
        return "".join((text or "").split())

    def test_the_form_says_what_the_screen_says(self):
        evaluations = self._as(self.officer, self.evaluations)
        for evaluation in evaluations:
            with self.assertNoMissingGlyph():
                reader = self._print(FORM, evaluation)
            text = self._text(reader)
            expected = [
                evaluation.village_id.name,
                evaluation.township_id.name,
                evaluation.advisor_id.name,
                evaluation.firm_id.name,
                evaluation.advisor_id.licence_number,
                evaluation.advisor_id.sudo().certificate_ids.legal_number,
                f"{self.year}年1月1日" if evaluation.date_from.month == 1 else "3月1日",
                "100" + marks(evaluation.score),
            ]
            for number, line in enumerate(evaluation.line_ids, 1):
                expected.append(
                    f"{number}{line.criterion_id.name}"
                    f"{marks(line.max_score)}{marks(line.score)}{line.explanation}"
                )
            for part in expected:
                self.assertIn(self._as_printed(part), text)
            self.assertAlmostEqual(
                sum(evaluation.line_ids.mapped("score")), evaluation.score, 2
            )
            self.assertTrue(all(self._fonts(reader).values()))

    def test_one_pdf_for_many_is_as_long_as_its_forms(self):
        evaluations = self._as(self.officer, self.evaluations)
        single = [
            len(self._print(FORM, evaluation).pages) for evaluation in evaluations
        ]
        self.assertTrue(all(1 <= count <= 3 for count in single), single)
        reader = self._print(FORM, evaluations)
        self.assertEqual(len(reader.pages), sum(single))

    def test_a_draft_is_called_a_draft_until_it_is_confirmed(self):
        paper = self.env["report.village_legal_advisor.paper_evaluation"]
        paper = paper.with_context(lang="en_US")
        evaluation = self._of(self.first).with_context(lang="en_US")
        self.assertIn("draft", paper._get_paper(evaluation)["subheading"])
        self.assertFalse(paper._get_paper(evaluation)["decision"])
        self._confirm(evaluation)
        values = paper._get_paper(evaluation)
        self.assertNotIn("draft", values["subheading"])
        self.assertIn(marks(evaluation.score), values["decision"][0])
        self.assertTrue(values["preliminary"])
        self.assertEqual(values["confirmed_date"], self.today)

    def test_objection_answer_and_correction_are_printed_as_they_were_typed(self):
        evaluation = self._of(self.first)
        self._notify(evaluation)
        hostile = "<script>alert(1)</script> & 本人七月住院。"
        evaluation.with_user(self.officer).action_object(hostile)
        evaluation.with_user(self.officer).action_answer("经核查，<b>维持</b>原评分。")
        evaluation.with_user(self.second_manager).action_confirm()
        text = self._text(self._print(FORM, self._as(self.officer, evaluation)))
        self.assertIn(self._as_printed(hostile), text)
        self.assertIn("经核查，<b>维持</b>原评分。", text)
        version = evaluation.with_user(self.manager).action_correct(
            "司〔2026〕12号", "漏计三月服务"
        )
        text = self._text(self._print(FORM, self._as(self.officer, version)))
        self.assertIn("司〔2026〕12号", text)
        self.assertIn("漏计三月服务", text)

    def test_an_advisers_paper_shows_the_weighted_mean_of_the_screen(self):
        result = self.env["legal.evaluation.result"].search(
            [("advisor_id", "=", self.first.advisor_id.id)]
        )
        own = self._of(self.first) + self._of(self.third)
        mean = sum(rec.score * rec.months for rec in own) / sum(own.mapped("months"))
        self.assertAlmostEqual(result.score, mean, 2)
        for report, record in ((ADVISOR, result), (LATEST, self.first.advisor_id)):
            with self.assertNoMissingGlyph():
                reader = self._print(report, self._as(self.officer, record))
            text = self._text(reader)
            self.assertIn(marks(result.months) + marks(result.score), text)
            for evaluation in own:
                village = evaluation.village_id.short_name
                self.assertIn(village + evaluation.township_id.name, text)
                self.assertIn(marks(evaluation.score), text)
            self.assertNotIn(self.village_2.short_name, text)

    def test_an_adviser_never_evaluated_has_no_such_paper(self):
        advisor = self._make_advisor("李四", certified_from=self.day(1))
        with self.assertRaises(UserError):
            self._print(LATEST, self._as(self.officer, advisor))

    def test_a_result_list_has_every_row_of_its_township(self):
        townships = self._as(self.officer, self.township_1 + self.township_2)
        with self.assertNoMissingGlyph():
            reader = self._print(LIST, townships)
        self.assertEqual(len(reader.pages), 2)
        for page, township in zip(reader.pages, townships, strict=True):
            self.assertGreater(page.mediabox.width, page.mediabox.height)
            text = self._as_printed(page.extract_text())
            rows = self.evaluations.filtered(
                lambda rec, township=township: rec.township_id.id == township.id
            )
            self.assertTrue(rows)
            for number, row in enumerate(rows, 1):
                every = "".join(marks(line.score) for line in row.line_ids)
                self.assertIn(f"{number}{row.village_id.short_name}", text)
                self.assertIn(every + marks(row.score), text)
            others = self.evaluations - rows
            for other in others:
                self.assertNotIn(other.village_id.short_name, text)
            self.assertIn("—1—", text)

    def test_a_years_lists_are_one_per_township_with_own_page_numbers(self):
        reader = self._print(PROGRAM_LIST, self._as(self.officer, self.program))
        self.assertEqual(len(reader.pages), 2)
        for page in reader.pages:
            self.assertIn("—1—", self._as_printed(page.extract_text()))

    def test_a_township_prints_its_own_and_nothing_else(self):
        own = self._of(self.first)
        self.assertTrue(self._print(FORM, self._as(self.township_officer, own)).pages)
        with self.assertRaises(AccessError):
            self._print(FORM, self._as(self.township_officer, self._of(self.third)))
        reader = self._print(
            PROGRAM_LIST, self._as(self.township_officer, self.program)
        )
        text = self._text(reader)
        self.assertIn(self.village_1.short_name, text)
        self.assertNotIn(self.village_4.short_name, text)

    def test_nobody_without_a_role_prints_a_paper(self):
        with self.assertRaises(AccessError):
            self._print(FORM, self._as(self.plain_user, self.evaluations))
        with self.assertRaises(AccessError):
            self._print(LIST, self._as(self.plain_user, self.township_1))
        with self.assertRaises(AccessError):
            self._print(FORM, self._as(self.other_officer, self.evaluations))

    def test_queries_do_not_grow_with_the_number_of_forms(self):
        paper = self.env["report.village_legal_advisor.paper_evaluation"]
        counts = []
        for number in (1, len(self.evaluations)):
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            paper._get_report_values(self.evaluations[:number].ids)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
