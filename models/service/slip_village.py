from odoo import fields, models


class LegalVillage(models.Model):
    _inherit = "legal.village"

    slip_to_confirm_count = fields.Integer(
        "Slips to confirm", compute="_compute_slip_to_confirm_count"
    )

    def _compute_slip_to_confirm_count(self):
        self.env["legal.slip"]._count_for(self, "village_id")

    def action_view_slips(self):
        """Their slips, those to confirm first."""
        return self.env["legal.slip"]._get_list_action([("village_id", "in", self.ids)])
