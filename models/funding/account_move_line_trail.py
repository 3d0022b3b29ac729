from odoo import models


class AccountMoveLine(models.Model):
    """From an entry to the contract whose money it took."""

    _inherit = "account.move.line"

    def action_view_contract_line(self):
        """The contract line whose money an entry took."""
        lines = self.purchase_line_id
        return lines.legal_assignment_id.action_view_contract_lines() | {
            "domain": [("id", "in", lines.ids)]
        }

    def action_view_settled(self):
        """The lines of bills and notices that a payment settled."""
        lines = self._get_legal_counterparts().move_id.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_fund_entry"
        )
        return action | {"domain": [("id", "in", lines.ids)], "context": {}}

    def _get_legal_counterparts(self):
        """Posted lines that these were reconciled with.

        :rtype: account.move.line
        """
        lines = (
            self.matched_debit_ids.debit_move_id
            | self.matched_credit_ids.credit_move_id
        )
        return lines.filtered(lambda line: line.parent_state == "posted")
