from odoo import api, fields, models

MONEY_READERS = (
    "village_legal_advisor.group_legal_finance,"
    "village_legal_advisor.group_legal_manager,"
    "village_legal_advisor.group_legal_leading"
)


class PurchaseOrder(models.Model):
    """What was billed and paid of a contract, read from the accounts."""

    _inherit = "purchase.order"

    legal_billed = fields.Monetary(
        "Billed", compute="_compute_legal_paid", compute_sudo=True, groups=MONEY_READERS
    )
    legal_paid = fields.Monetary(
        "Paid", compute="_compute_legal_paid", compute_sudo=True, groups=MONEY_READERS
    )
    legal_acceptance_count = fields.Integer(
        "Acceptances",
        compute="_compute_legal_acceptance_count",
        compute_sudo=True,
        groups=MONEY_READERS,
    )

    @api.depends("order_line.invoice_lines.move_id.payment_state")
    def _compute_legal_paid(self):
        lines = self._get_legal_lines()
        billed, paid = lines._get_legal_billed(), lines._get_legal_paid()
        for order in self:
            its_lines = order._get_legal_lines()
            order.legal_billed = sum(billed[line] for line in its_lines)
            order.legal_paid = sum(paid[line] for line in its_lines)

    def _compute_legal_acceptance_count(self):
        counts = dict(
            self.env["legal.acceptance"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.legal_acceptance_count = counts.get(order, 0)

    def action_view_acceptances(self):
        """Acceptances of these contracts."""
        return (
            self.env["legal.acceptance"]
            .search([("order_id", "in", self.ids)])
            ._get_list_action()
        )


class LegalAssignment(models.Model):
    """What was accepted and paid of an assignment's fee."""

    _inherit = "legal.assignment"

    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_accepted = fields.Monetary(
        "Amount accepted", compute="_compute_paid", compute_sudo=True, groups=MONEY_READERS
    )
    amount_paid = fields.Monetary(
        "Amount paid", compute="_compute_paid", compute_sudo=True, groups=MONEY_READERS
    )

    @api.depends(
        "contract_line_ids.qty_received",
        "contract_line_ids.invoice_lines.move_id.payment_state",
    )
    def _compute_paid(self):
        lines = self.contract_line_ids.filtered(
            lambda line: line.order_id.state == "purchase"
        )
        paid = lines._get_legal_paid()
        for assignment in self:
            its_lines = lines & assignment.contract_line_ids
            assignment.amount_accepted = sum(its_lines.mapped("qty_received"))
            assignment.amount_paid = sum(paid[line] for line in its_lines)
