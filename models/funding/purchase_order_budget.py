from odoo import fields, models


class PurchaseOrder(models.Model):
    """A contract is confirmed within what was appropriated."""

    _name = "purchase.order"
    # The last one stands here again: behind the mixin that builds on it.
    _inherit = [
        "purchase.order",
        "legal.over.budget.mixin",
        "legal.field.guard.mixin",
    ]

    legal_over_budget_total = fields.Monetary(
        "Allowed up to",
        copy=False,
        readonly=True,
        help="The document's total when it was allowed: a larger one needs a new one.",
    )

    def write(self, vals):
        """Control the budget whatever the way a contract comes into force."""
        pending = self.env["purchase.order"]
        if vals.get("state") == "purchase":
            pending = self.filtered(lambda order: order.state != "purchase")
        accounts = pending._legal_get_budget_accounts()
        if not accounts:
            return super().write(vals)
        before = accounts._legal_start_budget()
        result = super().write(vals)
        accounts._legal_judge_budget(before, pending)
        return result

    def _is_legal_budget_pending(self):
        return self.state in ("draft", "sent", "to approve")

    def _legal_get_budget_accounts(self):
        # Who confirms an order need not keep accounts.
        return self.sudo().order_line.legal_account_id

    def _legal_get_increases(self):
        increases = {}
        for line in self.order_line.filtered("legal_account_id"):
            account = line.legal_account_id
            increases[account] = increases.get(account, 0.0) + line.product_qty
        return increases
