from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class LegalSlip(models.Model):
    """Which entries go on which slip."""

    _inherit = "legal.slip"

    @api.model
    def _prepare_slips(self, month, villages):
        """Make slips for the submitted entries of a month that wait for a signature.

        One slip per village; entries on a slip that is still out are not put on a
        second one.

        :param datetime.date month: any day of the month
        :param villages: `legal.village` records
        :return: the new slips, empty when nothing waits
        """
        self._check_may_confirm()
        first = month.replace(day=1)
        visits = self.env["legal.visit"].search(
            self._get_open_visit_domain(first)
            & fields.Domain("village_id", "in", villages.ids),
            order="village_id, date, time_start, id",
        )
        if not visits:
            return self.browse()
        by_village = visits.grouped("village_id")
        return self._guarded_create(
            [
                {
                    "village_id": village.id,
                    "month": first,
                    "number": self._next_number(village.company_id, first),
                    "printed_at": fields.Datetime.now(),
                    "printed_by_id": self.env.uid,
                    "line_ids": [
                        fields.Command.create(visit._prepare_slip_line_vals(sequence))
                        for sequence, visit in enumerate(entries, 1)
                    ],
                }
                for village, entries in by_village.items()
            ]
        )

    @api.model
    def _get_open_visit_domain(self, first=None):
        """Submitted entries, of one month if given, that are on no slip still out.

        :rtype: fields.Domain
        """
        Domain = fields.Domain
        domain = Domain("state", "=", "submitted") & Domain("is_on_slip", "=", False)
        if first:
            domain &= Domain("date", ">=", first)
            domain &= Domain("date", "<", first + relativedelta(months=1))
        return domain

    @api.model
    def _next_number(self, company, first):
        return company._legal_next_slip_number(first)
