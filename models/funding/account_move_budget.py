from odoo import api, fields, models

from .fund_sql import PURCHASE_TYPES


class AccountMove(models.Model):
    """A bill is posted within what was appropriated."""

    _name = "account.move"
    _inherit = ["account.move", "legal.over.budget.mixin"]

    legal_over_budget_total = fields.Monetary(
        "Allowed up to",
        copy=False,
        readonly=True,
        help="The document's total when it was allowed: a larger one needs a new one.",
    )
    legal_appropriation_id = fields.Many2one(
        "legal.appropriation",
        "Appropriation",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="The document whose money this entry received.",
    )
    legal_is_funding = fields.Boolean(
        "Of a funding source",
        compute="_compute_legal_is_funding",
        store=True,
        help="Whether a line lies on a program year's funding source.",
    )
    _legal_is_funding_idx = models.Index("(company_id) WHERE legal_is_funding")

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {
            "legal_appropriation_id",
            "legal_is_funding",
        }

    @api.depends(
        "line_ids.analytic_distribution", "line_ids.purchase_line_id.legal_account_id"
    )
    def _compute_legal_is_funding(self):
        for move in self:
            move.legal_is_funding = bool(move._legal_get_budget_accounts())

    def write(self, vals):
        """Control the budget whatever the way a bill is posted."""
        bills = self.browse()
        if vals.get("state") == "posted":
            bills = self.filtered(
                lambda move: move.state != "posted" and move.move_type in PURCHASE_TYPES
            )
        accounts = bills._legal_get_budget_accounts()
        if not accounts:
            return super().write(vals)
        # The figures are read from what Odoo makes where the button leads only.
        bills.line_ids.filtered(
            lambda line: not line.analytic_line_ids
        )._create_analytic_lines()
        before = accounts._legal_start_budget()
        result = super().write(vals)
        accounts._legal_judge_budget(before, bills)
        return result

    def _is_legal_budget_pending(self):
        return self.state == "draft" and self.move_type in PURCHASE_TYPES

    def _legal_get_budget_accounts(self):
        # Who posts a bill is not asked whether the account is theirs to see.
        lines = self.sudo().line_ids
        return (
            lines.distribution_analytic_account_ids.filtered("legal_program_id")
            | lines.purchase_line_id.legal_account_id
        )

    def _legal_get_increases(self):
        """Only what goes beyond the commitments that the bill settles."""
        increases, settled = {}, {}
        for line in self.invoice_line_ids.filtered(
            lambda rec: rec.display_type == "product"
        ):
            gross = line._legal_get_gross()
            for keys, percentage in (line.analytic_distribution or {}).items():
                for key in keys.split(","):
                    account = self.env["account.analytic.account"].browse(int(key))
                    if account.exists() and account.legal_program_id:
                        part = gross * percentage / 100
                        increases[account] = increases.get(account, 0.0) + part
            order_line = line.purchase_line_id
            if order_line.legal_account_id:
                settled[order_line] = settled.get(order_line, 0.0) + gross
        for order_line, gross in settled.items():
            account = order_line.legal_account_id
            if order_line.order_id.state == "purchase":
                increases[account] = increases.get(account, 0.0) - min(
                    gross, order_line.legal_open
                )
        return increases
