from odoo import models


class LegalAdvisor(models.Model):
    _name = "legal.advisor"
    _inherit = ["legal.advisor", "legal.visit.owner.mixin"]

    def _get_visit_owner_path(self):
        return "advisor_id"
