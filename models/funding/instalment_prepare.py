from odoo import models

from .acceptance import FINANCE


class LegalInstalment(models.Model):
    """The acceptances of an instalment: one for each contract in force."""

    _inherit = "legal.instalment"

    def action_prepare_acceptances(self):
        """Make the acceptances that the contracts in force lack, and show them all."""
        self._check_group(FINANCE)
        self.check_access("read")
        orders = self.env["purchase.order"].search(
            [
                ("legal_program_id", "in", self.program_id.ids),
                ("state", "=", "purchase"),
            ]
        )
        return self._prepare_acceptances(orders)._get_list_action()

    def _prepare_acceptances(self, orders):
        """Acceptances of these instalments and contracts; lacking ones are made.

        :param orders: contracts in force
        :rtype: legal.acceptance
        """
        Acceptance = self.env["legal.acceptance"]
        found = Acceptance.search(
            [("instalment_id", "in", self.ids), ("order_id", "in", orders.ids)]
        )
        present = {(row.order_id, row.instalment_id) for row in found}
        lacking = [
            {"order_id": order.id, "instalment_id": instalment.id}
            for instalment in self
            for order in orders
            if order.legal_program_id == instalment.program_id
            and (order, instalment) not in present
        ]
        made = Acceptance.sudo()._guarded_create(lacking).sudo(False)
        made._refresh_lines()
        # Where no assignment served in the period there is nothing to accept.
        empty = made.filtered(lambda rec: not rec.line_ids)
        # Made a moment ago, by the same right.
        empty.sudo().unlink()
        return found | (made - empty)
