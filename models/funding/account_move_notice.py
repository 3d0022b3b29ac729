from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.sentinel import is_guard_lifted


class AccountMove(models.Model):
    """Customer invoices by which the bureau collects village shares.

    They are funding notices: no tax, exactly the share, and never called an invoice.
    """

    _inherit = "account.move"

    legal_share_id = fields.Many2one(
        "legal.village.share",
        "Village share",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The share that this funding notice calls for.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # Defaults of the caller's context count, too.
        if any(moves.mapped("legal_share_id")):
            self._refuse_share_by_hand()
        return moves

    def write(self, vals):
        if "legal_share_id" in vals:
            self._refuse_share_by_hand()
        if vals.get("state") == "posted":
            notices = self.filtered(
                lambda move: move.state != "posted" and move.legal_share_id
            )
            # Accountants need not be allowed to read shares to post what calls for
            # them.
            notices.sudo()._check_notices()
        return super().write(vals)

    @api.model
    def _refuse_share_by_hand(self):
        if not is_guard_lifted(self.env):
            raise UserError(
                self.env._(
                    "Funding notices are made from the list of village shares: what is "
                    "paid on them counts as paid on the share."
                )
            )

    def _check_notices(self):
        """Refuse notices that do not call for exactly what is due.

        :raises UserError: for the first one
        """
        shares = self.legal_share_id
        shares._lock()
        if len(shares) < len(self):
            raise UserError(
                self.env._("Two notices of this selection call for the same share.")
            )
        for notice in self:
            problem = notice._get_notice_problem()
            if problem:
                raise UserError(problem)

    def _get_notice_problem(self):
        share = self.legal_share_id
        others = (share.notice_ids - self).filtered(
            lambda rec: rec.state == "posted" and rec.payment_state != "reversed"
        )
        if share.state == "waived":
            return self.env._(
                "%(share)s is waived: nothing is called for.", share=share.display_name
            )
        if others:
            return self.env._(
                "%(notice)s calls for %(share)s already.",
                notice=others[0].name,
                share=share.display_name,
            )
        if (
            self.move_type != "out_invoice"
            or self.currency_id != share.currency_id
            or self.invoice_line_ids.tax_ids
            or share.currency_id.compare_amounts(self.amount_total, share.amount_due)
        ):
            return self.env._(
                "A funding notice calls for exactly what is due on %(share)s, "
                "%(due)s, and carries no tax. Cancel it and prepare a new one.",
                share=share.display_name,
                due=share.currency_id.format(share.amount_due),
            )
        account = share._get_source_account()
        for line in self.invoice_line_ids:
            if line._legal_get_parts(line.analytic_distribution).get(account.id) != 100:
                return self.env._(
                    "%(line)s must lie wholly on the account %(account)s.",
                    line=line.name,
                    account=account.name,
                )
        return None

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        # The reminder is the judicial office's, not the accountant's.
        self.sudo().legal_share_id._close_reminders()
        return result

    # === Its name ===

    def _get_move_display_name(self, show_ref=False):
        self.ensure_one()
        if self.state != "draft" or not self.sudo().legal_share_id:
            return super()._get_move_display_name(show_ref)
        name = self.env._("Draft Funding Notice")
        if self.name and self.name != "/":
            name = f"{name} {self.name}"
        return f"{name} ({self.ref})" if show_ref and self.ref else name

    @api.depends("legal_share_id")
    def _compute_type_name(self):
        result = super()._compute_type_name()
        for move in self.sudo().filtered("legal_share_id"):
            move.sudo(False).type_name = self.env._("Funding Notice")
        return result

    def _get_name_invoice_report(self):
        self.ensure_one()
        if self.sudo().legal_share_id:
            return "village_legal_advisor.funding_notice_document"
        return super()._get_name_invoice_report()
