from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# On record as it was told; a mistake is cancelled and recorded anew.
LOCKED_FIELDS = frozenset(
    {"share_id", "date", "amount", "payer", "firm_id", "voucher", "account"}
)


class LegalVillageSharePayment(models.Model):
    """Proof that money of a village's share was paid, where the bureau collects none.

    The village, or the township's account for village funds, pays the firm itself;
    the bureau only records it. Only the firm takes a lawyer's fee.
    """

    _name = "legal.village.share.payment"
    _description = "Payment of a village share"
    _inherit = ["legal.guard.mixin", "legal.file.mixin"]
    _order = "date DESC, id DESC"
    _rec_name = "voucher"
    _rec_names_search = ["voucher", "payer"]
    _check_company_auto = True

    share_id = fields.Many2one(
        "legal.village.share",
        "Village share",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="share_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="share_id.currency_id", store=True, precompute=True
    )
    village_id = fields.Many2one(
        related="share_id.village_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="share_id.township_id", store=True, index=True, precompute=True
    )
    handling = fields.Selection(related="share_id.handling")
    date = fields.Date(
        "Paid on", required=True, default=lambda self: self.env.company._legal_today()
    )
    amount = fields.Monetary(required=True)
    payer = fields.Char(required=True, help="Who paid, as on the voucher.")
    firm_id = fields.Many2one(
        "res.partner",
        "Firm paid",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The legal service firm of the village's adviser. Left empty only where "
        "a paid volunteer has none.",
    )
    voucher = fields.Char("Voucher number", required=True)
    account = fields.Char(
        "Township's account",
        help="Name or number of the township's account for village funds.",
    )
    receipt_ids = fields.Many2many(
        "ir.attachment",
        "legal_village_share_receipt_rel",
        "payment_id",
        "attachment_id",
        "Receipt",
        copy=False,
    )
    state = fields.Selection(
        [("recorded", "Recorded"), ("cancelled", "Cancelled")],
        default="recorded",
        required=True,
        copy=False,
        index=True,
    )
    recorded_at = fields.Datetime("Recorded at", copy=False, readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users", "Recorded by", copy=False, readonly=True
    )
    cancel_reason = fields.Text("Reason for cancelling", copy=False, readonly=True)
    cancelled_at = fields.Datetime(copy=False, readonly=True)
    cancelled_by_id = fields.Many2one("res.users", copy=False, readonly=True)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A payment is more than nothing."
    )
    _date_idx = models.Index("(date DESC, id DESC)")
    _township_date_idx = models.Index("(township_id, date DESC, id DESC)")

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "recorded_at",
            "recorded_by_id",
            "cancel_reason",
            "cancelled_at",
            "cancelled_by_id",
        }

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        share = self.env["legal.village.share"].browse(values.get("share_id"))
        if share:
            if "payer" in fields and not values.get("payer"):
                values["payer"] = share._get_usual_payer()
            firms = share._get_firms()
            if "firm_id" in fields and len(firms) == 1:
                values["firm_id"] = firms.id
        return values

    @api.onchange("share_id")
    def _onchange_share_id(self):
        share = self.share_id
        self.payer = share._get_usual_payer()
        firms = share._get_firms()
        self.firm_id = firms if len(firms) == 1 else False

    # === Rules ===

    @api.constrains("share_id", "amount", "state", "date", "firm_id", "account")
    def _check_payment(self):
        shares = self.share_id
        shares._lock()
        totals = dict(
            self._read_group(
                [("share_id", "in", shares.ids), ("state", "=", "recorded")],
                ["share_id"],
                ["amount:sum"],
            )
        )
        for payment in self.filtered(lambda rec: rec.state == "recorded"):
            problem = payment._get_problem(totals.get(payment.share_id, 0.0))
            if problem:
                raise ValidationError(problem)

    def _get_problem(self, total):
        """Why this payment cannot be on record, or None.

        :param float total: all that is recorded on its share, this one included
        """
        share = self.share_id
        if share.handling == "bureau":
            return self.env._(
                "The bureau collects this share itself: what was paid follows from "
                "its funding notice, it is not recorded by hand."
            )
        if share.bearer == "waived":
            return self.env._("The share is waived: nothing is to be paid.")
        if self.date > share.company_id._legal_today():
            return self.env._("A payment is not of a day that is still to come.")
        if share.handling == "township" and not (self.account or "").strip():
            return self.env._(
                "Give the township's account for village funds that paid."
            )
        if share.currency_id.compare_amounts(total, share.amount_due) > 0:
            return self.env._(
                "%(total)s would be paid on %(share)s, of which only %(due)s is due.",
                total=share.currency_id.format(total),
                due=share.currency_id.format(share.amount_due),
                share=share.display_name,
            )
        return self._get_payee_problem()

    def _get_payee_problem(self):
        firms = self.share_id._get_firms()
        if self.firm_id and self.firm_id not in firms:
            return self.env._(
                "%(firm)s has no adviser in the village this year. Only the firm of "
                "its adviser takes the fee.",
                firm=self.firm_id.display_name,
            )
        if not self.firm_id and not self.share_id._has_firmless():
            return self.env._(
                "Name the firm that was paid: a lawyer or legal worker takes no fee "
                "in person."
            )
        return None

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._guarded_write(
            {"recorded_at": fields.Datetime.now(), "recorded_by_id": self.env.uid}
        )
        payments.share_id._close_reminders()
        return payments

    def write(self, vals):
        if not self._is_guard_lifted():
            if LOCKED_FIELDS & vals.keys() or "cancelled" in self.mapped("state"):
                raise UserError(
                    self.env._(
                        "A recorded payment stays as it is. Cancel it with a reason, "
                        "and record it anew."
                    )
                )
            before = self.receipt_ids
            result = super().write(vals)
            if before - self.receipt_ids:
                raise UserError(
                    self.env._("Receipts on record stay; further ones can be added.")
                )
            return result
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        if self:
            raise UserError(
                self.env._(
                    "A recorded payment is not deleted. Cancel it with a reason."
                )
            )

    # === Actions ===

    def action_cancel(self, reason=None):
        """Strike recorded payments; they stay on record with who and why.

        :param str reason: required
        :raises UserError: without a reason, or for one that is cancelled already
        """
        self.env["legal.village.share"]._check_may_account()
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the payment is cancelled."))
        self.share_id._lock()
        self._raise_blockers(
            {
                payment: self.env._("The payment is cancelled already.")
                for payment in self
                if payment.state == "cancelled"
            }
        )
        self._guarded_write(
            {
                "state": "cancelled",
                "cancel_reason": reason.strip(),
                "cancelled_at": fields.Datetime.now(),
                "cancelled_by_id": self.env.uid,
            }
        )
        return True
