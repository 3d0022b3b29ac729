from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    legal_certificate_clerk_id = fields.Many2one(
        related="company_id.legal_certificate_clerk_id", readonly=False
    )
