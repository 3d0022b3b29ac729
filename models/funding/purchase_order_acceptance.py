from odoo import fields, models
from odoo.exceptions import UserError

from .acceptance import FINANCE
from .purchase_order_paid import MONEY_READERS


class PurchaseOrder(models.Model):
    """Acceptances of a contract."""

    _inherit = "purchase.order"

    legal_acceptance_count = fields.Integer(
        "Acceptances",
        compute="_compute_legal_acceptance_count",
        compute_sudo=True,
        groups=MONEY_READERS,
    )

    def _compute_legal_acceptance_count(self):
        counts = dict(
            self.env["legal.acceptance"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.legal_acceptance_count = counts.get(order, 0)

    def action_prepare_acceptances(self):
        """Acceptances of these contracts, for every instalment that has begun."""
        self._check_group(FINANCE)
        self.check_access("read")
        acceptances = self.env["legal.acceptance"]
        for program, orders in self.grouped("legal_program_id").items():
            if any(order.state != "purchase" for order in orders) or not program:
                raise UserError(self.env._("Only contracts in force have acceptances."))
            today = program.company_id._legal_today()
            instalments = program.instalment_ids.filtered(
                lambda rec, today=today: rec.date_from <= today
            )
            acceptances |= instalments._prepare_acceptances(orders)
        return acceptances._get_list_action()

    def _check_legal_nothing_accepted(self):
        result = super()._check_legal_nothing_accepted()
        acceptance = (
            self.env["legal.acceptance"]
            .sudo()
            .search([("order_id", "in", self.ids), ("state", "!=", "draft")], limit=1)
        )
        if acceptance:
            raise UserError(
                self.env._(
                    "%(acceptance)s is checked or accepted: the contract stays in "
                    "force. A checked one can be taken back to draft first.",
                    acceptance=acceptance.display_name,
                )
            )
        return result

    def _check_group(self, *xmlids):
        self.env["legal.guard.mixin"]._check_group(*xmlids)

    def action_view_acceptances(self):
        """Acceptances of these contracts."""
        return (
            self.env["legal.acceptance"]
            .search([("order_id", "in", self.ids)])
            ._get_list_action()
        )
