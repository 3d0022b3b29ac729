from odoo import models

from . import fund_sql
from .fund_ledger_sql import prepare


class PurchaseOrderLine(models.Model):
    """What was paid of each contract line: payments spread over their bills' lines."""

    _inherit = "purchase.order.line"

    def _get_legal_paid(self):
        """Amounts paid of contract lines, in yuan, as the use of funds tells them.

        :rtype: dict[purchase.order.line, float]
        """
        if not self.ids:
            return dict.fromkeys(self, 0.0)
        self.env.flush_all()
        query = fund_sql.get_paid(prepare(self.env), self.ids)
        found = dict(self.env.execute_query(query))
        return {line: float(found.get(line._origin.id) or 0.0) for line in self}
