from odoo import fields, models


class LegalAssignment(models.Model):
    _inherit = "legal.assignment"

    evaluation_ids = fields.One2many("legal.evaluation", "assignment_id", "Evaluations")
