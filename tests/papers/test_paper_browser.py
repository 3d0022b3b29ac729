from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from ..supervision.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestPaperBrowser(EvaluationCase, HttpCase):
    # A browser's session does not outlive a clock that stands still.
    frozen_time = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        last_year = cls.program.year - 1
        cls.program = cls._make_program(last_year)
        cls.today = cls.today.replace(year=last_year)
        villages = [cls._make_village(f"654002001{300 + at}") for at in range(51)]
        for at in range(0, 51, 5):
            advisor = cls._make_advisor(f"Adviser {at}", cls.day(1))
            for village in villages[at : at + 5]:
                cls._make_assignment(village, advisor)
        cls.program.with_user(cls.officer).action_compute_evaluations()

    def _print(self, tour, limit):
        printed = []
        render = self.env.registry["ir.actions.report"]._render_qweb_pdf

        def record(report, report_ref, res_ids=None, data=None):
            printed.append(res_ids)
            return render(report, report_ref, res_ids, data)

        action = self.env.ref("village_legal_advisor.action_evaluation")
        action.write({"limit": limit, "context": "{}", "domain": "[]"})
        with (
            patch.object(
                self.env.registry["ir.actions.report"], "_render_qweb_pdf", record
            ),
            patch.object(
                IrActionsReport,
                "get_wkhtmltopdf_state",
                lambda report: self.fail("the web client asked for wkhtmltopdf"),
            ),
        ):
            self.start_tour("/odoo/legal-evaluations", tour, login=self.officer.login)
        return printed

    def test_the_print_menu_needs_no_wkhtmltopdf(self):
        printed = self._print("village_legal_advisor_print_papers", 20)
        self.assertEqual([len(res_ids) for res_ids in printed], [20])

    def test_more_than_fifty_become_a_book_in_the_background(self):
        printed = self._print("village_legal_advisor_print_book", 80)
        self.assertFalse(printed)
        job = self.env["legal.print.job"].search([("user_id", "=", self.officer.id)])
        self.assertEqual((job.state, job.total_count), ("queued", 51))
