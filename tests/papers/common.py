import io
import logging
import re
from contextlib import contextmanager

from pypdf import PdfReader

from odoo.addons.base.tests.common import BaseCommon

TEMPLATE = """
<t t-name="village_legal_advisor.test_paper">
    <t t-call="village_legal_advisor.paper_layout">
        <t t-foreach="docs" t-as="record">
            <t t-set="heading">测试用表</t>
            <t t-call="village_legal_advisor.paper_article">
                <table>
                    <thead><tr><th>表头</th><th>内容</th></tr></thead>
                    <tbody>
                        <tr t-foreach="range(record.color or 1)" t-as="row">
                            <td>第<t t-out="row + 1" />行</td>
                            <td class="text" t-out="record.street" />
                        </tr>
                    </tbody>
                </table>
            </t>
        </t>
    </t>
</t>
"""


def create_test_paper(env):
    """A report on contacts: `color` rows, each with the street as users' text."""
    view = env["ir.ui.view"].create(
        {
            "name": "test_paper",
            "type": "qweb",
            "key": "village_legal_advisor.test_paper",
            "arch": TEMPLATE,
        }
    )
    env["ir.model.data"].create(
        {
            "module": "village_legal_advisor",
            "name": "test_paper",
            "model": "ir.ui.view",
            "res_id": view.id,
        }
    )
    return env["ir.actions.report"].create(
        {
            "name": "Test paper",
            "model": "res.partner",
            "report_name": "village_legal_advisor.test_paper",
            "report_type": "qweb-pdf",
            "pdf_engine": "weasyprint",
        }
    )


class PaperCase(BaseCommon):
    """Renders real PDFs and reads them back."""

    @classmethod
    def _print(cls, report_ref, records, data=None):
        """Print as the web client does.

        :rtype: pypdf.PdfReader
        """
        content, kind = (
            cls.env["ir.actions.report"]
            .with_env(records.env)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(report_ref, records.ids, data=data)
        )
        assert kind == "pdf"
        return PdfReader(io.BytesIO(content))

    @staticmethod
    def _text(reader):
        """All text of a PDF without white space: layout splits words."""
        pages = (page.extract_text() for page in reader.pages)
        return re.sub(r"\s+", "", "".join(pages))

    @staticmethod
    def _fonts(reader):
        """Font descriptors by name; those without an embedded file are None."""
        found = {}
        for page in reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                font = font.get_object()
                descendant = font.get("/DescendantFonts", [font])[0].get_object()
                descriptor = descendant["/FontDescriptor"].get_object()
                embedded = {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys()
                found[font["/BaseFont"]] = bool(embedded)
        return found

    @contextmanager
    def assertNoMissingGlyph(self):
        """No character of what is printed inside lacks a glyph in the fonts."""
        with self.assertNoLogs("weasyprint", logging.WARNING):
            yield
