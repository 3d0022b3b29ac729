from odoo import models
from odoo.fields import Command

from ..common.sentinel import lift_guard


class PurchaseOrderLine(models.Model):
    """What is not billed when the year ends is paid from next year's money."""

    _inherit = "purchase.order.line"

    def _legal_carry(self, account):
        """Put what is not billed of these lines on another year's account.

        What was billed stays where it is, on a line of its own: its bills can be reset
        and posted again, refunded and found under the year that paid them. What a
        refund reopens joins the part that was carried before.

        :param account: of the same funding source
        """
        billed = self._get_legal_billed()
        for line in lift_guard(self):
            if line.invoice_lines or line._get_legal_part(account):
                accepted = line.qty_received - billed[line]
                line._legal_split(account, line.legal_open, max(accepted, 0.0))
            else:
                line.write(
                    {
                        "legal_account_id": account.id,
                        "analytic_distribution": {str(account.id): 100.0},
                    }
                )

    def _legal_split(self, account, amount, accepted):
        """Move a part of a line to the contract's line on another account.

        :param account: that the part lies on from now on
        :param float amount: ordered in the part
        :param float accepted: what of the part was accepted already
        :return: the line that the part lies on, made where there was none
        """
        self.ensure_one()
        line, currency = lift_guard(self), self.currency_id
        # Less first: the contract is never above what it was concluded for.
        line.write(
            {
                "product_qty": currency.round(line.product_qty - amount),
                "qty_received_manual": currency.round(line.qty_received - accepted),
            }
        )
        part = line._get_legal_part(account)
        if part:
            part.product_qty = currency.round(part.product_qty + amount)
        else:
            part = line.create([line._prepare_legal_part(account, amount)])
        part.qty_received_manual = currency.round(part.qty_received + accepted)
        return part.with_env(self.env)

    def _get_legal_part(self, account):
        """The contract's line of the same assignment and source on another account."""
        self.ensure_one()
        return self.order_id.order_line.filtered(
            lambda line: (
                line.legal_assignment_id == self.legal_assignment_id
                and line.legal_source == self.legal_source
                and line.legal_account_id == account
            )
        )

    def _prepare_legal_part(self, account, amount):
        return {
            "order_id": self.order_id.id,
            "sequence": self.sequence,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "product_qty": amount,
            "price_unit": 1.0,
            # Told apart from the price, so that no price list is looked into.
            "technical_price_unit": 0.0,
            "tax_ids": [Command.set(self.tax_ids.ids)],
            "date_planned": self.date_planned,
            "name": self.name,
            "legal_assignment_id": self.legal_assignment_id.id,
            "legal_source": self.legal_source,
            "legal_account_id": account.id,
            "analytic_distribution": {str(account.id): 100.0},
        }
