from odoo import models

from .acceptance_parts import spread
from .account_move import BILL_TYPES


class PurchaseOrderLine(models.Model):
    """What was paid of each contract line: payments spread over their bills' lines."""

    _inherit = "purchase.order.line"

    def _get_legal_paid(self):
        """Amounts paid of contract lines, in yuan.

        A payment is what is reconciled with something else than another bill or refund
        of the firm. It is spread over its bill's lines in proportion, the largest
        remainders first, so that the parts add up to the payment (engineering.md 3).

        :rtype: dict[purchase.order.line, float]
        """
        paid = dict.fromkeys(self.ids, 0)
        if not self:
            return {}
        digits = self.currency_id[:1].decimal_places
        cents = 10**digits
        moves = self.env["account.move"].search(
            [
                ("line_ids.purchase_line_id", "in", self.ids),
                ("state", "=", "posted"),
                ("move_type", "in", BILL_TYPES),
            ]
        )
        payments = moves._get_legal_payments()
        for move in moves:
            total = round(payments.get(move.id, 0.0) * cents)
            items = move.invoice_line_ids.filtered("purchase_line_id")
            amounts = [round(item.price_total * cents) for item in items]
            if not total or not sum(amounts):
                continue
            for item, part in zip(items, spread(total, amounts), strict=True):
                if item.purchase_line_id.id in paid:
                    paid[item.purchase_line_id.id] += part
        return {line: round(paid[line.id] / cents, digits) for line in self}
