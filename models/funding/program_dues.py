from odoo import models

from ..roster.assignment import ACTIVATED_STATES
from . import fee_parts


class LegalProgram(models.Model):
    """What every village owes of a year (clause 六.3)."""

    _inherit = "legal.program"

    def _get_village_dues(self):
        """Each village's share of the year's money, by who was paid to serve it.

        By the year's funding basis: an adviser's share is split over the villages
        served at the same time, or each village has a share of its own. Volunteers who
        serve unpaid cost nothing.

        :return: {village id: amount} in the program's currency; villages that nobody
            served are left out
        :rtype: dict[int, float]
        """
        self.ensure_one()
        cents = 10**self.currency_id.decimal_places
        key = "advisor_id" if self.funding_basis == "advisor" else "village_id"
        # Rows, not records: a province has tens of thousands of them.
        rows = self.env["legal.assignment"]._read_group(
            [
                ("program_id", "=", self.id),
                ("state", "in", ACTIVATED_STATES),
                ("paid", "=", True),
            ],
            [key],
            [
                "id:array_agg",
                "village_id:array_agg",
                "date_start:array_agg",
                "date_end:array_agg",
            ],
        )
        dues, whole = {}, round(self.village_share * cents)
        for _payee, ids, villages, starts, ends in rows:
            ordered = sorted(zip(starts, ids, ends, villages, strict=True))
            parts = fee_parts.get_parts(
                {row_id: (start, end) for start, row_id, end, _village in ordered},
                (self.date_start, self.date_end),
                self._get_unit_count(),
                round(self.fee * cents),
                round(self.transfer_share * cents),
            )
            for _start, row_id, _end, village in ordered:
                dues[village] = dues.get(village, 0) + parts[row_id][2]
        # Advisers who follow each other are rounded each on their own: a village's
        # year never costs more than its share.
        return {
            village: min(due, whole) / cents for village, due in dues.items() if due
        }
