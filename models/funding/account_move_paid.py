from odoo import models
from odoo.tools import SQL

from .account_move import BILL_TYPES


class AccountMove(models.Model):
    """What was paid on bills, apart from what is set off against refunds."""

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
