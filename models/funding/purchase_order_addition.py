from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..common.sentinel import lift_guard
from .purchase_order import IN_FORCE

# What decides which contracts an order in force stands beside.
PLACE_FIELDS = frozenset(
    {
        "legal_lot_id",
        "legal_procurement_id",
        "legal_program_id",
        "partner_id",
        "state",
    }
)


class Together(frozenset):
    """Ids of orders confirmed in one step; such an object cannot come over RPC."""


class PurchaseOrder(models.Model):
    """What a firm gets beyond its contract and a tenth is bought anew.

    Government Procurement Law (政府采购法) 49, whether or not the order is called a
    supplement. What only goes from one adviser or firm to another adds nothing.
    """

    _inherit = "purchase.order"

    legal_is_addition = fields.Boolean(
        "Came after a contract",
        copy=False,
        readonly=True,
        help="Concluded when the firm had a contract of the same procurement project "
        "and lot already.",
    )

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {"legal_is_addition"}

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda rec: rec.state in IN_FORCE)._conclude_beside()
        return orders

    def write(self, vals):
        if not PLACE_FIELDS & vals.keys():
            return super().write(vals)
        before = {order: order._get_place() for order in self}
        result = super().write(vals)
        self.filtered(
            lambda order: order.state in IN_FORCE
            and order._get_place() != before[order]
        )._conclude_beside()
        return result

    def button_confirm(self):
        together = Together(self.filtered(lambda rec: rec.state not in IN_FORCE).ids)
        return super(
            PurchaseOrder, self.with_context(legal_together=together)
        ).button_confirm()

    def _get_place(self):
        """Whether an order is in force, and what it is in force beside."""
        self.ensure_one()
        order = self.sudo()
        return (
            order.state in IN_FORCE,
            order.legal_program_id,
            order.partner_id.commercial_partner_id,
            order.legal_procurement_id,
            order.legal_lot_id,
        )

    def _conclude_beside(self):
        """Hold orders that came into force to the contracts that were there before.

        :raises ValidationError: naming the contract that is added to too much
        """
        together = Together(self._get_together() | set(self.ids))
        orders = self.with_context(legal_together=together)
        for order in orders.sudo():
            if message := order._get_addition_blocker():
                raise ValidationError(message)
            is_addition = order._get_contracts_beside()._came_before()
            if order.legal_is_addition != is_addition:
                lift_guard(order).legal_is_addition = is_addition

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._get_addition_blocker()

    def _get_addition_blocker(self):
        """Why an order may not come into force beside the firm's contracts, or False.

        :rtype: str or bool
        """
        self.ensure_one()
        # Who confirms an order need not read what the firm has beside it.
        order = self.sudo()
        contracts = order._get_contracts_beside()
        if not contracts._came_before():
            return False
        added = order._get_added(contracts)
        left = sum(contracts._get_concluded_first().mapped("legal_supplement_left"))
        if order.currency_id.compare_amounts(added, max(left, 0.0)) <= 0:
            return False
        return self.env._(
            "%(original)s is in force already with %(firm)s in this procurement "
            "project, and %(total)s is more than its supplements may still come to "
            "(%(left)s). This needs a procurement of its own, or a lot that was "
            "awarded to the firm.",
            original=contracts[0].name,
            firm=contracts[0].partner_id.name,
            total=order.currency_id.format(added),
            left=order.currency_id.format(max(left, 0.0)),
        )

    def _get_contracts_beside(self):
        """Contracts in force of the same year, firm, project and lot.

        :return: the earliest first; none for supplements and orders of no year
        :rtype: purchase.order
        """
        self.ensure_one()
        if self.legal_supplement_of_id or not self.legal_program_id:
            return self.browse()
        firm = self.partner_id.commercial_partner_id
        domain = (
            Domain("legal_program_id", "=", self.legal_program_id.id)
            & Domain("partner_id.commercial_partner_id", "=", firm.id)
            & Domain("state", "in", IN_FORCE)
            & Domain("legal_supplement_of_id", "=", False)
            & Domain("id", "!=", self._origin.id)
        )
        if self.legal_procurement_id:
            domain &= Domain("legal_procurement_id", "=", self.legal_procurement_id.id)
        if self.legal_lot_id:
            # Another lot of the firm was awarded to it: that is no addition.
            domain &= Domain("legal_lot_id", "=", self.legal_lot_id.id)
        return self.search(domain, order="date_approve, id")

    def _came_before(self):
        """Whether some of these contracts were not concluded in the same step.

        Those that are concluded together only add nothing to each other.
        """
        return bool(set(self.ids) - self._get_together())

    @api.model
    def _get_together(self):
        together = self.env.context.get("legal_together")
        return together if isinstance(together, Together) else Together()

    def _get_added(self, contracts):
        """What the firm would have in all beyond what was concluded first.

        :param contracts: that the order comes beside
        :rtype: float
        """
        self.ensure_one()
        orders = contracts | self
        present = sum(orders.mapped("amount_total")) - orders._get_taken_over()
        # What lapsed with its year is not there to be given to anybody else.
        present += sum(contracts.order_line.mapped("legal_lapsed"))
        first = contracts._get_concluded_first()
        concluded = sum(first.mapped("legal_agreed_total"))
        return self.currency_id.round(present - concluded)

    def _get_concluded_first(self):
        """Contracts that the others came after; all where those are cancelled."""
        return self.filtered(lambda rec: not rec.legal_is_addition) or self

    def _get_taken_over(self):
        """What orders of one firm cost for villages that another firm served before.

        A village's year never costs more than its fee: the other firm's contract gave
        it up.

        :rtype: float
        """
        lines = self._get_legal_lines()
        served = self.env["purchase.order.line"].search(
            Domain("order_id.legal_program_id", "in", self.legal_program_id.ids)
            & Domain("legal_village_id", "in", lines.legal_village_id.ids)
            & Domain(
                "order_id.partner_id.commercial_partner_id",
                "not in",
                self.partner_id.commercial_partner_id.ids,
            )
            & (
                Domain("order_id.state", "in", IN_FORCE)
                | Domain("order_id.date_approve", "!=", False)
            )
        )
        villages = served.legal_village_id
        taken = lines.filtered(lambda line: line.legal_village_id in villages)
        return sum(taken.mapped("product_qty"))
