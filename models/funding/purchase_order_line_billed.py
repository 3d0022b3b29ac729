from odoo import api, fields, models

from . import fund_sql


class PurchaseOrderLine(models.Model):
    """What of a contract line is billed, and what lapsed at the year's end."""

    _inherit = "purchase.order.line"

    legal_lapsed = fields.Monetary(
        "Lapsed",
        copy=False,
        readonly=True,
        help="What was taken off the line when the year ended without a bill for it.",
    )
    legal_lapsed_at = fields.Datetime(copy=False, readonly=True)
    legal_lapsed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    legal_billed = fields.Monetary(
        "Bills posted", compute="_compute_legal_billed", compute_sudo=True
    )
    legal_open = fields.Monetary(
        "Not billed", compute="_compute_legal_billed", compute_sudo=True
    )

    @api.depends("product_qty", "invoice_lines.parent_state", "invoice_lines.balance")
    def _compute_legal_billed(self):
        billed = self._legal_get_billed()
        for line in self:
            line.legal_billed = billed.get(line._origin.id, 0.0)
            line.legal_open = max(
                line.currency_id.round(line.product_qty - line.legal_billed), 0.0
            )

    def _legal_get_billed(self):
        """Posted bills less refunds of these lines, read at this moment.

        :rtype: dict[int, float]
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        return {
            line_id: float(billed)
            for line_id, billed in self.env.execute_query(fund_sql.get_billed(self.ids))
        }
