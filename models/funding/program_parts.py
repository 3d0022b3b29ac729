from odoo import fields, models

from ..roster.assignment import ACTIVATED_STATES
from . import fee_parts


class LegalProgram(models.Model):
    """What a year's fee comes to for each assignment."""

    _inherit = "legal.program"

    part_year_rule = fields.Selection(
        [
            ("month", "Whole months, by who serves on the 15th"),
            ("day", "Days"),
        ],
        "Part years",
        default="month",
        required=True,
        tracking=True,
        help="How the fee of somebody who serves a part of the year is reckoned.",
    )

    def _get_unit_count(self):
        """The function that counts what a part of the year is reckoned in."""
        self.ensure_one()
        if self.part_year_rule == "month":
            return fee_parts.count_fifteenths
        return fee_parts.count_days

    def _get_fee_parts(self):
        """What each paid assignment that was ever active costs, to the cent.

        By the year's funding basis: an adviser's fee is split over the villages served
        on the same days, or each village has a fee of its own.

        :return: {assignment: (fee, transfer payment, village's share)} in cents
        :rtype: dict[legal.assignment, tuple[int, int, int]]
        """
        parts = {}
        for program in self:
            cents = 10**program.currency_id.decimal_places
            assignments = self.env["legal.assignment"].search_fetch(
                [
                    ("program_id", "=", program.id),
                    ("state", "in", ACTIVATED_STATES),
                    ("paid", "=", True),
                ],
                ["advisor_id", "village_id", "date_start", "date_end"],
                order="date_start, id",
            )
            key = "advisor_id" if program.funding_basis == "advisor" else "village_id"
            fee, transfer = (
                round(amount * cents)
                for amount in (program.fee, program.transfer_share)
            )
            for group in assignments.grouped(key).values():
                parts |= fee_parts.get_parts(
                    {rec: (rec.date_start, rec.date_end) for rec in group},
                    (program.date_start, program.date_end),
                    program._get_unit_count(),
                    fee,
                    transfer,
                )
            # Advisers who follow each other are rounded each on their own.
            for group in assignments.grouped("village_id").values():
                parts |= fee_parts.cap(
                    {rec: parts[rec] for rec in group}, fee, transfer
                )
        return parts

    def _get_contract_sources(self):
        """Sources of what the bureau pays itself: only that is in its contracts.

        :rtype: tuple[str, ...]
        """
        self.ensure_one()
        if self.village_share_handling == "bureau":
            return ("transfer", "village")
        return ("transfer",)

    def _get_contract_parts(self):
        """What contracts have to say, by assignment and source, in yuan.

        :rtype: dict[tuple[legal.assignment, str], float]
        """
        self.ensure_one()
        digits = self.currency_id.decimal_places
        sources = self._get_contract_sources()
        return {
            (assignment, source): round(part / 10**digits, digits)
            for assignment, (_fee, transfer, village) in self._get_fee_parts().items()
            for source, part in (("transfer", transfer), ("village", village))
            if source in sources and part
        }
