from odoo import models


class LegalVillage(models.Model):
    _name = "legal.village"
    _inherit = ["legal.village", "legal.evaluation.count.mixin"]
    _evaluation_field = "village_id"
