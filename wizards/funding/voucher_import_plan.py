import base64
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.tools import SQL

from ..common.spreadsheet import SpreadsheetError
from .voucher_file import parse

PAYABLE_TYPES = ("in_invoice", "in_receipt")

# Of requests that were written before version 19.0.1.3.0.
OLDER_HEADINGS = {"单据编号": "bill"}


class LegalVoucherImport(models.TransientModel):
    """What a list of vouchers means for the bills, before anything is registered."""

    _inherit = "legal.voucher.import"

    def _get_plan(self, lock=False):
        """Compare the list with the bills.

        :param bool lock: whether others who pay these bills wait or run again
        :return: ``heading`` of the file, ``rows`` as values of lines with their
            ``cells``, ``vouchers`` as {(number, day, firm): {bill: amount}}
        :rtype: dict
        """
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        sentences = self._get_sentences()
        plan = {"heading": [], "rows": [], "vouchers": {}}
        try:
            heading, rows, problems = parse(content, self._get_headings())
        except SpreadsheetError as error:
            plan["rows"] = [{"kind": "error", "line": 1, "note": sentences[error.key]}]
            return plan
        reasons = defaultdict(list)
        for line, key, params in problems:
            params = {
                name: self._get_column_label(value) if name == "column" else value
                for name, value in params.items()
            }
            reasons[line].append(sentences[key] % params)
        if not rows:
            plan["rows"] = [
                {"kind": "error", "line": line, "note": note}
                for line, notes in reasons.items()
                for note in notes
            ]
            return plan
        bills = self._find_bills(rows, lock)
        plan["heading"] = heading
        self._judge(plan, rows, bills, reasons)
        return plan

    def _get_headings(self):
        """Columns by their headings, in every language that is installed.

        The request may have been written by somebody who reads another language.
        """
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        return OLDER_HEADINGS | {
            label.strip().lower(): name
            for lang in languages
            for name, (label, _width) in self.env["account.move"]
            .with_context(lang=lang)
            ._get_voucher_columns()
            .items()
        }

    def _get_column_label(self, name):
        return self.env["account.move"]._get_voucher_columns()[name][0]

    def _find_bills(self, rows, lock):
        """Bills of contracts by their number and by their invoice's number."""
        names = {row.bill for row in rows} - {""}
        invoices = {row.invoice for row in rows} - {""}
        bills = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("move_type", "in", PAYABLE_TYPES),
                ("legal_program_id", "!=", False),
                "|",
                ("name", "in", list(names)),
                ("legal_invoice_number", "in", list(invoices)),
            ]
        )
        if lock and bills:
            # Of two imports of one list the later one runs again and finds the
            # payments of the first.
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    "UPDATE account_move SET legal_invoice_number = "
                    "legal_invoice_number WHERE id IN %s",
                    tuple(sorted(bills.ids)),
                )
            )
            self.env.invalidate_all()
        return (
            {bill.name: bill for bill in bills if bill.name},
            {
                bill.legal_invoice_number: bill
                for bill in bills.sorted(lambda rec: rec.state == "posted")
                if bill.legal_invoice_number
            },
        )

    # === Judging the lines ===

    def _judge(self, plan, rows, bills, reasons):
        """Sort the rows by what becomes of them."""
        by_invoice = bills[1]
        row_bills = {row.line: self._get_row_bill(row, bills) for row in rows}
        # One voucher may pay a bill by several lines.
        listed = defaultdict(Decimal)
        for row in rows:
            listed[row.voucher, row_bills[row.line]] += row.amount or 0
        known = self._get_known({row.voucher for row in rows if row.voucher})
        left, days = {}, {}
        chosen = []
        for row in rows:
            bill = row_bills[row.line]
            notes = list(reasons.get(row.line, ()))
            kind = "error"
            if not notes and not row.voucher:
                kind = "waiting"
            elif not notes and bill and (row.voucher, bill) in known:
                kind = "known"
                key = (row.voucher, bill)
                notes = self._get_known_notes(row, bill, known[key], listed[key])
            elif not notes:
                notes = self._get_row_reasons(row, bill, by_invoice, days)
                if not notes:
                    notes = self._take(row, bill, left)
                kind = "error" if notes else "full"
            values = {
                "kind": kind,
                "line": row.line,
                "voucher": row.voucher,
                "date": row.date,
                "bill_name": row.bill or row.invoice,
                "payee": row.payee,
                "amount": float(row.amount or 0),
                "note": " ".join(notes),
                "cells": row.cells,
            }
            plan["rows"].append(values)
            if kind == "full":
                chosen.append((row, bill, values))
        self._sum_up(plan, chosen, left)

    @api.model
    def _get_row_bill(self, row, bills):
        by_name, by_invoice = bills
        if row.bill:
            return by_name.get(row.bill)
        return by_invoice.get(row.invoice)

    def _sum_up(self, plan, chosen, left):
        """Group what is paid by voucher, and say what stays open of a bill."""
        vouchers = plan["vouchers"]
        for row, bill, values in chosen:
            key = (row.voucher, row.date, bill.commercial_partner_id)
            amounts = vouchers.setdefault(key, {})
            amounts[bill] = bill.currency_id.round(
                amounts.get(bill, 0.0) + values["amount"]
            )
            if left[bill] > 0:
                values["kind"] = "partial"
                values["note"] = self.env._(
                    "%(left)s of %(total)s stay open.",
                    left=bill.currency_id.format(left[bill]),
                    total=bill.currency_id.format(bill.amount_residual),
                )

    def _get_known(self, numbers):
        """What vouchers were registered for already.

        :rtype: dict[tuple[str, account.move], account.payment]
        """
        payments = self.env["account.payment"].search(
            [
                ("legal_voucher_number", "in", list(numbers)),
                ("company_id", "=", self.company_id.id),
                ("state", "not in", ("canceled", "rejected")),
            ]
        )
        known = {}
        for payment in payments:
            for bill in payment.invoice_ids:
                key = (payment.legal_voucher_number, bill)
                known[key] = known.get(key, payment.browse()) | payment
        return known

    def _take(self, row, bill, left):
        """Take a row's amount off what its bill leaves open, or say why not."""
        open_amount = left.get(bill, bill.amount_residual)
        amount = float(row.amount)
        if bill.currency_id.compare_amounts(amount, open_amount) > 0:
            return [
                self.env._(
                    "%(amount)s is more than the %(left)s that %(bill)s leaves open.",
                    amount=bill.currency_id.format(amount),
                    left=bill.currency_id.format(open_amount),
                    bill=bill.name,
                )
            ]
        left[bill] = bill.currency_id.round(open_amount - amount)
        return []
