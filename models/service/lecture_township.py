from odoo import fields, models

from .lecture import LECTURE_READERS


class LegalTownship(models.Model):
    _inherit = "legal.township"

    lecture_ids = fields.One2many(
        "legal.lecture", "township_id", groups=LECTURE_READERS
    )
    lecture_count = fields.Integer("Lectures", compute="_compute_lecture_count")

    def _compute_lecture_count(self):
        self.env["legal.lecture"]._count_for(self, "township_id")

    def action_view_lectures(self):
        """Lectures in these townships."""
        return self.env["legal.lecture"]._get_list_action(
            [("township_id", "in", self.ids)]
        )
