from odoo import models
from odoo.exceptions import UserError

from .acceptance import FINANCE, SEALED_STATES


class LegalAcceptance(models.Model):
    """Draft bills of what was accepted; finance enters the firm's invoice and posts."""

    _inherit = "legal.acceptance"

    def action_prepare_bills(self):
        """Make one draft bill per firm of what is accepted and not billed yet.

        What other drafts hold already is left out, so that a second run makes nothing
        twice. Where a settlement has lowered what was accepted, a firm gets a refund.

        :return: the bills that were made
        :raises UserError: where nothing is accepted or nothing is left to bill
        """
        self._check_group(FINANCE)
        self.check_access("read")
        self._raise_blockers(
            {
                acceptance: self.env._(
                    "%(acceptance)s is not accepted yet.",
                    acceptance=acceptance.display_name,
                )
                for acceptance in self
                if acceptance.state not in SEALED_STATES
            }
        )
        orders = self.order_id
        orders._legal_lock(orders.ids)
        bills = self.env["account.move"]
        for (company, _partner), group in orders.grouped(
            lambda order: (order.company_id, order.partner_id)
        ).items():
            bills |= group.with_company(company)._make_legal_bill()
        if not bills:
            raise UserError(
                self.env._("What was accepted is on bills already, drafts among them.")
            )
        return bills._get_legal_action()

    def action_view_bills(self):
        """Bills of these acceptances' contracts."""
        bills = self.order_id.order_line.invoice_lines.move_id
        return bills._get_legal_action()
