from odoo import fields, models

from ...models.funding.account_analytic_account import SOURCES


class LegalYearEndLine(models.TransientModel):
    """What of one contract and funding source is not billed."""

    _name = "legal.year.end.line"
    _description = "Commitment at the year's end"
    _order = "id"

    wizard_id = fields.Many2one("legal.year.end", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    order_id = fields.Many2one("purchase.order", "Contract", readonly=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Firm or volunteer", related_sudo=True
    )
    source = fields.Selection(SOURCES, "Funding source", readonly=True)
    ordered = fields.Monetary(readonly=True)
    billed = fields.Monetary(readonly=True)
    amount = fields.Monetary("Not billed", readonly=True)
    order_line_ids = fields.Many2many("purchase.order.line", readonly=True)
    decision = fields.Selection(
        [("lapse", "Lapses"), ("carry", "Carried forward")],
        help="Left empty, the commitment stays in this year.",
    )
