from odoo import fields, models


class LegalTownship(models.Model):
    _inherit = "legal.township"

    slip_to_confirm_count = fields.Integer(
        "Slips to confirm", compute="_compute_slip_to_confirm_count"
    )

    def _compute_slip_to_confirm_count(self):
        self.env["legal.slip"]._count_for(self, "township_id")

    def action_view_slips(self):
        """Their slips, those to confirm first."""
        return self.env["legal.slip"]._get_list_action(
            [("township_id", "in", self.ids)]
        )
