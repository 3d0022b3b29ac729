from collections import namedtuple

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import fund_sql
from .fund_ledger_sql import prepare

Figures = namedtuple("Figures", "appropriated received committed actual paid available")
ZERO = Figures(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


class AccountAnalyticAccount(models.Model):
    """Budget control: what may still be spent from a funding source."""

    _inherit = "account.analytic.account"

    def _legal_get_figures(self):
        """From appropriated to paid, read from posted entries at this moment.

        Whoever asks has checked that the user may know: no right is asked here.

        :rtype: dict[account.analytic.account, Figures]
        """
        if not self:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT f.*
                  FROM legal_program p
                  JOIN res_company c ON c.id = p.company_id
                 CROSS JOIN LATERAL (%s) f
                 WHERE p.id = ANY(%s) AND f.account_id = ANY(%s)
                """,
                fund_sql.get_figures(prepare(self.env)),
                self.legal_program_id.ids,
                self.ids,
            )
        )
        figures = dict.fromkeys(self, ZERO)
        for row in rows:
            account = self.browse(row["account_id"]).with_prefetch(self.ids)
            currency = account.sudo().company_id.currency_id
            found = figures[account]
            figures[account] = Figures(
                *(
                    currency.round(getattr(found, name) + float(row[name]))
                    for name in Figures._fields[:-1]
                ),
                0.0,
            )
        return {
            account: found._replace(
                available=account.sudo().company_id.currency_id.round(
                    found.appropriated - found.committed - found.actual
                )
            )
            for account, found in figures.items()
        }

    def _legal_get_available(self):
        return {
            account: figures.available
            for account, figures in self._legal_get_figures().items()
        }

    def _legal_start_budget(self):
        """What is available before something is put into force.

        Where a program blocks, others who spend from the account wait here; the one
        who comes second runs again and reads what the first one left.
        """
        accounts = self.filtered("legal_program_id")
        accounts.filtered(
            lambda account: account.legal_program_id.budget_control == "block"
        )._legal_lock()
        return accounts._legal_get_available()

    def _legal_judge_budget(self, before, documents):
        """Compare with what is available afterwards.

        Only what takes money can be over: a bill that turns a commitment into an
        expense, or a refund, changes nothing.

        :param dict before: of `_legal_start_budget`
        :param documents: what was put into force: orders, bills or appropriations
        :raises UserError: where the program blocks and no reason is recorded
        """
        accounts = self.filtered("legal_program_id")
        refused = []
        for account, available in accounts._legal_get_available().items():
            currency = account.company_id.currency_id
            if currency.compare_amounts(available, min(before[account], 0)) >= 0:
                continue
            touching = documents.filtered(
                lambda doc, account=account: account in doc._legal_get_budget_accounts()
            )
            message = account._legal_get_over_message(-available)
            if account.legal_program_id.budget_control == "block":
                unreasoned = [
                    doc for doc in touching if not account._legal_is_excused(doc)
                ]
                if unreasoned:
                    refused.append(message)
                    continue
            for document in touching:
                document.message_post(body=message)
        if refused:
            raise UserError(
                "\n".join(
                    [
                        *refused,
                        self.env._(
                            "Enter the increase of the appropriation, or ask a bureau "
                            "manager to record why it is spent nevertheless."
                        ),
                    ]
                )
            )

    def _legal_is_excused(self, document):
        return "legal_over_budget_reason" in document and (
            document._is_legal_over_budget_excused()
        )

    def _legal_get_over_message(self, excess):
        self.ensure_one()
        return self.env._(
            "%(account)s: %(excess)s more than was appropriated.",
            account=self.display_name,
            excess=self.company_id.currency_id.format(excess),
        )
