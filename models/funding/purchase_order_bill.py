from odoo import models
from odoo.fields import Command


class PurchaseOrder(models.Model):
    """The draft bill of what a firm was accepted for."""

    _inherit = "purchase.order"

    def _make_legal_bill(self):
        """One draft bill of what these contracts of one firm still lack.

        :rtype: account.move
        """
        lines = self._get_legal_lines()
        lines.invalidate_recordset(["qty_received"])
        billed = lines._get_legal_billed(states=("draft", "posted"))
        amounts = {
            line: line.currency_id.round(line.qty_received - billed[line])
            for line in lines
        }
        amounts = {line: amount for line, amount in amounts.items() if amount}
        if not amounts:
            return self.env["account.move"]
        sign = -1 if sum(amounts.values()) < 0 else 1
        first = self[:1]
        vals = first._prepare_invoice() | {
            "move_type": "in_invoice" if sign > 0 else "in_refund",
            "invoice_origin": ", ".join(
                line.order_id.name for line in self._get_first_lines(amounts)
            ),
            "invoice_line_ids": [
                Command.create(
                    line._prepare_account_move_line()
                    | {"quantity": sign * amount, "price_unit": line.price_unit}
                )
                for line, amount in amounts.items()
            ],
        }
        return self.env["account.move"].create(vals)

    def _get_first_lines(self, amounts):
        """One line of each contract among lines, in their order."""
        first = {}
        for line in amounts:
            first.setdefault(line.order_id, line)
        return first.values()
