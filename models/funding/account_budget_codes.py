from odoo import models

# How a source's appropriations name the items of the budget that they belong to.
CODES = ("budget_project_code", "function_code", "economy_code")


class AccountAnalyticAccount(models.Model):
    """Codes of the budget by funding source."""

    _inherit = "account.analytic.account"

    def _legal_get_codes(self):
        """Codes of these sources, from their appropriations in force.

        :rtype: dict[account.analytic.account, dict[str, str]]
        """
        documents = self.env["legal.appropriation"].search(
            [("account_id", "in", self.ids), ("state", "=", "in_force")],
            order="document_date, id",
        )
        return {
            account: {
                # Documents of one source that name different codes all show.
                name: " / ".join(dict.fromkeys(filter(None, found.mapped(name))))
                for name in CODES
            }
            for account, found in documents.grouped("account_id").items()
        }
