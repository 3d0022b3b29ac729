from odoo import models

from ...models.common.names import join_names
from ..common.sentences import get_spreadsheet_sentences


class LegalVoucherImport(models.TransientModel):
    """Why a line of the treasury's list cannot be registered."""

    _inherit = "legal.voucher.import"

    def _get_sentences(self):
        """What is wrong with a file or line by itself, by the reader's key."""
        return get_spreadsheet_sentences(self.env) | {
            "too_long": self.env._(
                "The file is too large for a list of vouchers. Import one month at a "
                "time."
            ),
            "empty": self.env._("The file holds no payment below its heading."),
            "no_heading": self.env._(
                "The file has no heading with bill number, amount, voucher number and "
                "day. Use the workbook of the payment request."
            ),
            "missing_column": self.env._("The column %(column)s is missing."),
            "no_bill": self.env._("Neither bill nor invoice number is given."),
            "no_voucher": self.env._("The voucher number is missing."),
            "bad_date": self.env._("'%(value)s' is no day. Write it like 2026-03-05."),
            "bad_amount": self.env._(
                "'%(value)s' is no amount above 0 with at most two decimals."
            ),
        }

    def _get_row_reasons(self, row, bill, by_invoice, days):
        """Why a line that reads well is not registered.

        :param dict days: first day and line seen of each voucher; added to
        :rtype: list[str]
        """
        if not bill:
            return [
                self.env._(
                    "No bill of a contract has the number %(number)s.",
                    number=row.bill or row.invoice,
                )
            ]
        day, line = days.setdefault(row.voucher, (row.date, row.line))
        return [
            *self._get_bill_reasons(row, bill, by_invoice),
            *self._get_day_reasons(row, bill, day, line),
        ]

    def _get_bill_reasons(self, row, bill, by_invoice):
        firm = bill.commercial_partner_id
        reasons = []
        if bill.state != "posted":
            reasons.append(self.env._("%(bill)s is not posted.", bill=bill.name))
        if row.bill and row.invoice and row.invoice != bill.legal_invoice_number:
            reasons.append(
                self.env._(
                    "The invoice %(invoice)s is not that of %(bill)s.",
                    invoice=row.invoice,
                    bill=bill.name,
                )
            )
        if row.payee and row.payee not in (firm.name, bill.partner_id.name):
            reasons.append(
                self.env._(
                    "%(payee)s was paid; %(bill)s is of %(firm)s.",
                    payee=row.payee,
                    bill=bill.name,
                    firm=firm.name,
                )
            )
        return reasons

    def _get_day_reasons(self, row, bill, day, line):
        reasons = []
        if row.date > self.company_id._legal_today():
            reasons.append(self.env._("The day of payment lies in the future."))
        if bill.invoice_date and row.date < bill.invoice_date:
            reasons.append(
                self.env._(
                    "It was paid on %(paid)s, before the bill of %(day)s.",
                    paid=row.date,
                    day=bill.invoice_date,
                )
            )
        if row.date != day:
            reasons.append(
                self.env._(
                    "Voucher %(voucher)s has another day on line %(line)s.",
                    voucher=row.voucher,
                    line=line,
                )
            )
        return reasons

    def _get_known_notes(self, row, bill, payments, listed):
        """Say of a registered voucher where its list differs from the payment.

        :param payments: that were registered by the voucher
        :param listed: what all lines of the list say of voucher and bill
        """
        notes = [
            self.env._(
                "Registered on %(day)s as %(payment)s.",
                day=payments[:1].date,
                payment=join_names(self.env, payments.mapped("name")),
            )
        ]
        if row.date and row.date != payments[:1].date:
            notes.append(self.env._("The list has another day."))
        registered = sum(bill._get_legal_paid_by(payment) for payment in payments)
        order = self.currency_id.compare_amounts(float(listed), registered)
        if order > 0:
            notes.append(self.env._("The list has a larger amount."))
        elif order < 0:
            notes.append(self.env._("The list has a smaller amount."))
        return notes
