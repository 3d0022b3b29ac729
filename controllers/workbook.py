from odoo import http
from odoo.http import content_disposition, request

from ..models.common.workbook import MIMETYPE, build_workbook


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
