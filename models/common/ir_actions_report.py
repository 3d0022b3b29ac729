import io
from collections import OrderedDict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.tools import format_date

from .paper import lay_out, split_papers

# More than this is laid out in the background (legal.print.job): no request may
# work longer than a few seconds.
PAPERS_PER_REQUEST = 50
# Points between the margins of an upright A4 page, and the space that the
# stylesheet puts between a heading's characters.
TEXT_WIDTH = 440
HEAD_SPACING = 0.12


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    pdf_engine = fields.Selection(
        [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")],
        "PDF engine",
        required=True,
        default="wkhtmltopdf",
        help="WeasyPrint lays out papers with their own page numbers and running "
        "heads, without network access and without any other program.",
    )

    def _get_readable_fields(self):
        # The web client must know which reports need no wkhtmltopdf.
        return super()._get_readable_fields() | {"pdf_engine"}

    def report_action(self, docids, data=None, config=True):
        if self.pdf_engine == "weasyprint":
            # Papers have a layout of their own: nothing to configure first.
            config = False
        action = super().report_action(docids, data=data, config=config)
        return action | {"pdf_engine": self.pdf_engine}

    def _check_paper_groups(self):
        """Refuse whoever is in none of the report's groups.

        The web client only hides such a report from the Print menu.

        :raises AccessError:
        """
        self.ensure_one()
        groups = self.sudo().group_ids
        if groups and not self.env.su and not groups & self.env.user.all_group_ids:
            raise AccessError(self.env._("You may not print this report."))

    def _get_rendering_context(self, report, docids, data):
        if report.pdf_engine == "weasyprint":
            report.with_env(self.env)._check_paper_groups()
            # A paper with nothing to say of a record would not stumble over it.
            records = self.env[report.model].browse(docids)
            records.check_access("read")
        context = super()._get_rendering_context(report, docids, data)
        if report.pdf_engine == "weasyprint":
            context |= {
                "paper_title": f"{report.name} {records.display_name}"
                if len(records) == 1
                else report.name,
                "paper_date": self._format_paper_date,
                "paper_blank_date": self.env._("Date: ____________"),
                "paper_head_size": self._get_paper_head_size,
            }
        return context

    def _get_paper_head_size(self, name):
        """Type size in points at which a bureau's name fits on one line.

        :param str name: mostly full-width characters, each as wide as it is high
        """
        width = sum(1 if ord(char) > 0x2E80 else 0.6 for char in name or " ")
        return round(min(34.0, TEXT_WIDTH / (width * (1 + HEAD_SPACING))), 1)

    def _format_paper_date(self, value):
        """A date as papers write it: 2026年3月1日 for a Chinese reader.

        :param value: date or False
        :return: text, empty without a date
        """
        return format_date(self.env, value, date_format="long") if value else ""

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.pdf_engine != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)
        if request and res_ids and len(res_ids) > PAPERS_PER_REQUEST:
            raise UserError(
                self.env._(
                    "More than %(count)s papers are made in the background: choose "
                    "them in the list and use its Print menu.",
                    count=PAPERS_PER_REQUEST,
                )
            )
        separate = (
            res_ids
            and report.attachment
            and len(res_ids) == len(set(res_ids))
            and not self.env.context.get("report_pdf_no_attachment")
        )
        if separate:
            return self._prepare_separate_papers(report, data, res_ids)
        stream = io.BytesIO(lay_out(self._get_paper_documents(report, res_ids, data)))
        # One document for all records: fonts are embedded once, nothing to merge.
        key = res_ids[0] if res_ids and len(res_ids) == 1 else False
        return OrderedDict({key: {"stream": stream, "attachment": None}})

    def _get_paper_documents(self, report, res_ids, data=None):
        """HTML documents of records, one per paper, ready to be laid out.

        :param report: what to print; its own environment does not count
        :rtype: list[str]
        """
        html = self._render_qweb_html(report, res_ids, data=data)[0]
        return [document for _res_id, document in split_papers(html)]

    def _prepare_separate_papers(self, report, data, res_ids):
        """Streams per record, for reports that are kept as attachments."""
        streams = OrderedDict()
        for record in self.env[report.model].browse(res_ids):
            attachment = report.retrieve_attachment(record)
            stream = None
            if attachment and report.attachment_use:
                stream = io.BytesIO(attachment.raw)
            streams[record.id] = {"stream": stream, "attachment": attachment}
        lacking = [key for key, value in streams.items() if not value["stream"]]
        if lacking:
            by_record = {}
            html = self._render_qweb_html(report, lacking, data=data)[0]
            for res_id, document in split_papers(html):
                by_record.setdefault(res_id, []).append(document)
            for res_id in lacking:
                streams[res_id]["stream"] = io.BytesIO(lay_out(by_record[res_id]))
        return streams
