from odoo import http
from odoo.http import Response, content_disposition, request

from ..models.common.workbook import build_workbook
from .archive import stream_zip

GROUPS = (
    "village_legal_advisor.group_legal_finance",
    "village_legal_advisor.group_legal_manager",
    "village_legal_advisor.group_legal_leading",
)


class ProcurementFileController(http.Controller):
    @http.route(
        "/legal/procurement_file/<int:order_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, order_id, **kwargs):
        """A contract's procurement file; unknown and forbidden look the same."""
        order = request.env["purchase.order"].browse(order_id).exists()
        user = request.env.user
        if not (
            any(user.has_group(group) for group in GROUPS)
            and order.has_access("read")
            and order.legal_procurement_id
        ):
            raise request.not_found()
        papers = order._get_file_papers()
        index = order._get_file_index(papers)
        files = [(f"00 {index['title']}.xlsx", build_workbook(index))]
        files += [(paper.path, paper.content) for paper in papers]
        response = Response(
            stream_zip(files), mimetype="application/zip", direct_passthrough=True
        )
        name = f"{order.name} {index['title']}.zip"
        response.headers["Content-Disposition"] = content_disposition(name)
        response.headers["Cache-Control"] = "no-store"
        return response
