from odoo import models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _refuse_sealed_files(self):
        """An outline is not changed while it lies with the township either."""
        super()._refuse_sealed_files()
        files = self.sudo().filtered(lambda file: file.res_model == "legal.lecture")
        if not files:
            return
        lying = (
            self.env["legal.lecture"]
            .sudo()
            .search(
                [("state", "=", "submitted"), ("outline_ids", "in", files.ids)], limit=1
            )
        )
        if lying:
            raise UserError(
                self.env._(
                    "%(lecture)s: the outline is with the township's judicial office. "
                    "Have it returned before changing it.",
                    lecture=lying.display_name,
                )
            )
