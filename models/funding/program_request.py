from odoo import models
from odoo.exceptions import UserError


class LegalProgram(models.Model):
    """The treasury is asked to pay what is due of a year, and says what it paid."""

    _inherit = "legal.program"

    def action_payment_request(self):
        """Ask the treasury for everything that is due."""
        Move = self.env["account.move"]
        Move._check_may_request()
        bills = self._get_bills(
            [
                ("state", "=", "posted"),
                ("move_type", "!=", "in_refund"),
                *self._get_unpaid_domain(),
            ]
        )
        due = Move.union(*bills.values())
        if not due:
            raise UserError(self.env._("No posted bill waits for payment."))
        return due.action_payment_request()
