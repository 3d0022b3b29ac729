from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    legal_program_id = fields.Many2one(
        "legal.program",
        "Program year",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
