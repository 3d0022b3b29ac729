from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..roster.program_money import SHARE_HANDLINGS


class LegalVillageShare(models.Model):
    """What one village owes of a year's fee, who bears it, and what came in.

    Clause 六.3: 2000 of every 5000 yuan a year are the village's. Rows are made from
    the program year (`village_share_prepare.py`), never by hand.
    """

    _name = "legal.village.share"
    _description = "Village share"
    _inherit = [
        "legal.guard.mixin",
        "legal.file.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "year DESC, id"
    _rec_names_search = ["village_id"]
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    year = fields.Integer(
        related="program_id.year", store=True, precompute=True, aggregator=None
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", store=True, precompute=True
    )
    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    handling = fields.Selection(
        SHARE_HANDLINGS,
        "Way of payment",
        required=True,
        readonly=True,
        help="As decided for the year when the share was prepared.",
    )
    amount_due = fields.Monetary(
        required=True,
        readonly=True,
        tracking=True,
        help="The village's part of the fee, in proportion to the time served.",
    )
    amount_paid = fields.Monetary(compute="_compute_amount_paid", store=True)
    amount_outstanding = fields.Monetary(
        "Not yet paid", compute="_compute_state", store=True
    )
    state = fields.Selection(
        [
            ("to_arrange", "To arrange"),
            ("outstanding", "Outstanding"),
            ("settled", "Settled"),
            ("waived", "Waived"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        help="To arrange: nobody bears it yet, or the villagers' resolution on "
        "collective money is not recorded. Nobody is reminded of those.",
    )
    payment_ids = fields.One2many(
        "legal.village.share.payment", "share_id", "Payments", copy=False
    )

    _village_unique = models.Constraint(
        "UNIQUE (program_id, village_id)",
        "The village has a share of this year already.",
    )
    _amount_not_negative = models.Constraint(
        "CHECK (amount_due >= 0)", "A share is not negative."
    )
    _year_idx = models.Index("(year DESC, id)")
    _township_year_idx = models.Index("(township_id, year DESC, id)")

    @api.depends("village_id.display_name", "year")
    def _compute_display_name(self):
        for share in self:
            # Whoever may read a share may read whose it is.
            village = share.sudo().village_id
            share.display_name = f"{share.year or ''} {village.display_name or ''}"

    @api.depends(
        "amount_due",
        "amount_paid",
        "bearer",
        "resolution_date",
        "resolution_file_ids",
    )
    def _compute_state(self):
        for share in self:
            left = share.amount_due - share.amount_paid
            share.amount_outstanding = max(left, 0.0)
            if share.bearer == "waived":
                share.state = "waived"
                share.amount_outstanding = 0.0
            elif not share._is_arranged():
                share.state = "to_arrange"
            elif share.currency_id.compare_amounts(left, 0) > 0:
                share.state = "outstanding"
            else:
                share.state = "settled"

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "program_id",
            "village_id",
            "handling",
            "amount_due",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        paid = self.filtered(lambda share: share in self._get_touched())
        self._raise_blockers(
            {
                share: self.env._(
                    "Payments of %(share)s are on record: it stays, too.",
                    share=share.display_name,
                )
                for share in paid
            }
        )

    def _get_touched(self):
        """Shares on which money was recorded or a notice is out.

        Their amount is not reckoned anew: what was paid was paid for it.

        :rtype: legal.village.share
        """
        paid = Domain("payment_ids", "any", [("state", "=", "recorded")])
        called = Domain("notice_ids", "any", [("state", "!=", "cancel")])
        # Notices are accounting entries, which not everybody here may read.
        shares = self.sudo().search(Domain("id", "in", self.ids) & (paid | called))
        return shares.sudo(False)

    def _lock(self):
        """Let one of several who change the money of a share go first.

        Transactions are REPEATABLE READ: whoever waits on a mere lock still adds up an
        old snapshot. Writing the row makes the later one fail, and Odoo runs it again.
        """
        if not self:
            return
        self.flush_recordset()
        # In the order of ids, or two batches could block each other; in a statement of
        # its own, for a join of the table with itself takes minutes for a province.
        self.env.cr.execute(
            SQL(
                "SELECT FROM legal_village_share WHERE id = ANY(%s) "
                "ORDER BY id FOR NO KEY UPDATE",
                self.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE legal_village_share SET program_id = program_id "
                "WHERE id = ANY(%s)",
                self.ids,
            )
        )

    def action_view_assignments(self):
        """Who served the village for this money."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_assignment"
        )
        return action | {
            "domain": [
                ("program_id", "=", self.program_id.id),
                ("village_id", "=", self.village_id.id),
            ],
            "context": {},
        }

    @api.model
    def _check_may_account(self):
        """Only finance records money.

        :raises AccessError: for everybody else
        """
        self._check_group("village_legal_advisor.group_legal_finance")

    @api.model
    def _get_list_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_village_share"
        )
        return action | {"domain": domain, "context": {}}

    @api.model
    def _refuse_by_hand(self):
        raise UserError(
            self.env._(
                "Village shares are prepared for the whole year: use Prepare village "
                "shares on the program year."
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            self._refuse_by_hand()
        return super().create(vals_list)
