from odoo import models
from odoo.exceptions import UserError

from .fund_sql import PURCHASE_TYPES


class AccountMoveLine(models.Model):
    """A posted bill stays on the funding source it was posted on."""

    _inherit = "account.move.line"

    def write(self, vals):
        if "analytic_distribution" in vals:
            self._check_legal_source_stays(vals["analytic_distribution"])
        return super().write(vals)

    def _check_legal_source_stays(self, distribution):
        """Changing the account of a posted bill would pass by the budget control.

        :raises UserError: naming the bill
        """
        posted = self.filtered(
            lambda line: line.parent_state == "posted"
            and line.move_id.move_type in PURCHASE_TYPES
        )
        if not posted:
            return
        accounts = self.env["account.analytic.account"].sudo()
        told = self._legal_get_parts(distribution)
        ours = set(accounts.search([("legal_program_id", "!=", False)]).ids)
        for line in posted:
            present = self._legal_get_parts(line.analytic_distribution)
            if {key: part for key, part in present.items() if key in ours} != {
                key: part for key, part in told.items() if key in ours
            }:
                raise UserError(
                    self.env._(
                        "%(bill)s is posted: its funding source stays. Reset the bill "
                        "to draft to change it.",
                        bill=line.move_id.display_name,
                    )
                )

    def _legal_get_parts(self, distribution):
        """{account id: percentage} of a distribution over all plans."""
        parts = {}
        for keys, percentage in (distribution or {}).items():
            for key in keys.split(","):
                if key.isdigit():
                    parts[int(key)] = round(parts.get(int(key), 0) + percentage, 2)
        return parts

    def _legal_get_gross(self):
        """The line's amount with its taxes, in the company's currency."""
        self.ensure_one()
        if not self.price_subtotal:
            return self.balance
        return self.company_currency_id.round(
            self.balance * self.price_total / self.price_subtotal
        )
