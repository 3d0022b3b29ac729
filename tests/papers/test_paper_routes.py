import io
import json

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..supervision.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestPaperRoutes(EvaluationCase, HttpCase):
    """What the web client calls when somebody prints, on a bare machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.village_1.short_name = "=1+1"
        cls.village_2.short_name = "@三段村"
        cls._make_served(cls.village_1, "Li")
        cls._make_served(cls.village_2, "Wang", months=(1,))
        cls._make_served(cls.village_4, "Zhao", months=(1, 2))
        cls.program.with_user(cls.officer).action_compute_evaluations()
        cls.evaluations = cls.env["legal.evaluation"].search(
            [("program_id", "=", cls.program.id)], order="village_code"
        )

    def _download(self, user, ids):
        self.authenticate(user.login, user.login)
        path = ",".join(map(str, ids))
        report = f"/report/pdf/village_legal_advisor.paper_evaluation/{path}"
        return self.url_open(
            "/report/download",
            params={
                "data": json.dumps([report, "qweb-pdf"]),
                "context": json.dumps({"force_report_rendering": True}),
            },
        )

    def test_the_print_menu_downloads_a_pdf_without_wkhtmltopdf(self):
        response = self._download(self.officer, self.evaluations.ids)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn(".pdf", response.headers["Content-Disposition"])
        self.assertGreaterEqual(len(PdfReader(io.BytesIO(response.content)).pages), 3)

    def _workbook(self, user, query=""):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/legal/result_list/{self.program.id}{query}")

    def _read(self, response):
        sheet = load_workbook(io.BytesIO(response.content)).active
        rows = []
        for row in sheet.iter_rows(min_row=4):
            if not isinstance(row[0].value, int):
                break
            rows.append(row)
        return rows

    def test_the_workbook_has_the_rows_of_the_paper(self):
        response = self._workbook(self.officer)
        self.assertEqual(response.status_code, 200)
        rows = self._read(response)
        self.assertEqual(len(rows), len(self.evaluations))
        paper = self.env["report.village_legal_advisor.paper_result_list"]
        printed = [
            row
            for result_list in paper._get_lists(self.program)
            for row in result_list["rows"]
        ]
        for cells, row, evaluation in zip(rows, printed, self.evaluations, strict=True):
            values = [cell.value for cell in cells]
            self.assertEqual(values[2], evaluation.village_id.short_name)
            self.assertEqual(values[2], row["village"])
            self.assertEqual(values[6:-3], row["marks"])
            self.assertAlmostEqual(values[-3], evaluation.score, 2)

    def test_the_workbook_takes_no_formula_from_a_name(self):
        for row in self._read(self._workbook(self.officer)):
            self.assertEqual({cell.data_type for cell in row} - {"s", "n"}, set())

    def test_whole_marks_stand_in_the_workbook_without_a_decimal_point(self):
        formats = {
            cell.number_format
            for row in self._read(self._workbook(self.officer))
            for cell in row
            if cell.data_type == "n"
        }
        self.assertEqual(formats, {"General"})

    def test_a_workbook_can_be_of_some_townships(self):
        query = f"?townships={self.township_2.id}"
        self.assertEqual(len(self._read(self._workbook(self.officer, query))), 1)

    @mute_logger("odoo.http")
    def test_a_township_officer_gets_own_rows_only(self):
        rows = self._read(self._workbook(self.township_officer))
        self.assertEqual(len(rows), 2)
        query = f"?townships={self.township_2.id}"
        self.assertEqual(self._workbook(self.township_officer, query).status_code, 403)

    @mute_logger("odoo.http")
    def test_others_get_no_workbook(self):
        for user in (self.plain_user, self.advisor_user, self.other_officer):
            response = self._workbook(user)
            self.assertIn(response.status_code, (403, 404), user.login)
