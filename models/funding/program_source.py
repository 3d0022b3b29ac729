from odoo import api, fields, models

from ..common.sentinel import lift_guard
from .account_analytic_account import SOURCES


class LegalProgram(models.Model):
    """The accounts that a year's money lies on, one for each funding source."""

    _inherit = "legal.program"

    source_account_ids = fields.One2many(
        "account.analytic.account",
        "legal_program_id",
        "Funding sources",
        readonly=True,
        groups="village_legal_advisor.group_legal_finance",
    )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._make_source_accounts()
        return programs

    def write(self, vals):
        result = super().write(vals)
        if {"year", "company_id"} & vals.keys():
            # Only a draft year's change, before any money lies on them.
            for account in lift_guard(self._get_source_accounts()):
                program = account.legal_program_id
                account.write(
                    {
                        "company_id": program.company_id.id,
                        "name": program._get_source_name(account.legal_source),
                    }
                )
        return result

    def _make_source_accounts(self):
        """Make the accounts that are lacking; also for years of an older version."""
        plan = self.env.ref("village_legal_advisor.analytic_plan_funding")
        known = {
            (account.legal_program_id, account.legal_source)
            for account in self._get_source_accounts()
        }
        # Who prepares a year keeps no accounts; the right to make the year was checked.
        lift_guard(self.env["account.analytic.account"].sudo()).create(
            [
                {
                    "name": program._get_source_name(source),
                    "plan_id": plan.id,
                    "company_id": program.company_id.id,
                    "legal_program_id": program.id,
                    "legal_source": source,
                }
                for program in self
                for source, _label in SOURCES
                if (program, source) not in known
            ]
        )

    def _get_source_accounts(self):
        """Accounts of these years, also for users who keep no accounts.

        :rtype: account.analytic.account
        """
        return (
            self.env["account.analytic.account"]
            .sudo()
            .with_context(active_test=False)
            .search([("legal_program_id", "in", self.ids)])
        )

    def _get_source_name(self, source):
        self.ensure_one()
        labels = dict(
            self.env["account.analytic.account"]
            ._fields["legal_source"]
            ._description_selection(self.env)
        )
        return f"{self.year} {labels[source]}"
