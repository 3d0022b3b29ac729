from odoo import fields, models


class LegalVillageShareReckon(models.TransientModel):
    """Why shares on which something was paid are reckoned anew."""

    _name = "legal.village.share.reckon"
    _description = "Reckon village shares anew"
    _inherit = ["legal.reach.mixin"]

    share_ids = fields.Many2many(
        "legal.village.share",
        "legal_village_share_reckon_rel",
        "wizard_id",
        "share_id",
        "Village shares",
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)

    def action_reckon(self):
        """Reckon the shares anew for this reason."""
        self.ensure_one()
        self.share_ids.action_reckon(self.reason)
        return {"type": "ir.actions.act_window_close"}
