from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.sentinel import is_guard_lifted
from .account_analytic_account import SOURCES

# What follows from the assignment and what was accepted is never typed in.
LOCKED_FIELDS = frozenset(
    {
        "analytic_distribution",
        "discount",
        "order_id",
        "price_subtotal",
        "price_tax",
        "price_total",
        "price_unit",
        "product_id",
        "product_qty",
        "product_uom_id",
        "qty_received",
        "qty_received_manual",
    }
)


class PurchaseOrderLine(models.Model):
    """An assignment's fee from one funding source; a unit is a yuan."""

    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "legal.field.guard.mixin"]

    legal_assignment_id = fields.Many2one(
        "legal.assignment",
        "Assignment",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    legal_source = fields.Selection(SOURCES, "Funding source", copy=False)
    legal_village_id = fields.Many2one(
        related="legal_assignment_id.village_id",
        string="Village or community",
        store=True,
        index="btree_not_null",
    )
    legal_township_id = fields.Many2one(
        related="legal_assignment_id.township_id",
        string="Township",
        store=True,
        index="btree_not_null",
    )
    legal_account_id = fields.Many2one(
        "account.analytic.account",
        "Account of the funding source",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )

    _legal_source_of_assignment = models.Constraint(
        "CHECK ((legal_assignment_id IS NULL) = (legal_source IS NULL) "
        "AND (legal_assignment_id IS NULL) = (legal_account_id IS NULL))",
        "A contract line has an assignment, a funding source and its account.",
    )
    _legal_source_once = models.UniqueIndex(
        "(order_id, legal_assignment_id, legal_source, legal_account_id) "
        "WHERE legal_assignment_id IS NOT NULL",
        "The contract has a line for this assignment and funding source already.",
    )
    _legal_yuan = models.Constraint(
        "CHECK (legal_assignment_id IS NULL "
        "OR (price_unit = 1 AND COALESCE(discount, 0) = 0 AND product_qty >= 0))",
        "Contract lines are counted in yuan: the price is 1, without a discount.",
    )

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {
            "legal_account_id",
            "legal_assignment_id",
            "legal_source",
            "legal_township_id",
            "legal_village_id",
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Also where contracts are prepared: a default may say otherwise.
        received = lines.filtered(
            lambda line: line.qty_received or line.qty_received_manual
        )
        if received.legal_assignment_id:
            self._refuse_legal_guarded({"qty_received"})
        return lines

    def write(self, vals):
        locked = LOCKED_FIELDS & vals.keys()
        if locked and self.legal_assignment_id and not is_guard_lifted(self.env):
            self._refuse_legal_guarded(locked)
        return super().write(vals)

    @api.model
    def _refuse_legal_guarded(self, names):
        raise UserError(
            self.env._(
                "Contract lines follow from the assignments, and what was received "
                "from acceptance. Prepare the contracts again, or accept what was "
                "done."
            )
        )

    @api.constrains("tax_ids", "product_qty", "legal_assignment_id")
    def _check_legal_total(self):
        message = self._get_total_message()
        if message:
            raise ValidationError(message)

    def _get_total_message(self):
        """Say which lines cost more than their fee: taxes must be included (rule 11).

        :rtype: str or bool
        """
        for line in self:
            if line.legal_assignment_id and line.currency_id.compare_amounts(
                line.price_total, line.product_qty
            ):
                return self.env._(
                    "%(line)s: with its taxes the line comes to %(total)s, the fee is "
                    "%(fee)s. Use a tax that is included in the price, or none.",
                    line=line.legal_assignment_id.display_name,
                    total=line.currency_id.format(line.price_total),
                    fee=line.currency_id.format(line.product_qty),
                )
        return False

    @api.depends("legal_account_id")
    def _compute_analytic_distribution(self):
        legal = self.filtered("legal_account_id")
        for line in legal:
            line.analytic_distribution = {str(line.legal_account_id.id): 100.0}
        return super(PurchaseOrderLine, self - legal)._compute_analytic_distribution()
