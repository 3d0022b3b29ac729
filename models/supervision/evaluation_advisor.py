from odoo import models


class LegalAdvisor(models.Model):
    _name = "legal.advisor"
    _inherit = ["legal.advisor", "legal.evaluation.count.mixin"]
    _evaluation_field = "advisor_id"
