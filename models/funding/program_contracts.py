from odoo import fields, models


class LegalProgram(models.Model):
    """The contracts of a year, counted and shown."""

    _inherit = "legal.program"

    contract_count = fields.Integer(
        "Contracts",
        compute="_compute_contract_count",
        groups="village_legal_advisor.group_legal_finance,"
        "village_legal_advisor.group_legal_leading",
    )

    def _compute_contract_count(self):
        counts = dict(
            self.env["purchase.order"]._read_group(
                [("legal_program_id", "in", self.ids), ("state", "!=", "cancel")],
                ["legal_program_id"],
                ["__count"],
            )
        )
        for program in self:
            program.contract_count = counts.get(program, 0)

    def action_view_contracts(self):
        """Contracts of these years."""
        return self._get_contracts_action()

    def _get_contracts_action(self, orders=None):
        """Contracts as a list; a single one as its form.

        :param orders: some of them, else all of these years
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_contract"
        )
        if orders is None:
            return action | {"domain": [("legal_program_id", "in", self.ids)]}
        action["domain"] = [("id", "in", orders.ids)]
        if len(orders) == 1:
            action |= {"views": [(False, "form")], "res_id": orders.id}
        return action
