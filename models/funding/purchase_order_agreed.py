from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .purchase_order import IN_FORCE


class PurchaseOrder(models.Model):
    """What a contract was concluded for; nothing raises it afterwards.

    Supplements are measured by the contract as it was concluded (政府采购法 49), and
    what is added to it is a supplement.
    """

    _inherit = "purchase.order"

    legal_agreed_total = fields.Monetary(
        "Concluded for",
        compute="_compute_legal_agreed_total",
        store=True,
        copy=False,
        help="Total including tax when the contract came into force. Supplements are "
        "measured by it.",
    )

    @api.depends("state")
    def _compute_legal_agreed_total(self):
        for order in self:
            total = 0.0
            if order.state in IN_FORCE:
                total = order._origin.legal_agreed_total or order.amount_total
            order.legal_agreed_total = total

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {"legal_agreed_total"}

    @api.model
    def _refuse_legal_guarded(self, names):
        if "legal_agreed_total" in names:
            raise UserError(
                self.env._("What a contract was concluded for follows from itself.")
            )
        return super()._refuse_legal_guarded(names)

    @api.constrains("amount_total", "legal_procurement_id", "state")
    def _check_legal_not_raised(self):
        for order in self.filtered("legal_procurement_id"):
            compare = order.currency_id.compare_amounts
            agreed = order.legal_agreed_total
            if order.state in IN_FORCE and compare(order.amount_total, agreed) > 0:
                raise ValidationError(
                    self.env._(
                        "%(order)s was concluded for %(total)s and is not raised "
                        "afterwards. What is added is a supplement of its own: all "
                        "together at most 10 %% of the contract.",
                        order=order.name,
                        total=order.currency_id.format(agreed),
                    )
                )
