from odoo import fields, models


class LegalLectureAudience(models.Model):
    """A kind of people that lectures address (clause 五: different audiences)."""

    _name = "legal.lecture.audience"
    _description = "Audience of lectures"
    _inherit = ["legal.reach.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every bureau of the database."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean("In use", default=True)
    color = fields.Integer()
