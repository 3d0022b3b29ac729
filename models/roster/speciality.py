from odoo import fields, models


class LegalSpeciality(models.Model):
    """Field of law that an adviser is strong in; helps to choose one for a village."""

    _name = "legal.speciality"
    _description = "Speciality"
    _inherit = ["legal.reach.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean("In use", default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: every bureau of the database uses it."
    )
