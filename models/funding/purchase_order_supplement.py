from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .purchase_order import IN_FORCE

# Government Procurement Law (政府采购法) 49.
SUPPLEMENT_SHARE = 0.1


class PurchaseOrder(models.Model):
    """Supplements of a contract: at most a tenth of it, all together."""

    _inherit = "purchase.order"

    legal_supplement_of_id = fields.Many2one(
        "purchase.order",
        "Supplement to",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        tracking=True,
        help="The contract that this order adds to. All supplements of a contract "
        "together are at most 10 % of it.",
    )
    legal_supplement_ids = fields.One2many(
        "purchase.order", "legal_supplement_of_id", "Supplement contracts"
    )
    legal_supplement_left = fields.Monetary(
        "Left for supplements", compute="_compute_legal_supplement_left"
    )

    @api.depends(
        "amount_total",
        "legal_agreed_total",
        "legal_supplement_ids.amount_total",
        "legal_supplement_ids.state",
    )
    def _compute_legal_supplement_left(self):
        for order in self:
            order.legal_supplement_left = (
                order._get_supplement_limit() - order._get_supplemented()
            )

    def _get_supplement_limit(self):
        self.ensure_one()
        currency = self.currency_id or self.company_id.currency_id
        # Never above the tenth: a limit is rounded down to the cent.
        total = self.legal_agreed_total or self.amount_total
        limit = currency.round(total * SUPPLEMENT_SHARE)
        if currency.compare_amounts(limit * 10, total) > 0:
            limit -= currency.rounding
        return limit

    def _get_supplemented(self):
        """Total including tax of the supplements in force.

        Of all of them, whatever the user's other companies or filters.
        """
        self.ensure_one()
        supplements = self.sudo().legal_supplement_ids
        return sum(
            supplements.filtered(lambda rec: rec.state in IN_FORCE).mapped(
                "amount_total"
            )
        )

    @api.onchange("legal_supplement_of_id")
    def _onchange_legal_supplement_of_id(self):
        original = self.legal_supplement_of_id
        if original:
            self.partner_id = original.partner_id
            self.currency_id = original.currency_id

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._get_supplement_blocker(
            self.amount_total
        )

    @api.constrains(
        "amount_total",
        "company_id",
        "currency_id",
        "legal_procurement_id",
        "legal_supplement_of_id",
        "partner_id",
        "state",
    )
    def _check_legal_supplement(self):
        self._check_company(["legal_supplement_of_id"])
        supplements = self.filtered("legal_supplement_of_id")
        for order in supplements:
            if message := order._get_supplement_link_blocker():
                raise ValidationError(message)
        for order in self.sudo().filtered("legal_supplement_ids"):
            if order.legal_supplement_of_id:
                raise ValidationError(self._get_chain_message(order))
        in_force = supplements.filtered(lambda rec: rec.state in IN_FORCE)
        # Two supplements confirmed at once would each find room for itself.
        self._legal_lock(in_force.legal_supplement_of_id.ids)
        for order in in_force:
            if message := order._get_supplement_blocker(0.0):
                raise ValidationError(message)

    def _get_chain_message(self, original):
        return self.env._(
            "%(order)s is a supplement itself: name the contract that it adds to.",
            order=original.name,
        )

    def _get_supplement_link_blocker(self):
        """Why an order is no supplement of the contract it names, or False."""
        self.ensure_one()
        original = self.sudo().legal_supplement_of_id
        if original == self or original.legal_supplement_of_id:
            return self._get_chain_message(original)
        firm = original.partner_id.commercial_partner_id
        if self.partner_id.commercial_partner_id != firm:
            return self.env._(
                "%(original)s was concluded with %(firm)s; a supplement is concluded "
                "with the same firm.",
                original=original.name,
                firm=firm.name,
            )
        if self.currency_id != original.currency_id:
            return self.env._(
                "%(original)s is in %(currency)s; its supplement is too.",
                original=original.name,
                currency=original.currency_id.name,
            )
        if self.sudo().legal_procurement_id != original.legal_procurement_id:
            return self.env._(
                "A supplement belongs to the procurement project of its contract, "
                "%(original)s.",
                original=original.name,
            )
        return False

    def _get_supplement_blocker(self, added):
        """Why a supplement may not come into force, or False.

        :param added: what is to come on top of the supplements in force
        """
        self.ensure_one()
        original = self.sudo().legal_supplement_of_id
        if not original:
            return False
        if original.state not in IN_FORCE:
            return self.env._(
                "%(original)s is not in force: confirm the contract before its "
                "supplement.",
                original=original.name,
            )
        total = original._get_supplemented() + added
        limit = original._get_supplement_limit()
        if original.currency_id.compare_amounts(total, limit) > 0:
            return self.env._(
                "The supplements of %(original)s would come to %(total)s, more than "
                "10 %% of the contract (%(limit)s). Buy what goes beyond by a "
                "procurement of its own.",
                original=original.name,
                total=original.currency_id.format(total),
                limit=original.currency_id.format(limit),
            )
        return False

    def write(self, vals):
        if vals.get("state", "purchase") not in IN_FORCE:
            self._check_no_supplements()
        if "legal_supplement_of_id" in vals:
            self._check_supplement_stays(vals["legal_supplement_of_id"])
        return super().write(vals)

    def _check_supplement_stays(self, original_id):
        """A supplement that let go of its contract would give its room back.

        :raises UserError: naming supplement and contract
        """
        for order in self:
            original = order.sudo().legal_supplement_of_id
            if original and original.id != original_id and order._legal_was_in_force():
                raise UserError(
                    self.env._(
                        "%(order)s was concluded as a supplement and adds to "
                        "%(original)s for good. Cancel it and conclude another one.",
                        order=order.name,
                        original=original.name,
                    )
                )

    def _check_no_supplements(self):
        """Refuse to take a contract out of force whose supplements are in force.

        :raises UserError: naming the contract
        """
        for order in self.sudo():
            supplements = order.legal_supplement_ids - self.sudo()
            if any(rec.state in IN_FORCE for rec in supplements):
                raise UserError(
                    self.env._(
                        "%(order)s has supplements in force: cancel them first.",
                        order=order.name,
                    )
                )
