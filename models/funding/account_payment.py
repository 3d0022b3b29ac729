from odoo import fields, models


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

    def _get_outstanding_account(self, payment_type):
        """A voucher proves that the money has left.

        Where the journal's method names no account for payments on their way, it is
        booked on the journal's account itself, whatever the chart of accounts.
        """
        if self.legal_voucher_number and self.journal_id.default_account_id:
            return self.journal_id.default_account_id
        return super()._get_outstanding_account(payment_type)
