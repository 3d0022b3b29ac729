from odoo import fields, models


class AccountPaymentRegister(models.TransientModel):
    """Payments that the treasury has made already and tells by its vouchers."""

    _inherit = "account.payment.register"

    legal_voucher_number = fields.Char("Treasury voucher", readonly=True)

    def _create_payment_vals_from_wizard(self, batch_result):
        vals = super()._create_payment_vals_from_wizard(batch_result)
        return vals | self._prepare_legal_voucher_vals()

    def _create_payment_vals_from_batch(self, batch_result):
        vals = super()._create_payment_vals_from_batch(batch_result)
        return vals | self._prepare_legal_voucher_vals()

    def _prepare_legal_voucher_vals(self):
        self.ensure_one()
        if not self.legal_voucher_number:
            return {}
        return {
            "legal_voucher_number": self.legal_voucher_number,
            "memo": self.legal_voucher_number,
        }
