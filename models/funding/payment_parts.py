"""What was paid of each contract line: payments spread over the lines of their bills."""

from odoo import models
from odoo.tools import SQL

from .account_move import BILL_TYPES
from .fee_parts import split


class PurchaseOrderLine(models.Model):
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
            weights = [round(abs(item.price_total) * cents) for item in items]
            if not total or not any(weights):
                continue
            for item, part in zip(items, split(total, weights), strict=True):
                if item.purchase_line_id.id in paid:
                    paid[item.purchase_line_id.id] += part
        return {line: round(paid[line.id] / cents, digits) for line in self}


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_legal_payments(self):
        """What was paid on bills; what firms paid back on refunds counts less.

        :rtype: dict[int, float]
        """
        if not self:
            return {}
        self.env["account.partial.reconcile"].flush_model()
        self.env["account.move.line"].flush_model(["move_id"])
        self.env["account.move"].flush_model(["move_type"])
        self.env.cr.execute(
            SQL(
                """
                SELECT found.move_id, SUM(found.amount)
                  FROM (SELECT mine.move_id, other.move_id AS other_id, part.amount
                          FROM account_partial_reconcile part
                          JOIN account_move_line mine ON mine.id = part.credit_move_id
                          JOIN account_move_line other ON other.id = part.debit_move_id
                         WHERE mine.move_id IN %(moves)s
                         UNION ALL
                        SELECT mine.move_id, other.move_id, -part.amount
                          FROM account_partial_reconcile part
                          JOIN account_move_line mine ON mine.id = part.debit_move_id
                          JOIN account_move_line other ON other.id = part.credit_move_id
                         WHERE mine.move_id IN %(moves)s) found
                  JOIN account_move other ON other.id = found.other_id
                 WHERE other.move_type NOT IN %(bills)s
                 GROUP BY found.move_id
                """,
                moves=tuple(self.ids),
                bills=BILL_TYPES,
            )
        )
        return {move: float(amount) for move, amount in self.env.cr.fetchall()}
