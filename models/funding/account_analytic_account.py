from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.sentinel import is_guard_lifted

SOURCES = [
    ("transfer", "Transfer payment"),
    ("village", "Village's share"),
    ("other", "Other"),
]


class AccountAnalyticAccount(models.Model):
    """One account for each funding source of a program year.

    Every amount of money lies wholly on one of them, so that Odoo's analytic reports
    show where it comes from.
    """

    _name = "account.analytic.account"
    _inherit = ["account.analytic.account", "legal.field.guard.mixin"]

    legal_program_id = fields.Many2one(
        "legal.program",
        "Program year",
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
        readonly=True,
    )
    legal_source = fields.Selection(
        SOURCES, "Funding source", copy=False, readonly=True
    )

    _legal_source_of_program = models.Constraint(
        "CHECK ((legal_program_id IS NULL) = (legal_source IS NULL))",
        "A funding source belongs to a program year.",
    )
    _legal_source_once = models.UniqueIndex(
        "(legal_program_id, legal_source) WHERE legal_program_id IS NOT NULL",
        "The program year has an account for this funding source already.",
    )

    def write(self, vals):
        kept = {"plan_id", "company_id"} & vals.keys()
        if kept and self.legal_program_id and not is_guard_lifted(self.env):
            self._refuse_legal_guarded(kept)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_funding_source(self):
        if any(account.legal_program_id.state != "draft" for account in self) and (
            self.legal_program_id
        ):
            raise UserError(
                self.env._("The account of a program year's funding source stays.")
            )

    @api.model
    def _get_legal_guarded(self):
        return super()._get_legal_guarded() | {"legal_program_id", "legal_source"}

    @api.model
    def _refuse_legal_guarded(self, names):
        raise UserError(
            self.env._("Accounts of funding sources are made with the program year.")
        )

    def _legal_lock(self):
        """Let one of several transactions that spend from these accounts go first.

        The others fail at this write and are run again by Odoo, see
        `legal.assignment._lock_advisors`. The inner lock keeps the order of rows.
        """
        if not self:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE account_analytic_account account
                   SET legal_source = account.legal_source
                  FROM (SELECT id
                          FROM account_analytic_account
                         WHERE id IN %s
                         ORDER BY id
                           FOR NO KEY UPDATE) locked
                 WHERE account.id = locked.id
                """,
                tuple(self.ids),
            )
        )
