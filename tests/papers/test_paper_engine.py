import base64
import socket
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.common import ir_actions_report
from ...models.common.paper import (
    PaperFetcher,
    lay_out,
    split_papers,
)
from .common import PaperCase, create_test_paper


@tagged("post_install", "-at_install")
class TestPaperEngine(PaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = create_test_paper(cls.env)
        cls.company = cls.env.company
        cls.company.name = "伊宁市司法局"
        cls.partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"村{number}",
                    "company_id": cls.company.id,
                    "street": f"土地承包纠纷{number}",
                    "color": 1,
                }
                for number in range(3)
            ]
        )

    def test_one_document_holds_all_papers_each_with_its_own_numbers(self):
        self.partners[0].color = 40
        reader = self._print(self.report, self.partners)
        numbers = [
            page.extract_text().replace(" ", "").rpartition("—")[0][-1]
            for page in reader.pages
        ]
        first = len(numbers) - 2
        self.assertGreater(first, 1)
        expected = [str(number + 1) for number in range(first)] + ["1", "1"]
        self.assertEqual(numbers, expected)
        text = self._text(reader)
        for number in range(3):
            self.assertIn(f"土地承包纠纷{number}", text)

    def test_the_head_of_a_table_is_repeated_and_no_row_is_cut(self):
        self.partners[0].write({"color": 30, "street": "很长的说明。" * 30})
        reader = self._print(self.report, self.partners[0])
        self.assertGreater(len(reader.pages), 1)
        whole = 0
        for page in reader.pages:
            text = "".join(page.extract_text().split())
            self.assertIn("表头内容", text)
            # A row that is cut has its number on one page and text on another.
            rows = text.count("行")
            self.assertEqual(text.count("很长的说明。"), rows * 30)
            whole += rows
        self.assertEqual(whole, 30)

    def test_a_row_longer_than_a_page_still_prints_whole(self):
        self.partners[0].street = "异议理由。" * 1500
        reader = self._print(self.report, self.partners[0])
        self.assertGreater(len(reader.pages), 2)
        self.assertEqual(self._text(reader).count("异"), 1500)

    def test_following_pages_carry_bureau_and_title(self):
        self.partners[0].color = 60
        pages = self._print(self.report, self.partners[0]).pages
        for page in pages:
            text = "".join(page.extract_text().split())
            self.assertEqual(text.count("伊宁市司法局"), 1)
            self.assertEqual(text.count("测试用表"), 1)

    def test_fonts_are_embedded_and_no_glyph_is_missing(self):
        self.partners[0].street = "乡镇（街道）①②③㎡鞥龘𠮷 0.25 ABC “引号”——《法》"
        with self.assertNoMissingGlyph():
            reader = self._print(self.report, self.partners[0])
        fonts = self._fonts(reader)
        self.assertTrue(fonts)
        self.assertTrue(all(fonts.values()), fonts)
        self.assertTrue(any("Noto" in name for name in fonts), fonts)
        self.partners[0].street = "no font has this: \U0010fffd"
        with self.assertRaises(AssertionError, msg="the check itself is blind"):
            with self.assertNoMissingGlyph():
                self._print(self.report, self.partners[0])

    def test_what_users_typed_is_never_markup(self):
        hostile = '<img src="file:///etc/hostname"/><b>x</b>'
        self.partners[0].street = hostile
        reader = self._print(self.report, self.partners[0])
        self.assertIn(hostile.replace(" ", ""), self._text(reader))
        self.assertFalse(reader.attachments)

    @mute_logger("weasyprint")
    def test_no_local_file_is_embedded_even_when_markup_names_it(self):
        head = '<link rel="attachment" href="file:///etc/hostname"/>'
        body = (
            '<a rel="attachment" href="file:///etc/hostname">a</a>'
            '<img src="file:///etc/hostname"/>'
            '<img src="/village_legal_advisor/static/../__manifest__.py"/>'
            '<object data="file:///etc/hostname"></object>'
        )
        for base in ("", '<base href="file:///etc/"/>'):
            html = f"<html><head>{base}{head}</head><body>{body}</body></html>"
            content = lay_out([html])
            self.assertNotIn(b"/EmbeddedFile", content)
            self.assertNotIn(b"/Image", content)

    def test_the_fetcher_knows_only_data_and_static_files(self):
        fetcher = PaperFetcher()
        png = base64.b64encode(b"x").decode()
        self.assertEqual(fetcher.fetch(f"data:image/png;base64,{png}").read(), b"x")
        css = "https://paper.invalid/village_legal_advisor/static/src/paper/paper.css"
        self.assertIn(b"@page", fetcher.fetch(css).read())
        for refused in (
            "file:///etc/hostname",
            "http://127.0.0.1/",
            "https://paper.invalid/web/static/img/logo.png",
            "https://paper.invalid/village_legal_advisor/static/../models/guard.css",
            "https://paper.invalid/village_legal_advisor/static/%2e%2e/README.png",
            "https://example.com/village_legal_advisor/static/src/paper/paper.css",
            "https://paper.invalid.example.com/village_legal_advisor/static/a.css",
        ):
            with self.subTest(refused), self.assertRaises(ValueError):
                fetcher.fetch(refused)

    def test_printing_opens_no_connection(self):
        def refuse(*args):
            self.fail("a paper tried to open a connection")

        with patch.object(socket.socket, "connect", refuse):
            self._print(self.report, self.partners)

    def test_papers_kept_as_attachments_are_stored_one_by_one(self):
        self.report.attachment = "object.name + '.pdf'"
        reader = self._print(self.report, self.partners)
        self.assertEqual(len(reader.pages), 3)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", self.partners.ids)]
        )
        self.assertEqual(
            sorted(files.mapped("name")), ["村0.pdf", "村1.pdf", "村2.pdf"]
        )
        self.report.attachment_use = True
        self.partners.street = "改过的内容"
        self.assertNotIn(
            "改过的内容", self._text(self._print(self.report, self.partners))
        )

    def test_dates_are_written_as_the_reader_writes_them(self):
        for code in ("zh_CN", "en_US"):
            self.env["res.lang"]._activate_lang(code)
        reports = self.env["ir.actions.report"].with_context(lang="en_US")
        day = date(2026, 3, 1)
        self.assertEqual(
            reports.with_context(lang="zh_CN")._format_paper_date(day),
            "2026年3月1日",
        )
        self.assertEqual(reports._format_paper_date(day), "March 1, 2026")
        self.assertEqual(reports._format_paper_date(False), "")

    def test_a_long_bureau_name_stays_on_one_line(self):
        self.company.name = "新疆维吾尔自治区伊犁哈萨克自治州伊宁市司法局"
        page = self._print(self.report, self.partners[0]).pages[0]
        self.assertIn(self.company.name, page.extract_text().replace(" ", ""))
        size = self.report._get_paper_head_size(self.company.name)
        self.assertLess(size * len(self.company.name), 442)

    def test_a_request_for_too_many_papers_is_refused(self):
        ids = list(range(1, ir_actions_report.PAPERS_PER_REQUEST + 2))
        with (
            patch.object(ir_actions_report, "request", object()),
            self.assertRaisesRegex(UserError, "background"),
        ):
            self.report._render_qweb_pdf_prepare_streams(self.report, {}, ids)

    def test_other_reports_keep_their_engine(self):
        report = self.env["ir.actions.report"].create(
            {"name": "x", "model": "res.partner", "report_name": "base.x"}
        )
        self.assertEqual(report.pdf_engine, "wkhtmltopdf")

    def test_a_report_without_papers_is_laid_out_whole(self):
        self.assertEqual(split_papers("<p>x</p>"), [(None, "<p>x</p>")])

    def test_the_web_client_learns_which_engine_prints(self):
        self.assertIn("pdf_engine", self.report._get_readable_fields())
        action = self.report.report_action(self.partners.ids)
        self.assertEqual(action["pdf_engine"], "weasyprint")
        self.assertEqual(action["type"], "ir.actions.report")
