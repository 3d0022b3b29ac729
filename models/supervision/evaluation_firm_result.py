from odoo import fields, models


class LegalEvaluationFirmResult(models.Model):
    """A firm's year over all assignments of its people, by the firm of the time."""

    _name = "legal.evaluation.firm.result"
    _description = "Firm's annual result"
    _inherit = ["legal.evaluation.result.mixin"]
    _auto = False
    _rec_names_search = ["firm_id"]
    _depends = {"legal.evaluation": ["firm_id"]}
    _group_column = "firm_id"

    firm_id = fields.Many2one("res.partner", "Legal service firm", readonly=True)
