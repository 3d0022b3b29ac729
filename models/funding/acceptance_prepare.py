from odoo import models
from odoo.exceptions import UserError

from .acceptance import FINANCE


class LegalInstalment(models.Model):
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
        # A contract whose assignments did not serve in the period has nothing to accept.
        empty = made.filtered(lambda rec: not rec.line_ids)
        # Made a moment ago, by the same right.
        empty.sudo().unlink()
        return found | (made - empty)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def action_prepare_acceptances(self):
        """Acceptances of these contracts, for every instalment that has begun."""
        self._check_group(FINANCE)
        self.check_access("read")
        acceptances = self.env["legal.acceptance"]
        for program, orders in self.grouped("legal_program_id").items():
            if any(order.state != "purchase" for order in orders) or not program:
                raise UserError(
                    self.env._("Only contracts in force have acceptances.")
                )
            today = program.company_id._legal_today()
            instalments = program.instalment_ids.filtered(
                lambda rec, today=today: rec.date_from <= today
            )
            acceptances |= instalments._prepare_acceptances(orders)
        return acceptances._get_list_action()

    def _check_group(self, *xmlids):
        self.env["legal.guard.mixin"]._check_group(*xmlids)


class LegalAcceptance(models.Model):
    _inherit = "legal.acceptance"

    def _get_list_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_acceptance"
        )
        action |= {"domain": [("id", "in", self.ids)], "context": {}}
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action
