from odoo import fields, models


class LegalVillageShareCancel(models.TransientModel):
    """Why recorded payments are struck."""

    _name = "legal.village.share.cancel"
    _description = "Cancel payments of village shares"
    _inherit = ["legal.reach.mixin"]

    payment_ids = fields.Many2many(
        "legal.village.share.payment",
        "legal_village_share_cancel_rel",
        "wizard_id",
        "payment_id",
        "Payments",
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)

    def action_cancel(self):
        """Strike the payments for this reason."""
        self.ensure_one()
        self.payment_ids.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
