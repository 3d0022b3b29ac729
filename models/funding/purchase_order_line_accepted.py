from odoo import api, models
from odoo.exceptions import UserError

from ..common.sentinel import lift_guard


class PurchaseOrderLine(models.Model):
    """What was accepted of a contract line, and what was billed of it."""

    _inherit = "purchase.order.line"

    def _legal_receive(self, amount):
        """Add what an acceptance accepted; the caller has locked the order.

        Where a part was carried forward, one assignment and source has several lines:
        the earlier one is filled first, and what is taken back comes off the later one.

        :param float amount: below 0 where an acceptance takes something back
        """
        lines = self.sorted("id", reverse=amount < 0)
        for line in lift_guard(lines):
            if line == lines[-1:]:
                part = amount
            elif amount < 0:
                part = max(amount, -line.qty_received)
            else:
                part = min(amount, max(line.product_qty - line.qty_received, 0.0))
            if part:
                total = line.currency_id.round(line.qty_received + part)
                line.qty_received_manual = total
            amount = line.currency_id.round(amount - part)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_accepted(self):
        for line in self:
            billed = line.sudo().invoice_lines.move_id.filtered("posted_before")
            accepted = line.legal_assignment_id and line.qty_received
            if accepted or (billed and line.order_id.legal_procurement_id):
                raise UserError(
                    self.env._(
                        "%(line)s: something was accepted or billed of it. It stays on "
                        "record.",
                        line=line.name,
                    )
                )

    def _check_legal_billed(self, items):
        """Refuse items that take more than was accepted, or give back too much.

        :param items: journal items being posted, or changed on posted documents
        :raises UserError: for the first contract line that is exceeded
        """
        # Of two that bill one contract at once, the later one runs again.
        self.env["purchase.order"]._legal_lock(self.order_id.ids)
        self.invalidate_recordset(["qty_received"])
        posted = self._get_legal_billed(without=items)
        for line, its_items in items.grouped("purchase_line_id").items():
            currency = line.currency_id
            added = sum(item._get_legal_amount() for item in its_items)
            total = posted[line] + added
            above = currency.compare_amounts(total, line.qty_received) > 0
            below = currency.compare_amounts(total, 0.0) < 0
            if (above and added > 0) or (below and added < 0):
                raise UserError(
                    self.env._(
                        "%(contract)s, %(assignment)s (%(funding)s): %(accepted)s was "
                        "accepted and %(posted)s is billed already, so %(added)s "
                        "cannot be posted. Accept first what was done.",
                        contract=line.order_id.name,
                        assignment=line.legal_assignment_id.display_name,
                        funding=dict(
                            self._fields["legal_source"]._description_selection(
                                self.env
                            )
                        )[line.legal_source],
                        accepted=currency.format(line.qty_received),
                        posted=currency.format(posted[line]),
                        added=currency.format(added),
                    )
                )
