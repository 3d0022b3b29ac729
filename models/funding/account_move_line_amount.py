from odoo import models

from .account_move import BILL_TYPES


class AccountMoveLine(models.Model):
    """What lines of a contract's bill show is what they are booked and paid with."""

    _inherit = "account.move.line"

    def _recompute_legal_totals(self):
        """Totals are columns that a caller can write; what they follow from counts."""
        for name in ("price_subtotal", "price_total"):
            self.env.add_to_compute(self._fields[name], self)
        moves = self.move_id
        self.env.add_to_compute(moves._fields["amount_total"], moves)

    def _get_legal_balance_blocker(self):
        """A contract's line is booked with the amount that it shows.

        Odoo lets a draft's balances be written apart from its prices, as long as debit
        equals credit. Where taxes are included, it moves a cent between lines itself.
        """
        shown = self.move_id.direction_sign * self.price_subtotal
        currency = self.company_currency_id
        spare = currency.rounding if self.tax_ids else 0.0
        difference = abs(currency.round(self.balance - shown))
        if currency.compare_amounts(difference, spare) > 0:
            return self.env._(
                "%(line)s shows %(shown)s and is booked with %(balance)s: enter it "
                "anew.",
                line=self.name,
                shown=currency.format(shown),
                balance=currency.format(self.balance),
            )
        return None

    def _get_legal_document_blocker(self):
        """Why a document with lines of a contract cannot be posted, or None."""
        move = self.move_id
        if move.move_type not in BILL_TYPES:
            return None
        products = self.filtered(lambda line: line.display_type == "product")
        if products - products._get_legal_contract_lines():
            return self.env._(
                "A contract's bill holds lines of contracts only. Enter the rest on "
                "another bill."
            )
        total = sum(products.mapped("price_total"))
        if move.currency_id.compare_amounts(total, move.amount_total):
            return self.env._(
                "Its total is not that of its lines: the taxes were changed by hand."
            )
        return None

    def _get_legal_amount(self):
        """What a bill line takes of its contract line with taxes; refunds give back."""
        self.ensure_one()
        return (-1 if self.move_id.move_type == "in_refund" else 1) * self.price_total
