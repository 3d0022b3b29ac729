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
