from odoo import api, fields, models
from odoo.tools import SQL


class LegalVillageShare(models.Model):
    """What came in: recorded payments, or what accounting reconciled."""

    _inherit = "legal.village.share"

    notice_ids = fields.One2many(
        "account.move",
        "legal_share_id",
        "Funding notices",
        readonly=True,
        copy=False,
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    @api.depends(
        "handling",
        "payment_ids.amount",
        "payment_ids.state",
        "notice_ids.state",
        "notice_ids.amount_residual",
        "notice_ids.reversal_move_ids.state",
        "notice_ids.reversal_move_ids.amount_residual",
    )
    def _compute_amount_paid(self):
        collected = self.filtered(lambda share: share.handling == "bureau")
        paid = collected._origin._get_collected()
        groups = self.env["legal.village.share.payment"]._read_group(
            [
                ("share_id", "in", (self - collected)._origin.ids),
                ("state", "=", "recorded"),
            ],
            ["share_id"],
            ["amount:sum"],
        )
        paid |= {share.id: amount for share, amount in groups}
        for share in self:
            share.amount_paid = paid.get(share._origin.id, 0.0)

    def _get_collected(self):
        """Money reconciled with posted notices, less what was paid back.

        A credit note settles a notice without a payment: it counts for nothing. Read
        from the entries in the company's currency, in which shares are.

        :rtype: dict[int, float]
        """
        if not self:
            return {}
        Partial = self.env["account.partial.reconcile"]
        Move = self.env["account.move"]
        Partial.flush_model(["amount", "debit_move_id", "credit_move_id"])
        Move.flush_model(["legal_share_id", "state", "reversed_entry_id"])
        self.env["account.move.line"].flush_model(["move_id", "account_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT notice.legal_share_id, SUM(
                               CASE WHEN line.id = part.debit_move_id
                                    THEN part.amount ELSE -part.amount END)
                      FROM account_move notice
                      JOIN account_move own
                        ON own.id = notice.id OR own.reversed_entry_id = notice.id
                      JOIN account_move_line line ON line.move_id = own.id
                      JOIN account_account account
                        ON account.id = line.account_id
                       AND account.account_type = 'asset_receivable'
                      JOIN account_partial_reconcile part
                        ON line.id IN (part.debit_move_id, part.credit_move_id)
                      JOIN account_move_line other
                        ON other.id = part.debit_move_id + part.credit_move_id - line.id
                      JOIN account_move opposite ON opposite.id = other.move_id
                     WHERE notice.legal_share_id = ANY(%s)
                       AND own.state = 'posted'
                       AND opposite.move_type NOT IN ('out_invoice', 'out_refund')
                  GROUP BY notice.legal_share_id
                    """,
                    self.ids,
                )
            )
        )
