from odoo import api, models


class LegalTownship(models.Model):
    """Where its staff begin the day."""

    _inherit = "legal.township"

    @api.model_create_multi
    def create(self, vals_list):
        townships = super().create(vals_list)
        townships._set_first_screen()
        return townships

    def write(self, vals):
        result = super().write(vals)
        if "user_ids" in vals:
            self._set_first_screen()
        return result

    def _set_first_screen(self):
        """Open "my villages" first for staff who have not chosen another screen."""
        action = self.env.ref("village_legal_advisor.action_my_villages")
        # Whoever put them in charge was checked above; users are not theirs to edit.
        for user in self.sudo().user_ids.filtered(lambda user: not user.action_id):
            if user.has_group("village_legal_advisor.group_legal_township"):
                user.action_id = action.id
