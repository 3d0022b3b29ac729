from odoo import api, fields, models
from odoo.tools import SQL

from .account_analytic_account import SOURCES

KINDS = [
    ("initial", "Allocated"),
    ("increase", "Increase"),
    ("cut", "Cut"),
]


class LegalAppropriation(models.Model):
    """A document that gives a program year money of one source, or takes it away.

    In force it is never edited: increases and cuts are further documents.
    """

    _name = "legal.appropriation"
    _description = "Appropriation"
    _inherit = [
        "legal.sealed.mixin",
        "legal.guard.mixin",
        "legal.file.mixin",
        "mail.thread",
    ]
    _order = "document_date DESC, id DESC"
    _check_company_auto = True
    _rec_names_search = ["document_number"]

    program_id = fields.Many2one(
        "legal.program",
        "Program year",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env["legal.procurement"]._get_default_program(),
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    source = fields.Selection(
        SOURCES,
        "Funding source",
        required=True,
        default="transfer",
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, default="initial", tracking=True)
    document_number = fields.Char(required=True, tracking=True)
    document_date = fields.Date(
        required=True,
        default=lambda self: self.env.company._legal_today(),
        tracking=True,
    )
    amount = fields.Monetary(required=True, tracking=True)
    signed_amount = fields.Monetary(
        "Effect",
        compute="_compute_signed_amount",
        store=True,
        precompute=True,
        help="What the document adds to the money of the source; a cut takes it away.",
    )
    budget_project_code = fields.Char(
        help="Code of the project in the budget (预算项目编码)."
    )
    function_code = fields.Char(
        "Functional code",
        help="Item of the classification of expenditure by function (支出功能分类).",
    )
    economy_code = fields.Char(
        "Economic code",
        help="Item of the classification by economic nature (部门预算经济分类).",
    )
    note = fields.Text()
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Documents", bypass_search_access=True
    )
    account_id = fields.Many2one(
        "account.analytic.account",
        "Account of the funding source",
        compute="_compute_account_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        required=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("in_force", "In force")],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    confirmed_at = fields.Datetime(copy=False, readonly=True)
    confirmed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    carried_from_id = fields.Many2one(
        "legal.appropriation",
        "Carried forward from",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The cut of the year before that this money comes from.",
    )
    document_part = fields.Integer(
        "Part of the document",
        default=1,
        required=True,
        copy=False,
        readonly=True,
        help="Above 1 where one decision carried money forward several times.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The amount must be above 0; a cut is a kind of its own."
    )
    # A document may bring money of several sources, but each only once; what a
    # decision carries forward later is a further part of it.
    _document_once = models.Constraint(
        "UNIQUE (program_id, source, document_number, kind, document_part)",
        "This document was entered for the program year and funding source already.",
    )

    @api.depends("amount", "kind")
    def _compute_signed_amount(self):
        for record in self:
            record.signed_amount = (
                -record.amount if record.kind == "cut" else record.amount
            )

    @api.depends("program_id", "source")
    def _compute_account_id(self):
        accounts = {
            (account.legal_program_id, account.legal_source): account
            for account in self.program_id._get_source_accounts()
        }
        for record in self:
            # Who may read appropriations keeps no accounts.
            account = accounts.get((record.program_id._origin, record.source))
            record.account_id = account and account.id

    @api.depends("document_number", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            record.display_name = record.document_number and self.env._(
                "%(document)s (%(kind)s)",
                document=record.document_number,
                kind=kinds.get(record.kind, ""),
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "confirmed_at",
            "confirmed_by_id",
            "carried_from_id",
            "document_part",
        }

    # === Seal ===

    def _is_sealed(self):
        return self.state == "in_force"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.state = 'in_force'", row)

    def _get_seal_message(self):
        return self.env._(
            "%(document)s is in force: it is neither edited nor deleted. Enter an "
            "increase or a cut as a further document.",
            document=self.display_name,
        )

    # === Actions ===

    def action_confirm(self):
        """Put documents into force.

        :raises UserError: for a cut below what is committed, where the program blocks
        """
        self._check_group("village_legal_advisor.group_legal_finance")
        self.check_access("write")
        self._raise_blockers(self._get_confirm_blockers())
        accounts = self.account_id.sudo()
        before = accounts._legal_start_budget()
        self._put_in_force()
        accounts._legal_judge_budget(before, self)
        return True

    def _get_confirm_blockers(self):
        return {
            record: self.env._(
                "%(document)s is in force.", document=record.display_name
            )
            for record in self
            if record.state != "draft"
        }

    def _put_in_force(self):
        self._guarded_write(
            {
                "state": "in_force",
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
            }
        )

    def _legal_get_budget_accounts(self):
        return self.account_id.sudo()
