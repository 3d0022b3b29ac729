from odoo import fields, models


class LegalMatterTopic(models.Model):
    """What a consultation is about, by clause 四.2 of the policy."""

    _name = "legal.matter.topic"
    _description = "Matter topic"
    _inherit = ["legal.reach.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Stable name for reports and imports, such as marriage."
    )
    category_id = fields.Many2one(
        "legal.matter.category",
        index="btree_not_null",
        ondelete="restrict",
        help="Offered for this category only; empty: for all.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean("In use", default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every bureau in this database."
    )

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another topic already has this code."
    )
