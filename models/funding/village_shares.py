from odoo import models


class LegalVillage(models.Model):
    """The way from a village to its shares."""

    _inherit = "legal.village"

    def action_view_shares(self):
        """Village shares of these villages, year by year."""
        return self.env["legal.village.share"]._get_list_action(
            [("village_id", "in", self.ids)]
        )
