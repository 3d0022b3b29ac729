from odoo import fields, models


class LegalContractPrepareLine(models.TransientModel):
    """What preparing contracts changes for one payee."""

    _name = "legal.contract.prepare.line"
    _description = "Change of a contract"
    _order = "id"

    wizard_id = fields.Many2one(
        "legal.contract.prepare", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    partner_id = fields.Many2one("res.partner", "Firm or volunteer", readonly=True)
    village_count = fields.Integer("Villages", readonly=True)
    present = fields.Monetary("So far", readonly=True)
    due = fields.Monetary("By the assignments", readonly=True)
    difference = fields.Monetary(readonly=True)
