from odoo import models

from .acceptance import FINANCE
from .acceptance_parts import spread
from .account_budget_codes import CODES
from .program_payment import UNPAID


class AccountMove(models.Model):
    """Which bills the treasury is asked to pay, to whom and from which budget."""

    _inherit = "account.move"

    def action_payment_request(self):
        """Download the list of payments that the treasury is asked for.

        :raises UserError: naming every bill that cannot be asked for, and why
        """
        self._check_may_request()
        self.env["legal.guard.mixin"]._raise_blockers(self._get_request_blockers())
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/payment_request?bills={ids}",
            "target": "download",
        }

    def _check_may_request(self):
        guard = self.env["legal.guard.mixin"]
        guard._check_group(FINANCE)
        guard._check_group("account.group_account_invoice")
        self.check_access("read")

    def _get_request_blockers(self):
        """Bills that the treasury cannot be asked to pay, with the reason.

        :rtype: dict[account.move, str]
        """
        blockers = {}
        for bill in self:
            if not bill.legal_program_id:
                blockers[bill] = self.env._("It is no bill of a program year.")
            elif bill.move_type == "in_refund":
                blockers[bill] = self.env._(
                    "It is a refund: set it off against a bill of the firm first."
                )
            elif bill.state != "posted":
                blockers[bill] = self.env._("It is not posted yet.")
            elif bill.payment_state not in UNPAID:
                blockers[bill] = self.env._("It is paid already.")
            elif reason := bill._get_account_blocker():
                blockers[bill] = reason
        return blockers

    def _get_account_blocker(self):
        self.ensure_one()
        firm, account = self.partner_id, self._get_payee_account()
        if not account:
            return self.env._(
                "%(firm)s has no bank account: enter it on the firm's page first.",
                firm=firm.display_name,
            )
        holder = account.partner_id
        if holder.commercial_partner_id != self.commercial_partner_id:
            return self.env._(
                "The bank account on the bill belongs to %(holder)s, not to %(firm)s: "
                "choose one of the firm's.",
                holder=holder.display_name,
                firm=firm.display_name,
            )
        if not account.bank_id:
            return self.env._(
                "The bank account of %(firm)s does not name its bank: enter it first.",
                firm=firm.display_name,
            )
        return False

    def _get_payee_account(self):
        """The account that the bill names, else the firm's first one."""
        self.ensure_one()
        accounts = (
            self.partner_bank_id
            | self.partner_id.bank_ids
            | self.commercial_partner_id.bank_ids
        )
        # Accounts that were in use are archived when somebody deletes them.
        return accounts.filtered("active")[:1]

    def _get_request_rows(self):
        """One row per bill and funding source, in the order of due dates.

        What is not paid yet of a bill is spread over its sources in proportion, so
        that the rows of a bill add up to what it leaves open.

        :return: dicts of ``bill``, ``source``, ``amount`` and the budget's codes
        :rtype: list[dict]
        """
        accounts = self.invoice_line_ids.purchase_line_id.legal_account_id
        codes = accounts._legal_get_codes()
        rows = []
        for bill in self.sorted(lambda rec: (rec.invoice_date_due or rec.date, rec.id)):
            cents = 10**bill.currency_id.decimal_places
            by_source = bill.invoice_line_ids.filtered("purchase_line_id").grouped(
                lambda line: line.purchase_line_id.legal_account_id
            )
            parts = spread(
                round(bill.amount_residual * cents),
                [
                    round(sum(lines.mapped("price_total")) * cents)
                    for lines in by_source.values()
                ],
            )
            for account, part in zip(by_source, parts, strict=True):
                if part:
                    rows.append(
                        {
                            "bill": bill,
                            "source": account.legal_source,
                            "amount": round(part / cents, 2),
                        }
                        | codes.get(account, dict.fromkeys(CODES, ""))
                    )
        return rows
