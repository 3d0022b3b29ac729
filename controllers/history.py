from odoo import http
from odoo.http import content_disposition, request

from .workbook import MIMETYPE

MANAGER = "village_legal_advisor.group_legal_manager"


class HistoryTemplate(http.Controller):
    @http.route(
        "/legal/history/template",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def template(self, **kwargs):
        """The workbook to fill in for a history import."""
        if not request.env.user.has_group(MANAGER):
            raise request.not_found()
        content = request.env["legal.history.import"]._build_template()
        name = request.env._("Template for the history import")
        return request.make_response(
            content,
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )
