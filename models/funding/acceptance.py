from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .instalment import READERS

SEALED_STATES = ("accepted", "published")
OFFICER = "village_legal_advisor.group_legal_officer"
MANAGER = "village_legal_advisor.group_legal_manager"
FINANCE = "village_legal_advisor.group_legal_finance"
# What whoever prepares an acceptance may still change on a draft.
DRAFT_FIELDS = frozenset({"date", "place", "floor_decision"})


class LegalAcceptance(models.Model):
    """What a firm did for an instalment of its contract, and what is paid for it.

    Payment follows accepted quantity and quality, and none goes without acceptance;
    the villages served take part in it, and its result is published
    (财库〔2016〕205号).
    """

    _name = "legal.acceptance"
    _description = "Acceptance"
    _inherit = ["legal.guard.mixin", "legal.sealed.mixin", "mail.thread"]
    _order = "id DESC"
    _rec_names_search = ["number", "order_id", "partner_id"]
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False)
    order_id = fields.Many2one(
        "purchase.order",
        "Contract",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        related="instalment_id.program_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="order_id.partner_id",
        string="Firm or volunteer",
        store=True,
        index=True,
        precompute=True,
    )
    instalment_id = fields.Many2one(
        "legal.instalment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    is_by_grade = fields.Boolean(compute="_compute_is_by_grade", compute_sudo=True)
    settles_id = fields.Many2one(
        "legal.acceptance",
        "Settles",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The acceptance whose difference this one settles.",
    )
    settled_by_ids = fields.One2many("legal.acceptance", "settles_id", "Settled by")
    date = fields.Date("Day of acceptance")
    place = fields.Char()
    member_ids = fields.One2many(
        "legal.acceptance.member", "acceptance_id", "Acceptance committee"
    )
    member_hint = fields.Char(compute="_compute_member_hint")
    line_ids = fields.One2many(
        "legal.acceptance.line", "acceptance_id", "Assignments accepted"
    )
    line_count = fields.Integer(
        "Assignments", compute="_compute_totals", compute_sudo=True
    )
    opinion_count = fields.Integer(
        "Opinions of villages", compute="_compute_totals", compute_sudo=True
    )
    amount_full = fields.Monetary(
        "In full", compute="_compute_totals", compute_sudo=True, groups=READERS
    )
    deduction = fields.Monetary(
        compute="_compute_totals", compute_sudo=True, groups=READERS
    )
    amount = fields.Monetary(
        "Accepted amount", compute="_compute_totals", compute_sudo=True, groups=READERS
    )
    floor_decision = fields.Char(
        "Decision to pay below the floor",
        copy=False,
        help="Number of a bureau manager's decision: without it coefficients by grade "
        "never pay less than the year's lowest fee.",
    )
    floor_decided_by_id = fields.Many2one(
        "res.users", "Decided by", readonly=True, copy=False
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("checked", "Reviewed"),
            ("accepted", "Accepted"),
            ("published", "Published"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    facts_at = fields.Datetime("Figures of", readonly=True, copy=False)
    checked_at = fields.Datetime(readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    accepted_at = fields.Datetime(readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    published_date = fields.Date("Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "Another acceptance already has this number.",
    )
    _once = models.UniqueIndex(
        "(order_id, instalment_id) WHERE settles_id IS NULL",
        "This instalment of the contract has its acceptance already.",
    )
    _settled_once = models.UniqueIndex(
        "(settles_id) WHERE settles_id IS NOT NULL",
        "The difference of this acceptance is settled by another one already.",
    )
    # The state may go on to published on a sealed row, but never back.
    _accepted_is_final = models.Constraint(
        "CHECK ((accepted_at IS NULL) = (state IN ('draft', 'checked')) "
        "AND (accepted_at IS NULL OR number IS NOT NULL) "
        "AND (published_date IS NULL) = (state != 'published'))",
        "What was accepted stays accepted.",
    )

    @api.depends("order_id.name", "instalment_id.name", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # Who reads an acceptance may know its contract's number.
        for acceptance in self.sudo():
            acceptance.display_name = acceptance.number or self.env._(
                "%(contract)s, %(instalment)s",
                contract=acceptance.order_id.name or "",
                instalment=acceptance.instalment_id.name or "",
            )

    @api.depends("instalment_id.condition")
    def _compute_is_by_grade(self):
        for acceptance in self:
            acceptance.is_by_grade = acceptance.instalment_id.condition == "grade"

    @api.depends("member_ids")
    def _compute_member_hint(self):
        for acceptance in self:
            count = len(acceptance.member_ids)
            acceptance.member_hint = (
                self.env._(
                    "An acceptance committee usually has an odd number of members, at "
                    "least three; here there are %(count)s.",
                    count=count,
                )
                if count < 3 or not count % 2
                else False
            )

    @api.depends("line_ids.amount", "line_ids.amount_full", "line_ids.opinion")
    def _compute_totals(self):
        totals = {}
        stored = self._origin
        if stored:
            stored.line_ids.flush_recordset()
            totals = {
                acceptance.id: found
                for acceptance, *found in self.env["legal.acceptance.line"]._read_group(
                    [("acceptance_id", "in", stored.ids)],
                    ["acceptance_id"],
                    ["__count", "opinion:count", "amount_full:sum", "amount:sum"],
                )
            }
        for acceptance in self:
            count, opinions, full, amount = totals.get(
                acceptance._origin.id, (0, 0, 0.0, 0.0)
            )
            acceptance.line_count = count
            acceptance.opinion_count = opinions
            acceptance.amount_full = full
            acceptance.amount = amount
            acceptance.deduction = full - amount

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            name
            for name, field in self._fields.items()
            if field.column_type
            and name not in models.MAGIC_COLUMNS
            and name not in DRAFT_FIELDS
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            raise UserError(
                self.env._(
                    "Acceptances are not typed in. Use Prepare acceptances on the "
                    "instalment or the contract."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        if self._is_guard_lifted():
            return super().write(vals)
        if DRAFT_FIELDS & vals.keys():
            self._check_draft(("draft", "checked"))
        if "floor_decision" not in vals:
            return super().write(vals)
        self._check_group(MANAGER)
        self._check_draft(("draft",))
        result = super().write(vals)
        self._guarded_write(
            {"floor_decided_by_id": self.env.uid if vals["floor_decision"] else False}
        )
        self._refresh_lines()
        return result

    def _check_draft(self, states):
        for acceptance in self:
            if acceptance.state not in states:
                raise UserError(
                    self.env._(
                        "%(acceptance)s is %(state)s. Reset it to draft first.",
                        acceptance=acceptance.display_name,
                        state=dict(
                            self._fields["state"]._description_selection(self.env)
                        )[acceptance.state],
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for acceptance in self:
            if acceptance.state != "draft":
                raise UserError(
                    self.env._(
                        "%(acceptance)s is on record. Only a draft can be deleted.",
                        acceptance=acceptance.display_name,
                    )
                )

    # === Seal ===

    def _is_sealed(self):
        self.ensure_one()
        return self.state in SEALED_STATES

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.state IN %s", row, SEALED_STATES)

    @api.model
    def _get_unsealed_columns(self):
        return super()._get_unsealed_columns() | {
            "state",
            "published_date",
            "published_by_id",
            "partner_id",
            "message_main_attachment_id",
        }
