from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    legal_tz = fields.Selection(related="company_id.legal_tz", readonly=False)
    legal_has_programs = fields.Boolean(compute="_compute_legal_has_programs")

    def _compute_legal_has_programs(self):
        # Every company's years count: the sample goes into an empty database only.
        found = bool(self.env["legal.program"].sudo().search_count([], limit=1))
        self.legal_has_programs = found

    def action_load_legal_sample(self):
        """Load the sample bureau, without logins, and open its villages."""
        self.env["legal.sample"].load_sample()
        return {"type": "ir.actions.client", "tag": "reload"}
