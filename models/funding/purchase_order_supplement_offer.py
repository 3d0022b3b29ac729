from odoo import api, fields, models

# An order is decided upon until it is in force.
IN_PREPARATION = ("draft", "sent")


class PurchaseOrder(models.Model):
    """An order that adds to a contract in force is its supplement, or bought anew."""

    _inherit = "purchase.order"

    legal_supplement_warning = fields.Text(
        "Adds to a contract",
        compute="_compute_legal_supplement_warning",
        compute_sudo=True,
    )

    @api.depends(
        "amount_total",
        "legal_lot_id",
        "legal_procurement_id",
        "legal_program_id",
        "legal_supplement_of_id",
        "partner_id",
        "state",
    )
    def _compute_legal_supplement_warning(self):
        for order in self:
            order.legal_supplement_warning = order._get_supplement_warning()

    def _get_supplement_warning(self):
        """Say that an order adds to a contract in force without being linked, or False.

        :rtype: str or bool
        """
        contracts = self._get_contracts_added_to()
        if not contracts or self._get_added(contracts) <= 0:
            return False
        original = self._get_fitting_contract(contracts)
        if original:
            return self.env._(
                "%(original)s is in force already with %(firm)s in this procurement "
                "project. What is added to it is a supplement: name it below.",
                original=original.name,
                firm=original.partner_id.name,
            )
        return self._get_addition_blocker()

    def _get_contracts_added_to(self):
        """Contracts beside an order that is decided upon still, the earliest first.

        :rtype: purchase.order
        """
        self.ensure_one()
        if self.state not in IN_PREPARATION:
            return self.browse()
        return self._get_contracts_beside()

    def _get_fitting_contract(self, contracts):
        """The first contract whose supplements leave room for the order."""
        return contracts.filtered(
            lambda rec: (
                rec.currency_id.compare_amounts(
                    self.amount_total, rec.legal_supplement_left
                )
                <= 0
            )
        )[:1]

    def _offer_supplement(self):
        """Make orders in preparation supplements of what they add to, where they fit.

        Beyond a tenth they are left alone: a lot or a further award is needed, and the
        order says so.
        """
        for order in self:
            original = order._get_fitting_contract(order._get_contracts_added_to())
            if original:
                order.legal_supplement_of_id = original
