from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from .account_move import BILL_TYPES

# What decides whose money a posted line takes, and how much.
CONTROLLED_FIELDS = frozenset(
    {
        "account_id",
        "amount_currency",
        "analytic_distribution",
        "balance",
        "credit",
        "currency_id",
        "debit",
        "discount",
        "display_type",
        "move_id",
        "partner_id",
        "price_subtotal",
        "price_total",
        "price_unit",
        "product_id",
        "product_uom_id",
        "purchase_line_id",
        "quantity",
        "tax_ids",
    }
)


class AccountMoveLine(models.Model):
    """Lines that take money from a funding source belong to a contract (design 7)."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(
            lambda line: line.parent_state == "posted"
        )._check_legal_control()
        return lines

    def write(self, vals):
        if not CONTROLLED_FIELDS & vals.keys():
            return super().write(vals)
        posted = self.filtered(lambda line: line.parent_state == "posted")
        for line in posted._get_legal_contract_lines():
            if line._legal_changes(vals):
                raise UserError(
                    self.env._(
                        "%(bill)s is posted on a contract. Reset it to draft to change "
                        "it.",
                        bill=line.move_id.display_name,
                    )
                )
        result = super().write(vals)
        posted.exists()._check_legal_control()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_posted(self):
        posted = self.filtered(lambda line: line.parent_state == "posted")
        for line in posted._get_legal_contract_lines():
            raise UserError(
                self.env._(
                    "%(bill)s is posted on a contract. Reset it to draft to change it.",
                    bill=line.move_id.display_name,
                )
            )

    def _legal_changes(self, vals):
        """Whether values differ from those of a line."""
        self.ensure_one()
        move = self.env["account.move"]
        return any(
            move._field_will_change(self, vals, name)
            for name in CONTROLLED_FIELDS & vals.keys()
        )

    # === What is controlled ===

    def _get_legal_contract_lines(self):
        """Those of these lines that lie on a contract of a program year."""
        # Who keeps accounts is held to contracts without reading orders, too.
        return self.filtered(
            lambda line: line.sudo().purchase_line_id.order_id.legal_program_id
        )

    def _get_legal_controlled(self):
        """Lines that carry the fee, a contract, or a funding source's account."""
        product = self.env.ref(
            "village_legal_advisor.product_fee", raise_if_not_found=False
        )
        accounts = self._get_legal_accounts()
        return self.filtered(
            lambda line: (
                (product and line.product_id == product)
                or line.purchase_line_id.order_id.legal_program_id
                or any(
                    accounts.get(account_id) for account_id in line._get_analytic_ids()
                )
            )
        )

    def _get_analytic_ids(self):
        """Ids of all accounts in a line's distribution."""
        self.ensure_one()
        return [
            int(account_id)
            for key in self.analytic_distribution or {}
            for account_id in key.split(",")
        ]

    def _get_legal_accounts(self):
        """Accounts of the funding plan among these lines' distributions, by id."""
        ids = {account_id for line in self for account_id in line._get_analytic_ids()}
        plan = self.env.ref("village_legal_advisor.analytic_plan_funding")
        accounts = self.env["account.analytic.account"].sudo().browse(ids).exists()
        return {
            account.id: account
            for account in accounts
            if account.root_plan_id == plan or account.legal_program_id
        }

    # === The check ===

    def _check_legal_control(self):
        """Refuse what takes money from a funding source without acceptance.

        :raises UserError: naming the document and what to do
        """
        # Everybody is held to it, whether or not they read orders and analytics.
        controlled = self.sudo()._get_legal_controlled()
        if not controlled:
            return
        controlled._recompute_legal_totals()
        for line in controlled:
            reason = line._get_legal_line_blocker()
            if reason:
                line._refuse_legal(reason)
        for move in controlled.move_id:
            reason = move._get_taken_back_blocker(controlled.move_id)
            if reason:
                move.line_ids[:1]._refuse_legal(reason)
        on_contract = controlled.filtered("purchase_line_id")
        for move in on_contract.move_id:
            reason = move.line_ids._get_legal_document_blocker()
            if reason:
                move.line_ids[:1]._refuse_legal(reason)
        on_contract.purchase_line_id._check_legal_billed(on_contract)

    def _refuse_legal(self, reason):
        raise UserError(
            self.env._(
                "%(document)s: %(reason)s",
                document=self.move_id.display_name,
                reason=reason,
            )
        )

    def _get_legal_line_blocker(self):
        """Why one controlled line cannot be posted, or None."""
        self.ensure_one()
        move, contract_line = self.move_id, self.purchase_line_id
        if (
            self.display_type in ("tax", "payment_term")
            and move.move_type in BILL_TYPES
        ):
            # Their amounts are in those of the lines that they follow from.
            return None
        if not contract_line:
            if move.move_type not in BILL_TYPES and self._is_legal_receipt():
                return None
            return self.env._(
                "%(line)s takes money from a funding source and points to no contract. "
                "Prepare the bill from the acceptance.",
                line=self.name or self.account_id.display_name,
            )
        order = contract_line.order_id
        if not contract_line.legal_assignment_id:
            return self.env._("%(line)s is no line of an assignment.", line=self.name)
        if move.move_type not in BILL_TYPES:
            return self.env._(
                "A contract is settled by the firm's bills and refunds only."
            )
        if order.state == "cancel" and move.move_type != "in_refund":
            return self.env._(
                "The contract %(contract)s is cancelled: nothing is paid on it.",
                contract=order.name,
            )
        if move.company_id != order.company_id:
            return self.env._("The contract is another company's.")
        currencies = move.currency_id | self.currency_id
        if currencies != order.company_id.currency_id:
            return self.env._("Contracts are paid in the bureau's own currency.")
        payee = order.partner_id.commercial_partner_id
        partner = move.partner_id if move.move_type in BILL_TYPES else self.partner_id
        if partner.commercial_partner_id != payee:
            return self.env._(
                "The contract is paid to %(payee)s and nobody else.", payee=payee.name
            )
        return self._get_legal_balance_blocker() or self._get_legal_analytic_blocker()

    def _is_legal_receipt(self):
        """Whether a line brings money in for a funding source, or takes that back."""
        self.ensure_one()
        return self.account_id.internal_group != "expense" and (
            self.balance <= 0 or self.move_id._takes_back_receipt()
        )

    def _get_legal_analytic_blocker(self):
        """A contract's line lies wholly on the account of its funding source."""
        account = self.purchase_line_id.legal_account_id
        percentages = {
            key: percentage
            for key, percentage in (self.analytic_distribution or {}).items()
            if str(account.id) in key.split(",")
        }
        others = self._get_legal_accounts().keys() - {account.id}
        if others or float_compare(
            sum(percentages.values()), 100.0, precision_digits=2
        ):
            return self.env._(
                "%(line)s must lie wholly on the account %(account)s.",
                line=self.name,
                account=account.name,
            )
        return None
