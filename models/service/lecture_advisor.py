from odoo import fields, models

from .lecture import LECTURE_READERS


class LegalAdvisor(models.Model):
    _inherit = "legal.advisor"

    lecture_ids = fields.One2many("legal.lecture", "advisor_id", groups=LECTURE_READERS)
    lecture_count = fields.Integer("Lectures", compute="_compute_lecture_count")

    def _compute_lecture_count(self):
        self.env["legal.lecture"]._count_for(self, "advisor_id")

    def action_view_lectures(self):
        """Lectures that these advisers hold."""
        return self.env["legal.lecture"]._get_list_action(
            [("advisor_id", "in", self.ids)]
        )
