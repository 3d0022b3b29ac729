from odoo import models
from odoo.exceptions import UserError

# Whether a posted document takes something back hangs on these.
WAY_BACK = frozenset(
    {"partner_id", "commercial_partner_id", "move_type", "reversed_entry_id"}
)


class AccountMove(models.Model):
    """What a notice or a receipt brought in may go back, the way it came."""

    _inherit = "account.move"

    def write(self, vals):
        if vals.get("state") in ("draft", "cancel"):
            self._check_legal_not_taken_back()
        result = super().write(vals)
        if WAY_BACK & vals.keys():
            posted = self.filtered(lambda move: move.state == "posted")
            posted.line_ids._check_legal_control()
        return result

    def _takes_back_receipt(self):
        """Whether a document reverses what a notice or a receipt brought in.

        It goes to whom it came from and over the accounts that it came by: else a
        reversal would pay somebody whom the source owes nothing.
        """
        self.ensure_one()
        original = self.reversed_entry_id
        return (
            original._is_legal_income()
            and original.state == "posted"
            and self.commercial_partner_id == original.commercial_partner_id
            and self.line_ids.account_id <= original.line_ids.account_id
        )

    def _is_legal_income(self):
        return bool(self.legal_share_id or self.legal_appropriation_id)

    def _get_taken_back_blocker(self, posting):
        """Why a reversal gives back too much, or None.

        :param posting: documents that are being posted together
        """
        self.ensure_one()
        original = self.reversed_entry_id
        if not self._takes_back_receipt():
            return None
        # Of two reversals posted at once, the later one runs again.
        accounts = original.line_ids._get_legal_accounts()
        self.env["account.analytic.account"].browse(accounts)._legal_lock()
        reversals = original.reversal_move_ids
        counted = reversals.filtered(lambda move: move.state == "posted")
        left = (original | counted | (reversals & posting))._get_brought_in()
        currency = self.company_id.currency_id
        if any(currency.compare_amounts(amount, 0.0) < 0 for amount in left.values()):
            return self.env._(
                "It gives back more than %(receipt)s brought in.",
                receipt=original.display_name,
            )
        return None

    def _get_brought_in(self):
        """What these documents bring to funding sources, what goes back taken off.

        :rtype: dict[int, float]
        """
        amounts = dict.fromkeys(self.line_ids._get_legal_accounts(), 0.0)
        for line in self.line_ids:
            parts = line._legal_get_parts(line.analytic_distribution)
            for account_id in amounts.keys() & parts.keys():
                amounts[account_id] -= line.balance * parts[account_id] / 100
        return amounts

    def _check_legal_not_taken_back(self):
        """Refuse to unpost what was given back: nothing would have come in.

        :raises UserError: naming the document and its reversal
        """
        # Who keeps accounts is held to it without reading shares, too.
        for move in self.sudo():
            back = (move.reversal_move_ids - move.browse(self.ids)).filtered(
                lambda rec: rec.state == "posted" and rec.legal_is_funding
            )
            if move.state == "posted" and move._is_legal_income() and back:
                raise UserError(
                    self.env._(
                        "%(reversal)s gives back what %(receipt)s brought in: reset it "
                        "to draft first.",
                        reversal=back[0].display_name,
                        receipt=move.display_name,
                    )
                )
