from odoo import models


class AccountMoveLine(models.Model):
    """From an entry to the contract whose money it took."""

    _inherit = "account.move.line"

    def action_view_contract_line(self):
        """The contract line whose money an entry took."""
        lines = self.purchase_line_id
        return lines.legal_assignment_id.action_view_contract_lines() | {
            "domain": [("id", "in", lines.ids)]
        }
