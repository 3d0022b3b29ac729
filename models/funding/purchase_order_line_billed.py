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

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {
            "legal_lapsed",
            "legal_lapsed_at",
            "legal_lapsed_by_id",
        }

    @api.depends("product_qty", "invoice_lines.parent_state", "invoice_lines.balance")
    def _compute_legal_billed(self):
        billed = self._get_legal_billed()
        for line in self:
            line.legal_billed = billed[line]
            line.legal_open = max(
                line.currency_id.round(line.product_qty - line.legal_billed), 0.0
            )

    def _get_legal_billed(self, states=("posted",), without=None):
        """Bills less refunds of contract lines, taxes included, read at this moment.

        :param tuple states: of the bills
        :param without: bill lines that are left out
        :rtype: dict[purchase.order.line, float]
        """
        if not self.ids:
            return dict.fromkeys(self, 0.0)
        self.env.flush_all()
        query = fund_sql.get_billed(self.ids, states, without.ids if without else ())
        found = dict(self.env.execute_query(query))
        return {line: float(found.get(line._origin.id) or 0.0) for line in self}
