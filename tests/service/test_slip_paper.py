import io

from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestSlipPaper(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("李明", cls.day(1))
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)

    def _print(self, slips):
        report = self.env.ref("village_legal_advisor.report_slip")
        content, kind = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(report.report_name, slips.ids)
        )
        self.assertEqual(kind, "pdf")
        return PdfFileReader(io.BytesIO(content))

    def _read(self, reader):
        return "".join("".join(page.extract_text().split()) for page in reader.pages)

    def test_the_paper_says_when_where_and_how_long_and_no_more(self):
        for day in (7, 14, 21):
            self._make_visit(
                self.assignment,
                self.day(4, day),
                9,
                10.5,
                state="submitted",
                place="村委会办公室",
            )
        slip = self.env["legal.slip"]._prepare_slips(self.day(4), self.village_1)
        text = self._read(self._print(slip))
        for line in slip.line_ids:
            self.assertIn(line.reference.replace(" ", ""), text)
        self.assertEqual(text.count("村委会办公室"), 3)
        self.assertEqual(text.count("09:00-10:30"), 3)
        self.assertIn("李明", text)
        self.assertIn(slip.number, text)
        self.assertEqual(slip._get_paper_total(), "4.5")
        self.assertIn("inall4.5", text)
        # The matter stays between the adviser and who asked.
        self.assertNotIn("Rentofafield", text)
        self.assertNotIn("writtencontract", text)

    def test_late_entries_and_void_slips_are_marked(self):
        self._make_visit(self.assignment, self.day(5, 13), state="submitted")
        slip = self.env["legal.slip"]._prepare_slips(self.day(5), self.village_1)
        text = self._read(self._print(slip))
        self.assertNotIn("Lateentry", text)
        self.assertNotIn("Void", text)
        slip.action_void("Lost")
        self._make_visit(self.assignment, self.day(5, 12), state="submitted")
        late = self.env["legal.slip"]._prepare_slips(self.day(5), self.village_1)
        text = self._read(self._print(late))
        self.assertEqual((text.count("Lateentry"), text.count("*")), (1, 2))
        self.assertEqual(late.line_ids.mapped("is_late_entry"), [True, False])
        self.assertIn("Void:donotsign", self._read(self._print(slip)))

    def test_each_slip_is_a_page_of_its_own(self):
        advisor = self._make_advisor("王芳", self.day(1))
        assignment = self._make_assignment(self.village_2, advisor)
        for one in (self.assignment, assignment):
            self._make_visit(one, self.day(4, 7), state="submitted")
        villages = self.village_1 | self.village_2
        slips = self.env["legal.slip"]._prepare_slips(self.day(4), villages)
        pages = self._print(slips).pages
        self.assertEqual(len(pages), 2)
        for slip, page in zip(slips, pages, strict=True):
            self.assertIn(slip.number, "".join(page.extract_text().split()))

    def test_a_full_month_fits_on_one_page(self):
        for day in range(1, 13):
            self._make_visit(self.assignment, self.day(4, day), state="submitted")
        slip = self.env["legal.slip"]._prepare_slips(self.day(4), self.village_1)
        self.assertEqual(len(self._print(slip).pages), 1)

    def test_the_code_holds_the_number_only(self):
        self._make_visit(self.assignment, self.day(4, 7), state="submitted")
        slip = self.env["legal.slip"]._prepare_slips(self.day(4), self.village_1)
        self.assertTrue(slip._get_qr_code().startswith("data:image/svg+xml;base64,"))

    def test_hours_are_written_as_minutes_need(self):
        line = self.env["legal.slip.line"]
        written = [line._format_hours(hours) for hours in (2.0, 1.5, 1 / 3, 10.0, 0.0)]
        self.assertEqual(written, ["2", "1.5", "0.33", "10", "0"])
