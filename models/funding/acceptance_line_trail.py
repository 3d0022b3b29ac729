from odoo import fields, models


class LegalAcceptanceLine(models.Model):
    """From what was accepted to its money and its months."""

    _inherit = "legal.acceptance.line"

    def action_view_acceptance(self):
        """The acceptance that the line belongs to."""
        return self.acceptance_id._get_records_action()

    def action_view_contract_lines(self):
        """What the assignments cost, by contract and funding source."""
        return self.assignment_id.action_view_contract_lines()

    def action_view_months(self):
        """The months of the instalment that was accepted."""
        self.ensure_one()
        instalment = self.acceptance_id.instalment_id
        action = self.assignment_id.action_view_months()
        return action | {
            "domain": [
                ("assignment_id", "=", self.assignment_id.id),
                ("month", ">=", fields.Date.start_of(instalment.date_from, "month")),
                ("month", "<=", instalment.date_to),
            ]
        }
