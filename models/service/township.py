from odoo import models


class LegalTownship(models.Model):
    _name = "legal.township"
    _inherit = ["legal.township", "legal.visit.owner.mixin"]

    def _get_visit_owner_path(self):
        return "township_id"
