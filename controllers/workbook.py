import tempfile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import Response, content_disposition, request

from ..models.common.workbook import MIMETYPE, build_workbook
from ..reports.audit_workbook import AuditWorkbook
from ..reports.performance_workbook import build_performance_workbook
from .sheet import write_sheet


class WorkbookController(http.Controller):
    @http.route(
        "/legal/result_list/<int:program_id>", type="http", auth="user", readonly=True
    )
    def result_list(self, program_id, townships="", **kwargs):
        """The result list as a workbook, with the rows of the printed list.

        :param int program_id: the program year
        :param str townships: ids joined by commas; all townships when empty
        """
        program = self._get_record("legal.program", program_id)
        request.env["legal.evaluation"].check_access("read")
        chosen = None
        if townships:
            ids = [int(part) for part in townships.split(",") if part.isdecimal()]
            chosen = request.env["legal.township"].browse(ids).exists()
            chosen.check_access("read")
        paper = request.env["report.village_legal_advisor.paper_result_list"]
        content = build_workbook(paper._get_workbook(program, chosen))
        name = request.env._("Result lists of %(year)s", year=program.display_name)
        return self._send(content, name)

    @http.route(
        "/legal/hours/<int:program_id>", type="http", auth="user", readonly=True
    )
    def hours(self, program_id, **kwargs):
        """The hours of a program year as a workbook, a row per village.

        :param int program_id: the program year
        """
        program = self._get_record("legal.program", program_id)
        months = request.env["legal.village.month"]
        months.check_access("read")
        title = request.env._("Hours of %(year)s", year=program.display_name)
        # On the disk: a province's year is not for the memory.
        target = tempfile.TemporaryFile()
        write_sheet(
            target,
            request.env._("Hours"),
            title,
            months._get_year_columns(),
            months._get_year_rows(program),
        )
        return self._send_file(target, title)

    @http.route(
        "/legal/audit/<int:program_id>", type="http", auth="user", readonly=True
    )
    def audit(self, program_id, **kwargs):
        """A program year's money from appropriation to payment, for auditors.

        :param int program_id: the program year
        """
        program = self._get_record("legal.program", program_id)
        program._check_fund_readers()
        title = request.env._("Money of %(year)s", year=program.display_name)
        target = tempfile.TemporaryFile()
        AuditWorkbook(program, target).build()
        return self._send_file(target, title)

    @http.route(
        "/legal/performance/<int:performance_id>",
        type="http",
        auth="user",
        readonly=True,
    )
    def performance(self, performance_id, **kwargs):
        """A self-assessment as a workbook, with the rows of its paper.

        :param int performance_id: the self-assessment
        """
        record = self._get_record("legal.performance", performance_id)
        paper = request.env["report.village_legal_advisor.paper_performance"]
        content = build_performance_workbook(request.env, paper._get_paper(record))
        name = request.env._("Performance self-assessment %(year)s", year=record.year)
        return self._send(content, name)

    # === Common to them ===

    def _get_record(self, model, record_id):
        """A record that an internal user may read; unknown and forbidden look alike.

        :raises NotFound:
        """
        record = request.env[model].browse(record_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not record or not record.has_access("read"):
            raise request.not_found()
        return record

    def _send(self, content, name):
        return request.make_response(
            content,
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )

    def _send_file(self, target, title):
        """Send a workbook that lies on the disk, written to its end."""
        size = target.tell()
        target.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, target),
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Length", size),
                ("Content-Disposition", content_disposition(f"{title}.xlsx")),
            ],
            direct_passthrough=True,
        )
