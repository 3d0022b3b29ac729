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
        program = request.env["legal.program"].browse(program_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not program or not program.has_access("read"):
            raise request.not_found()
        request.env["legal.evaluation"].check_access("read")
        chosen = None
        if townships:
            ids = [int(part) for part in townships.split(",") if part.isdecimal()]
            chosen = request.env["legal.township"].browse(ids).exists()
            chosen.check_access("read")
        paper = request.env["report.village_legal_advisor.paper_result_list"]
        content = build_workbook(paper._get_workbook(program, chosen))
        name = request.env._("Result lists of %(year)s", year=program.display_name)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )

    @http.route(
        "/legal/hours/<int:program_id>", type="http", auth="user", readonly=True
    )
    def hours(self, program_id, **kwargs):
        """The hours of a program year as a workbook, a row per village.

        :param int program_id: the program year
        """
        program = request.env["legal.program"].browse(program_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not program or not program.has_access("read"):
            raise request.not_found()
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

    @http.route(
        "/legal/audit/<int:program_id>", type="http", auth="user", readonly=True
    )
    def audit(self, program_id, **kwargs):
        """A program year's money from appropriation to payment, for auditors.

        :param int program_id: the program year
        """
        program = request.env["legal.program"].browse(program_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not program or not program.has_access("read"):
            raise request.not_found()
        program._check_fund_readers()
        title = request.env._("Money of %(year)s", year=program.display_name)
        target = tempfile.TemporaryFile()
        AuditWorkbook(program, target).build()
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
        record = request.env["legal.performance"].browse(performance_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not record or not record.has_access("read"):
            raise request.not_found()
        paper = request.env["report.village_legal_advisor.paper_performance"]
        content = build_performance_workbook(request.env, paper._get_paper(record))
        name = request.env._("Performance self-assessment %(year)s", year=record.year)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )
