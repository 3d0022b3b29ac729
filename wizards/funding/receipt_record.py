from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...models.common.sentinel import lift_guard

# Money comes from somewhere else than from a bank or a partner's open items.
COUNTERPART_TYPES = (
    "income",
    "income_other",
    "liability_current",
    "liability_non_current",
    "equity",
)


class LegalReceiptRecord(models.TransientModel):
    """Books money that came in for an appropriation, as a posted entry."""

    _name = "legal.receipt.record"
    _description = "Receipt of appropriated money"
    _inherit = "legal.reach.mixin"
    _check_company_auto = True

    appropriation_id = fields.Many2one(
        "legal.appropriation", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="appropriation_id.company_id")
    currency_id = fields.Many2one(related="appropriation_id.currency_id")
    date = fields.Date(
        required=True, default=lambda self: self.env.company._legal_today()
    )
    amount = fields.Monetary(
        required=True,
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
    )
    document_number = fields.Char(
        "Voucher number", required=True, help="Of the bank's or treasury's receipt."
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Bank or cash",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
    )
    account_id = fields.Many2one(
        "account.account",
        "Income account",
        check_company=True,
        domain=[("account_type", "in", COUNTERPART_TYPES)],
    )

    @api.depends("appropriation_id")
    def _compute_amount(self):
        for wizard in self:
            wizard.amount = wizard.appropriation_id._get_not_received()

    @api.depends("company_id")
    def _compute_journal_id(self):
        for wizard in self:
            wizard.journal_id = self.env["account.journal"].search(
                [("type", "=", "bank"), ("company_id", "=", wizard.company_id.id)],
                limit=1,
            )

    def action_record(self):
        """Make and post the entry; money of a source lies wholly on its account."""
        self.ensure_one()
        self._check_receipt()
        Move = lift_guard(self.env["account.move"])
        move = Move.create(self._prepare_move_vals()).with_env(self.env)
        move.action_post()
        return move._get_records_action(name=self.env._("Receipt"))

    def _check_receipt(self):
        self.env["legal.appropriation"]._check_group(
            "village_legal_advisor.group_legal_finance"
        )
        if self.appropriation_id.state != "in_force":
            raise UserError(
                self.env._(
                    "%(document)s is not in force yet: confirm it first.",
                    document=self.appropriation_id.display_name,
                )
            )
        if self.appropriation_id.kind == "cut":
            raise UserError(self.env._("A cut brings no money."))
        if self.currency_id.compare_amounts(self.amount, 0) <= 0:
            raise ValidationError(self.env._("The amount must be above 0."))
        if self.journal_id.type not in ("bank", "cash") or (
            not self.journal_id.default_account_id
        ):
            raise ValidationError(
                self.env._("Choose a bank or cash journal that has an account.")
            )
        if self.account_id.account_type not in COUNTERPART_TYPES:
            raise ValidationError(
                self.env._("Choose an account of income, liabilities or equity.")
            )

    def _prepare_move_vals(self):
        appropriation = self.appropriation_id
        name = self.env._(
            "Received for %(document)s", document=appropriation.document_number
        )
        return {
            "move_type": "entry",
            "company_id": appropriation.company_id.id,
            "journal_id": self.journal_id.id,
            "date": self.date,
            "ref": self.document_number,
            "legal_appropriation_id": appropriation.id,
            "line_ids": [
                Command.create(
                    {
                        "name": name,
                        "account_id": self.journal_id.default_account_id.id,
                        "debit": self.amount,
                    }
                ),
                Command.create(
                    {
                        "name": name,
                        "account_id": self.account_id.id,
                        "credit": self.amount,
                        "analytic_distribution": {
                            str(appropriation.account_id.id): 100.0
                        },
                    }
                ),
            ],
        }
