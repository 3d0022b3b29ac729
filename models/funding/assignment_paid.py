from odoo import api, fields, models

from .purchase_order_paid import MONEY_READERS


class LegalAssignment(models.Model):
    """What was accepted and paid of an assignment's fee."""

    _inherit = "legal.assignment"

    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_accepted = fields.Monetary(
        "Amount accepted",
        compute="_compute_paid",
        compute_sudo=True,
        groups=MONEY_READERS,
    )
    amount_paid = fields.Monetary(
        "Amount paid", compute="_compute_paid", compute_sudo=True, groups=MONEY_READERS
    )

    @api.depends(
        "contract_line_ids.qty_received",
        "contract_line_ids.invoice_lines.move_id.state",
        "contract_line_ids.invoice_lines.move_id.amount_residual",
    )
    def _compute_paid(self):
        lines = self.contract_line_ids.filtered(
            lambda line: line.order_id.state == "purchase"
        )
        paid = lines._get_legal_paid()
        for assignment in self:
            its_lines = lines & assignment.contract_line_ids
            assignment.amount_accepted = sum(its_lines.mapped("qty_received"))
            assignment.amount_paid = sum(paid[line] for line in its_lines)
