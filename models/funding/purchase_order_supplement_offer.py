from odoo import api, fields, models
from odoo.fields import Domain

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
        if not contracts:
            return False
        original = self._get_fitting_contract(contracts)
        if original:
            return self.env._(
                "%(original)s is in force already with %(firm)s in this procurement "
                "project. What is added to it is a supplement: name it below.",
                original=original.name,
                firm=original.partner_id.name,
            )
        original = contracts[0]
        return self.env._(
            "%(original)s is in force already with %(firm)s in this procurement "
            "project, and %(total)s is more than its supplements may still come to "
            "(%(left)s). This needs a procurement of its own, or a lot that was "
            "awarded to the firm.",
            original=original.name,
            firm=original.partner_id.name,
            total=self.currency_id.format(self.amount_total),
            left=self.currency_id.format(max(original.legal_supplement_left, 0.0)),
        )

    def _get_contracts_added_to(self):
        """Contracts in force of the same year, firm, project and lot.

        :return: the earliest first; none for orders that are decided upon already
        :rtype: purchase.order
        """
        self.ensure_one()
        project, lot = self.legal_procurement_id, self.legal_lot_id
        if (
            self.state not in IN_PREPARATION
            or self.legal_supplement_of_id
            or not self.legal_program_id
        ):
            return self.browse()
        domain = (
            Domain("legal_program_id", "=", self.legal_program_id.id)
            & Domain("partner_id", "=", self.partner_id.id)
            & Domain("state", "=", "purchase")
            & Domain("legal_supplement_of_id", "=", False)
        )
        if project:
            domain &= Domain("legal_procurement_id", "=", project.id)
        if lot:
            # Another lot of the firm was awarded to it: that is no addition.
            domain &= Domain("legal_lot_id", "=", lot.id)
        return self.search(domain, order="date_approve, id")

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

        Beyond a tenth they are left alone: a new lot or a further award may be right,
        and the order says so.
        """
        for order in self:
            original = order._get_fitting_contract(order._get_contracts_added_to())
            if original:
                order.legal_supplement_of_id = original
