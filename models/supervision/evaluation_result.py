from odoo import fields, models


class LegalEvaluationResult(models.Model):
    """An adviser's year over all villages served."""

    _name = "legal.evaluation.result"
    _description = "Adviser's annual result"
    _inherit = ["legal.evaluation.result.mixin"]
    _auto = False
    _rec_names_search = ["advisor_id"]
    _depends = {"legal.evaluation": ["advisor_id"]}
    _group_column = "advisor_id"

    advisor_id = fields.Many2one("legal.advisor", "Legal adviser", readonly=True)
