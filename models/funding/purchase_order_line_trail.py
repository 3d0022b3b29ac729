from odoo import api, fields, models

from .fund_status import TOWNSHIPS
from .purchase_order_paid import MONEY_READERS


class PurchaseOrderLine(models.Model):
    """From an amount of money to what was done for it, and back.

    A contract line stands in the middle: it knows the funding source on one side and
    the village's assignment on the other.
    """

    _inherit = "purchase.order.line"

    legal_paid = fields.Monetary(
        "Amount paid",
        compute="_compute_legal_paid",
        compute_sudo=True,
        groups=MONEY_READERS,
    )

    @api.depends("invoice_lines.parent_state", "invoice_lines.move_id.amount_residual")
    def _compute_legal_paid(self):
        paid = self._get_legal_paid()
        for line in self:
            line.legal_paid = paid[line]

    def action_view_fund(self):
        """The funding source's money in the line's township."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_fund_status"
        )
        return action | {
            "views": [(False, "form")],
            "res_id": self.legal_account_id.id * TOWNSHIPS + self.legal_township_id.id,
            "context": {},
        }

    def action_view_contract(self):
        """The contract that the line belongs to."""
        return self.order_id.legal_program_id._get_contracts_action(self.order_id)

    def action_view_acceptance_lines(self):
        """What was accepted for the assignments of these lines."""
        return self.legal_assignment_id._get_acceptance_lines_action()

    def action_view_months(self):
        """Month by month, the hours that the money pays for."""
        return self.legal_assignment_id.action_view_months()

    def action_view_legal_bills(self):
        """Bills and refunds that took money of these lines."""
        action = self.order_id.legal_program_id._get_bills_action("posted")
        return action | {
            "domain": [("invoice_line_ids.purchase_line_id", "in", self.ids)],
            "context": {},
        }
