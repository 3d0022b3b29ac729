from odoo import api, models

from .fund_ledger_sql import OPEN_TYPES


class AccountMove(models.Model):
    """What proves a contract's bills: the firm's invoices, the payments' vouchers."""

    _inherit = "account.move"

    def _get_legal_paid_by(self, payment):
        """What a payment was registered for on one bill, in yuan.

        :rtype: float
        """
        self.ensure_one()
        if payment.invoice_ids == self:
            return payment.amount
        items = payment.move_id.line_ids
        partials = self.line_ids.matched_debit_ids.filtered(
            lambda partial: partial.debit_move_id in items
        )
        return sum(partials.mapped("amount"))

    def _count_legal_invoices(self):
        """Bills with their invoice's number or a file, and how many have neither.

        :rtype: tuple[int, int]
        """
        proven = self.filtered("legal_invoice_number") | self._filter_filed(self)
        return len(proven), len(self - proven)

    def _count_legal_vouchers(self):
        """Payments of these bills with a voucher's number or a file, and the others.

        A refund that is set off is no payment, an entry made without one is.

        :rtype: tuple[int, int]
        """
        payments, entries = self._get_legal_payments()
        filed = self._filter_filed(payments.move_id | entries)
        proven = payments.filtered(
            lambda rec: rec.legal_voucher_number or rec.move_id & filed
        )
        proven |= self._filter_filed(payments)
        total = len(payments) + len(entries)
        count = len(proven) + len(entries & filed)
        return count, total - count

    def _get_legal_payments(self):
        """What paid these bills: payments, and entries that were made without one.

        :rtype: tuple[account.payment, account.move]
        """
        items = self.line_ids.filtered(
            lambda line: line.account_id.account_type in OPEN_TYPES
        )
        entries = items._get_legal_counterparts().move_id.filtered(
            lambda move: move.move_type == "entry" and not move.origin_payment_id
        )
        return self.reconciled_payment_ids, entries

    @api.model
    def _filter_filed(self, records):
        """Those of documents that a file hangs on."""
        files = self.env["ir.attachment"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        return records & records.browse(files.mapped("res_id"))
