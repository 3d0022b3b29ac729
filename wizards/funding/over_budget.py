from odoo import api, fields, models


class LegalOverBudget(models.TransientModel):
    """Asks a bureau manager why more is spent than was appropriated."""

    _name = "legal.over.budget"
    _description = "Reason for spending over the appropriation"
    _inherit = "legal.reach.mixin"

    order_id = fields.Many2one("purchase.order", "Contract", readonly=True)
    move_id = fields.Many2one("account.move", "Bill", readonly=True)
    warning = fields.Text(compute="_compute_warning")
    reason = fields.Text(required=True)

    @api.depends("order_id", "move_id")
    def _compute_warning(self):
        for wizard in self:
            wizard.warning = wizard._get_document().legal_budget_warning

    def action_allow(self):
        """Record the reason on the contract or bill."""
        self.ensure_one()
        self._get_document().action_legal_allow_over_budget(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_document(self):
        return self.order_id or self.move_id
