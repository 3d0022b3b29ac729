from odoo import models


class LegalAssignment(models.Model):
    """Money of assignments, from either end."""

    _inherit = "legal.assignment"

    def action_view_contract_lines(self):
        """What these assignments cost, by contract and funding source."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_fund_commitment"
        )
        lines = self.env["purchase.order.line"].search(
            [
                ("legal_assignment_id", "in", self.ids),
                ("order_id.state", "!=", "cancel"),
            ]
        )
        action |= {"domain": [("id", "in", lines.ids)], "context": {}}
        if len(lines) == 1:
            form = self.env.ref("village_legal_advisor.fund_commitment_view_form")
            action |= {"views": [(form.id, "form")], "res_id": lines.id}
        return action

    def _get_acceptance_lines_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_acceptance_line"
        )
        return action | {"domain": [("assignment_id", "in", self.ids)], "context": {}}
