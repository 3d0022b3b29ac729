from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..common.sentinel import is_guard_lifted

# States in which a contract binds, or waits for nothing but a second pair of eyes.
IN_FORCE = ("to approve", "purchase")
# Odoo reckons them from the lines; supplements and agreements are measured by them.
AMOUNTS = frozenset({"amount_untaxed", "amount_tax", "amount_total", "amount_total_cc"})


class PurchaseOrder(models.Model):
    """A contract with a firm over one program year, counted in yuan."""

    _name = "purchase.order"
    _inherit = ["purchase.order", "legal.field.guard.mixin"]

    legal_program_id = fields.Many2one(
        "legal.program",
        "Program year",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        help="Set on contracts of the village legal advisers.",
    )

    legal_village_count = fields.Integer(
        "Villages", compute="_compute_legal_totals", compute_sudo=True
    )
    legal_accepted = fields.Monetary(
        "Accepted", compute="_compute_legal_totals", compute_sudo=True
    )

    @api.depends("order_line.qty_received", "order_line.legal_village_id")
    def _compute_legal_totals(self):
        totals = {
            order: (villages, accepted)
            for order, villages, accepted in self.env[
                "purchase.order.line"
            ]._read_group(
                [("order_id", "in", self.ids), ("legal_assignment_id", "!=", False)],
                ["order_id"],
                ["legal_village_id:count_distinct", "qty_received:sum"],
            )
        }
        for order in self:
            villages, accepted = totals.get(order, (0, 0.0))
            order.legal_village_count = villages
            order.legal_accepted = accepted

    def _get_legal_lines(self):
        return self.order_line.filtered("legal_assignment_id")

    def write(self, vals):
        if {
            "partner_id",
            "currency_id",
            "company_id",
            "legal_program_id",
        } & vals.keys():
            self._check_legal_head(vals)
        if AMOUNTS & vals.keys() and not is_guard_lifted(self.env):
            for order in self:
                if order.legal_program_id or order.legal_procurement_id:
                    self._refuse_legal_guarded(AMOUNTS & vals.keys())
        if vals.get("state", "purchase") != "purchase":
            self.filtered(
                lambda order: order.state != vals["state"]
            )._check_legal_nothing_accepted()
        return super().write(vals)

    def _check_legal_head(self, vals):
        if is_guard_lifted(self.env):
            return
        for order in self.filtered(lambda rec: rec._get_legal_lines()):
            changed = [
                name
                for name in (
                    "partner_id",
                    "currency_id",
                    "company_id",
                    "legal_program_id",
                )
                if name in vals and vals[name] != order[name].id
            ]
            if changed:
                raise UserError(
                    self.env._(
                        "%(order)s was prepared from the assignments: firm, currency "
                        "and program year stay. Prepare the contracts again instead.",
                        order=order.name,
                    )
                )

    @api.constrains("state")
    def _check_legal_confirmed(self):
        # Approvals and states written over RPC pass by the confirmation.
        for order in self.sudo().filtered(lambda rec: rec.state in IN_FORCE):
            if message := order._get_legal_blocker():
                raise ValidationError(message)

    def _confirmation_error_message(self):
        return super()._confirmation_error_message() or self._get_legal_blocker()

    def _get_legal_blocker(self):
        """Why a contract cannot be confirmed, or False.

        :rtype: str or bool
        """
        self.ensure_one()
        lines = self._get_legal_lines()
        product = self.env.ref("village_legal_advisor.product_fee")
        stray = self.order_line.filtered(
            lambda line: not line.display_type and not line.legal_assignment_id
        )
        if not self.legal_program_id:
            if product in self.order_line.product_id:
                return self.env._(
                    "%(product)s is bought by contracts that are prepared from the "
                    "assignments of a program year.",
                    product=product.display_name,
                )
            return False
        if stray or not lines:
            return self.env._(
                "A contract of a program year holds lines of its assignments only. "
                "Prepare the contracts from the program year; buy other things by "
                "another order."
            )
        if self.legal_program_id.state != "open":
            return self.env._(
                "%(program)s is not open.", program=self.legal_program_id.display_name
            )
        if self.currency_id != self.company_id.currency_id:
            return self.env._("Contracts are in the bureau's own currency.")
        payees = {line.legal_assignment_id: self.partner_id for line in lines}
        blockers = self.env["legal.assignment"]._get_payee_blockers(payees)
        if blockers:
            return "\n".join(self.env["legal.assignment"]._list_blockers(blockers))
        return lines._get_total_message()

    def _add_supplier_to_product(self):
        # Contracts say what is paid, no price list does.
        return super(
            PurchaseOrder, self.filtered(lambda rec: not rec.legal_program_id)
        )._add_supplier_to_product()

    def _check_legal_nothing_accepted(self):
        """Refuse to take contracts out of force whose services were accepted.

        :raises UserError: naming the contract
        """
        for order in self:
            if any(line.qty_received for line in order._get_legal_lines()):
                raise UserError(
                    self.env._(
                        "Services under %(order)s were accepted: it stays in force. "
                        "End the assignments instead, and what is left is not paid.",
                        order=order.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_confirmed(self):
        for order in self:
            contract = order.legal_program_id or order.legal_procurement_id
            if contract and order.date_approve:
                raise UserError(
                    self.env._(
                        "%(order)s was in force and stays on record.", order=order.name
                    )
                )
