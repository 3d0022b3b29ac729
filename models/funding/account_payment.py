from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """By which voucher the treasury made a payment."""

    _inherit = "account.payment"

    legal_voucher_number = fields.Char(
        "Treasury voucher",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="Number of the treasury's voucher that the payment was registered from.",
    )

    def write(self, vals):
        if "legal_voucher_number" in vals:
            number = vals["legal_voucher_number"]
            self.filtered(
                lambda payment: payment.legal_voucher_number != number
            )._check_legal_voucher_stays()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_voucher(self):
        self._check_legal_voucher_stays()

    def unlink(self):
        # Odoo takes back what they settled before it asks whether they may go.
        self._check_legal_file_stays()
        return super().unlink()

    def action_cancel(self):
        """Cancel payments; an entry that lies in a procurement file is not deleted."""
        kept = self.filtered(
            lambda payment: payment.move_id.state == "draft"
            and payment._is_legal_kept()
        )
        kept.move_id.button_cancel()
        kept.state = "canceled"
        return super(AccountPayment, self - kept).action_cancel()

    def _get_legal_file_bills(self):
        """Bills that these were registered for, or that they settle.

        :rtype: account.move
        """
        # Who keeps accounts need not read all bills to be held to them.
        payments = self.sudo()
        return payments.invoice_ids | payments.reconciled_bill_ids

    def _is_legal_kept(self):
        """Whether one payment lies in a procurement file that is kept."""
        self.ensure_one()
        projects = self._get_legal_file_bills()._get_legal_file_projects()
        return any(project._is_file_kept() for project in projects)

    def _check_legal_file_stays(self):
        """What paid a contract's bill stays in its procurement file.

        :raises UserError: naming the payment
        """
        self._check_legal_voucher_stays()
        for payment in self:
            if payment._is_legal_kept():
                raise UserError(
                    self.env._(
                        "%(payment)s paid a bill of a contract and stays in its "
                        "procurement file. Cancel it instead.",
                        payment=payment.display_name,
                    )
                )

    def _check_legal_voucher_stays(self):
        """What the treasury paid stays on record, with its voucher's number.

        :raises UserError: naming the payment
        """
        for payment in self.filtered("legal_voucher_number"):
            raise UserError(
                self.env._(
                    "%(payment)s was made by the treasury's voucher %(number)s and "
                    "stays on record. Cancel it instead.",
                    payment=payment.display_name,
                    number=payment.legal_voucher_number,
                )
            )

    def _get_outstanding_account(self, payment_type):
        """A voucher proves that the money has left.

        Where the journal's method names no account for payments on their way, it is
        booked on the journal's account itself, whatever the chart of accounts.
        """
        if self.legal_voucher_number and self.journal_id.default_account_id:
            return self.journal_id.default_account_id
        return super()._get_outstanding_account(payment_type)
