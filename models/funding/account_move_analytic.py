from odoo import models

from .account_analytic_line import let_sync


class AccountMove(models.Model):
    """Analytic entries of funding sources come and go with the posted document."""

    _inherit = "account.move"

    def button_draft(self):
        return super(AccountMove, let_sync(self)).button_draft()

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "draft":
            # Where the button leads they are gone. Who writes the state instead would
            # post other amounts over them.
            moves = self.sudo().filtered("legal_is_funding")
            items = let_sync(moves.line_ids.analytic_line_ids)
            items.with_context(skip_analytic_sync=True).unlink()
        return result
