from odoo import models

from .reach import OURS


class MailActivity(models.Model):
    """Activities on records of this module stay within their user's reach.

    Odoo lets whoever made an activity write all of it, and an activity stores the
    name of its record: moved to a strange record, it would tell that (rule 12).
    """

    _inherit = "mail.activity"

    def write(self, vals):
        result = super().write(vals)
        if {"res_model", "res_model_id", "res_id"} & vals.keys() and not self.env.su:
            ours = self.sudo().filtered(
                lambda activity: (activity.res_model or "").startswith(OURS)
            )
            # As for making it there.
            ours.sudo(False).check_access("create")
        return result
