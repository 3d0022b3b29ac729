from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

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
                self.env._(
                    "What was accepted is on bills already, drafts among them."
                )
            )
        return bills._get_legal_action()

    def action_view_bills(self):
        """Bills of these acceptances' contracts."""
        bills = self.order_id.order_line.invoice_lines.move_id
        return bills._get_legal_action()


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _make_legal_bill(self):
        """One draft bill of what these contracts of one firm still lack.

        :rtype: account.move
        """
        lines = self._get_legal_lines()
        lines.invalidate_recordset(["qty_received"])
        billed = lines._get_legal_billed(states=("draft", "posted"))
        amounts = {
            line: line.currency_id.round(line.qty_received - billed[line])
            for line in lines
        }
        amounts = {line: amount for line, amount in amounts.items() if amount}
        if not amounts:
            return self.env["account.move"]
        sign = -1 if sum(amounts.values()) < 0 else 1
        first = self[:1]
        vals = first._prepare_invoice() | {
            "move_type": "in_invoice" if sign > 0 else "in_refund",
            "invoice_origin": ", ".join(
                line.order_id.name for line in self._get_first_lines(amounts)
            ),
            "invoice_line_ids": [
                Command.create(
                    line._prepare_account_move_line()
                    | {"quantity": sign * amount, "price_unit": line.price_unit}
                )
                for line, amount in amounts.items()
            ],
        }
        return self.env["account.move"].create(vals)

    def _get_first_lines(self, amounts):
        """One line of each contract among lines, in their order."""
        first = {}
        for line in amounts:
            first.setdefault(line.order_id, line)
        return first.values()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_legal_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_legal_bill"
        )
        action["domain"] = list(Domain("id", "in", self.ids))
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action
