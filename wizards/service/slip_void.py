from odoo import fields, models


class LegalSlipVoid(models.TransientModel):
    """Why slips are withdrawn."""

    _name = "legal.slip.void"
    _description = "Void slips"
    _inherit = ["legal.reach.mixin"]

    slip_ids = fields.Many2many("legal.slip", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_void(self):
        """Withdraw the slips for this reason."""
        self.ensure_one()
        self.slip_ids.action_void(self.reason)
        return {"type": "ir.actions.act_window_close"}
