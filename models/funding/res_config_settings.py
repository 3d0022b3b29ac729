from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    legal_procurement_threshold = fields.Monetary(
        related="company_id.legal_procurement_threshold", readonly=False
    )
