from odoo import models

from . import fund_sql


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
        plan = self.env.ref("village_legal_advisor.analytic_plan_funding").sudo()
        query = fund_sql.get_paid(plan._column_name(), self.ids)
        found = dict(self.env.execute_query(query))
        return {line: float(found.get(line._origin.id) or 0.0) for line in self}
