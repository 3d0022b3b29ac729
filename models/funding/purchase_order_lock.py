from odoo import api, models
from odoo.tools import SQL


class PurchaseOrder(models.Model):
    """Contracts on which two accept or bill at once."""

    _inherit = "purchase.order"

    @api.model
    def _legal_lock(self, ids):
        """Let one of several that accept or bill on the same contracts go first.

        The others fail at this write and are run again by Odoo; a lock by SELECT would
        still count from an old snapshot. The inner lock keeps the
        order of rows.
        """
        if not ids:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE purchase_order contract
                   SET legal_program_id = contract.legal_program_id
                  FROM (SELECT id
                          FROM purchase_order
                         WHERE id IN %s
                         ORDER BY id
                           FOR NO KEY UPDATE) locked
                 WHERE contract.id = locked.id
                """,
                tuple(ids),
            )
        )
