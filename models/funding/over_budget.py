from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..common.sentinel import lift_guard

GUARDED = frozenset(
    {
        "legal_over_budget_reason",
        "legal_over_budget_user_id",
        "legal_over_budget_at",
        "legal_over_budget_total",
    }
)


class LegalOverBudgetMixin(models.AbstractModel):
    """Orders and bills that a bureau manager lets pass over the appropriation."""

    _name = "legal.over.budget.mixin"
    _description = "Spent over the appropriation with a reason"
    _inherit = ["legal.field.guard.mixin"]

    legal_over_budget_reason = fields.Text(
        "Reason for spending over the appropriation", copy=False, readonly=True
    )
    legal_over_budget_user_id = fields.Many2one(
        "res.users", "Allowed by", copy=False, readonly=True
    )
    legal_over_budget_at = fields.Datetime("Allowed at", copy=False, readonly=True)
    legal_budget_warning = fields.Text(
        "Over the appropriation",
        compute="_compute_legal_budget_warning",
        compute_sudo=True,
    )

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | GUARDED

    @api.model
    def _refuse_legal_guarded(self, names):
        if GUARDED & names:
            raise UserError(
                self.env._(
                    "Only a bureau manager records why more is spent than was "
                    "appropriated, by the button for it."
                )
            )
        return super()._refuse_legal_guarded(names)

    def _is_legal_over_budget_excused(self):
        self.ensure_one()
        within = self.currency_id.compare_amounts(
            self.amount_total, self.legal_over_budget_total
        )
        return bool(
            self.legal_over_budget_reason
            and self.legal_over_budget_user_id
            and within <= 0
        )

    def action_legal_allow_over_budget(self, reason):
        """Let documents pass although more is spent than was appropriated.

        :param str reason: kept with the document, with who recorded it and when
        :raises AccessError: for everybody but a bureau manager
        """
        if not self.env.user.has_group("village_legal_advisor.group_legal_manager"):
            raise AccessError(self.env._("Only a bureau manager may do this."))
        self.check_access("read")
        reason = (reason or "").strip()
        if not reason:
            raise ValidationError(
                self.env._("Say why more is spent than was appropriated.")
            )
        for document in self:
            blocker = document._get_legal_allow_blocker()
            if blocker:
                raise UserError(blocker)
            # A manager neither buys nor keeps accounts; the group was asked above.
            lift_guard(document.sudo()).write(
                {
                    "legal_over_budget_reason": reason,
                    "legal_over_budget_user_id": self.env.uid,
                    "legal_over_budget_at": fields.Datetime.now(),
                    "legal_over_budget_total": document.amount_total,
                }
            )
            document.sudo().message_post(
                body=self.env._(
                    "Spending over the appropriation was allowed: %(reason)s",
                    reason=reason,
                )
            )
        return True

    def _get_legal_allow_blocker(self):
        """Why a document is not for a manager to allow, or False.

        :rtype: str or bool
        """
        self.ensure_one()
        if not self._legal_get_budget_accounts():
            return self.env._(
                "%(document)s spends nothing from a program year's funding sources.",
                document=self.display_name,
            )
        if not self._is_legal_budget_pending():
            return self.env._(
                "%(document)s is in force already.", document=self.display_name
            )
        return False

    @api.depends("state", "amount_total")
    def _compute_legal_budget_warning(self):
        for document in self:
            increases = (
                document._legal_get_increases()
                if document._is_legal_budget_pending()
                else {}
            )
            accounts = self.env["account.analytic.account"].union(*increases)
            messages = []
            for account, available in accounts._legal_get_available().items():
                left = available - increases[account]
                compare = account.company_id.currency_id.compare_amounts
                if compare(increases[account], 0) > 0 and compare(left, 0) < 0:
                    messages.append(account._legal_get_over_message(-left))
            document.legal_budget_warning = "\n".join(messages)

    # === What each kind of document says ===

    def _is_legal_budget_pending(self):
        """Whether the document is not in force yet and takes no money so far."""
        raise NotImplementedError

    def _legal_get_budget_accounts(self):
        """Accounts of funding sources that the document takes money from.

        :rtype: account.analytic.account
        """
        raise NotImplementedError

    def _legal_get_increases(self):
        """What the document would take when it is put into force.

        :rtype: dict[account.analytic.account, float]
        """
        raise NotImplementedError
