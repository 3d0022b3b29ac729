from odoo import models


class LegalServiceMonth(models.Model):
    """From a month to the money that pays for it."""

    _inherit = "legal.service.month"

    def action_view_contract_lines(self):
        """What the month's assignment costs, by contract and funding source."""
        return self.assignment_id.action_view_contract_lines()

    def action_view_acceptance_lines(self):
        """What was accepted for the month's assignment."""
        return self.assignment_id._get_acceptance_lines_action()
