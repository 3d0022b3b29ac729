from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    legal_procurement_threshold = fields.Monetary(
        "Threshold of government procurement",
        currency_field="currency_id",
        help="Purchases of this amount and more (采购限额标准) follow a legal "
        "procurement method. 0: not set, nothing is compared.",
    )

    _legal_threshold_positive = models.Constraint(
        "CHECK (legal_procurement_threshold >= 0)", "A threshold is not negative."
    )
