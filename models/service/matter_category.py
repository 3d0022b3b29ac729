from odoo import fields, models


class LegalMatterCategory(models.Model):
    """What an adviser does, by clause 四 of the policy; bureaus may change the list."""

    _name = "legal.matter.category"
    _description = "Matter category"
    _inherit = ["legal.reach.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Stable name for reports and imports, such as mediation."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean("In use", default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every bureau in this database."
    )
    topic_ids = fields.One2many("legal.matter.topic", "category_id")

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another category already has this code."
    )
