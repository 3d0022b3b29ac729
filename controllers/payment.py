from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..models.common.workbook import MIMETYPE, build_workbook


class PaymentController(http.Controller):
    @http.route(
        "/legal/payment_request",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def payment_request(self, bills="", **kwargs):
        """The payments that the treasury is asked for, as a workbook.

        :param str bills: ids joined by commas; unknown and forbidden look the same
        """
        ids = [int(part) for part in bills.split(",") if part.isdecimal()]
        found = request.env["account.move"].browse(ids).exists()
        try:
            found._check_may_request()
        except AccessError:
            raise request.not_found() from None
        if not found or found._get_request_blockers():
            raise request.not_found()
        values = found._get_request_workbook()
        return request.make_response(
            build_workbook(values),
            headers=[
                ("Content-Type", MIMETYPE),
                (
                    "Content-Disposition",
                    content_disposition(f"{values['title']}.xlsx"),
                ),
            ],
        )
