from odoo import fields, models
from odoo.exceptions import UserError

from ..common.sentinel import lift_guard


class PurchaseOrderLine(models.Model):
    """What is not billed lapses when the year ends."""

    _inherit = "purchase.order.line"

    def _legal_lapse(self, document_number):
        """Take off what was neither accepted nor billed.

        :raises UserError: when everything that is not billed was accepted
        """
        billed = self._get_legal_billed()
        lapsed = {}
        for line in self:
            kept = max(line.qty_received, billed[line])
            less = line.currency_id.round(line.product_qty - kept)
            if less <= 0:
                raise UserError(
                    self.env._(
                        "%(line)s: what is not billed was accepted and has to be "
                        "paid. Carry it forward.",
                        line=line.legal_assignment_id.display_name,
                    )
                )
            lapsed[line] = less
            lift_guard(line).write(
                {
                    "product_qty": kept,
                    "legal_lapsed": line.legal_lapsed + less,
                    "legal_lapsed_at": fields.Datetime.now(),
                    "legal_lapsed_by_id": self.env.uid,
                }
            )
        for order, lines in self.grouped("order_id").items():
            order.message_post(
                body=self.env._(
                    "%(amount)s not billed lapsed at the year's end (%(document)s).",
                    amount=order.currency_id.format(
                        sum(lapsed[line] for line in lines)
                    ),
                    document=document_number,
                )
            )
