from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

# Seven working days never take longer, the longest holidays included.
REACH = timedelta(days=40)


class LegalHoliday(models.Model):
    _inherit = "legal.holiday"

    @api.model
    def _refresh_deadlines(self, days):
        super()._refresh_deadlines(days)
        if not days:
            return
        # A deadline follows from the table, whoever mends it and reads no contracts.
        Order = self.env["purchase.order"].sudo()
        orders = Order.search(
            Domain.OR(
                Domain("legal_signed_date", ">=", first - REACH)
                & Domain("legal_signed_date", "<=", last)
                for first, last in self._get_spans(days)
            )
        )
        for name in Order._get_deadline_fields():
            self.env.add_to_compute(Order._fields[name], orders)

    @api.model
    def _get_spans(self, days):
        """First and last day within each year that is touched.

        A new table begins with New Year's Day, which decides for its whole year.
        """
        by_year = {}
        for day in days:
            by_year.setdefault(day.year, []).append(day)
        return [(min(found), max(found)) for found in by_year.values()]
