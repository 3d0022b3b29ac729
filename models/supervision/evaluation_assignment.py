from odoo import fields, models


class LegalAssignment(models.Model):
    _name = "legal.assignment"
    _inherit = ["legal.assignment", "legal.evaluation.count.mixin"]
    _evaluation_field = "assignment_id"

    evaluation_ids = fields.One2many(
        "legal.evaluation", "assignment_id", "All versions"
    )
