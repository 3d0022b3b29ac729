from odoo import models


class LegalSlip(models.Model):
    """From a signed slip to the months that it proves."""

    _inherit = "legal.slip"

    def action_view_months(self):
        """Hours of the assignments of the slip's village and month."""
        self.ensure_one()
        return self.env["legal.service.month"]._get_list_action(
            [("village_id", "=", self.village_id.id), ("month", "=", self.month)]
        )
