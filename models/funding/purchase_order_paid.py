from odoo import api, fields, models

MONEY_READERS = (
    "village_legal_advisor.group_legal_finance,"
    "village_legal_advisor.group_legal_manager,"
    "village_legal_advisor.group_legal_leading"
)


class PurchaseOrder(models.Model):
    """What was billed and paid of a contract, read from the accounts."""

    _inherit = "purchase.order"

    legal_billed = fields.Monetary(
        "Billed", compute="_compute_legal_paid", compute_sudo=True, groups=MONEY_READERS
    )
    legal_paid = fields.Monetary(
        "Amount paid",
        compute="_compute_legal_paid",
        compute_sudo=True,
        groups=MONEY_READERS,
    )

    @api.depends(
        "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.amount_residual",
    )
    def _compute_legal_paid(self):
        lines = self._get_legal_lines()
        billed, paid = lines._get_legal_billed(), lines._get_legal_paid()
        for order in self:
            its_lines = order._get_legal_lines()
            order.legal_billed = sum(billed[line] for line in its_lines)
            order.legal_paid = sum(paid[line] for line in its_lines)
