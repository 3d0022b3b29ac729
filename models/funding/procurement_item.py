from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .procurement import FINANCE

# What a procurement file holds by the Government Procurement Law (政府采购法) 42.
# Papers of the project first, then those of each contract.
PROJECT_KINDS = [
    ("record", "Record of the procurement"),
    ("budget", "Procurement budget and approval"),
    ("requirement", "Procurement requirement and plan"),
    ("announcement", "Procurement announcement"),
    ("tender", "Tender or consultation documents"),
    ("response", "Tenders or responses of the firms"),
    ("criteria", "Criteria for judging the tenders"),
    ("evaluation", "Evaluation report"),
    ("award", "Notice of award and its announcement"),
    ("challenge", "Answers to challenges and complaints"),
]
CONTRACT_KINDS = [
    ("contract", "Contract"),
    ("publication", "Publication and filing of the contract"),
    ("acceptance", "Acceptance certificate"),
    ("invoice", "Invoices"),
    ("payment", "Payment vouchers"),
]
KINDS = [*PROJECT_KINDS, *CONTRACT_KINDS, ("other", "Other papers")]
FIXED_FIELDS = frozenset({"procurement_id", "order_id", "kind"})


class LegalProcurementItem(models.Model):
    """One line of a procurement file's checklist, with the papers that lie under it.

    A paper that lies in the file stays there until the file's retention date: what is
    wrong is put right by another paper beside it. The ORM says so; triggers refuse
    what does not pass there.
    """

    _name = "legal.procurement.item"
    _description = "Item of a procurement file"
    _inherit = ["legal.sealed.mixin", "legal.guard.mixin", "legal.file.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    procurement_id = fields.Many2one(
        "legal.procurement",
        "Procurement project",
        required=True,
        index=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "purchase.order",
        "Contract",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the paper belongs to all contracts of the project.",
    )
    company_id = fields.Many2one(
        related="procurement_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(KINDS, "Kind of paper", required=True, default="other")
    sequence = fields.Integer(
        compute="_compute_sequence", store=True, precompute=True, aggregator=None
    )
    name = fields.Char("Remark", help="What paper it is, where the kind does not say.")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Documents", bypass_search_access=True
    )
    reason = fields.Char(
        "Not applicable because",
        help="Why this file has no such paper: it then counts as complete.",
    )
    reason_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    reason_at = fields.Datetime("Decided on", readonly=True)
    own_count = fields.Integer(
        "From the product",
        compute="_compute_own_count",
        compute_sudo=True,
        help="Acceptance certificates, invoices and vouchers that are here already; "
        "the export holds them.",
    )
    own_missing_count = fields.Integer(
        "Still lacking",
        compute="_compute_own_count",
        compute_sudo=True,
        help="Instalments whose days are over without an acceptance, bills without the "
        "firm's invoice, payments without a voucher.",
    )
    state = fields.Selection(
        [
            ("missing", "Missing"),
            ("present", "In the file"),
            ("not_applicable", "Not applicable"),
        ],
        compute="_compute_state",
    )

    _kind_once = models.UniqueIndex(
        "(procurement_id, COALESCE(order_id, 0), kind) WHERE kind <> 'other'",
        "The procurement file has such an item already.",
    )
    _order_idx = models.Index("(sequence, id)")

    @api.depends("kind")
    def _compute_sequence(self):
        places = {kind: place for place, (kind, _label) in enumerate(KINDS)}
        for item in self:
            item.sequence = places.get(item.kind, len(KINDS))

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for item in self:
            item.display_name = (
                item.name if item.kind == "other" and item.name else labels[item.kind]
            )

    @api.depends("kind", "order_id")
    def _compute_own_count(self):
        # Whoever reads the file may know that such papers exist, not what they say.
        counts = self.order_id._get_legal_paper_counts()
        for item in self:
            item.own_count, item.own_missing_count = counts.get(
                (item.order_id.id, item.kind), (0, 0)
            )

    @api.depends("attachment_ids", "own_count", "own_missing_count", "reason")
    def _compute_state(self):
        for item in self:
            if item.attachment_ids:
                item.state = "present"
            elif item.own_count or item.own_missing_count:
                item.state = "missing" if item.own_missing_count else "present"
            else:
                item.state = "not_applicable" if item.reason else "missing"

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            self._check_group(FINANCE)
            if any(vals.get("kind", "other") != "other" for vals in vals_list):
                raise UserError(
                    self.env._(
                        "The checklist follows from the project. Only other papers "
                        "are added by hand."
                    )
                )
        items = super().create(vals_list)
        items.filtered("reason")._stamp_reason()
        return items

    def write(self, vals):
        if self._is_guard_lifted():
            return super().write(vals)
        if FIXED_FIELDS & vals.keys():
            raise UserError(
                self.env._("What an item of a procurement file is about stays.")
            )
        if "attachment_ids" in vals:
            self._check_papers_stay(vals["attachment_ids"])
        if vals.get("reason"):
            self._check_without_papers()
        result = super().write(vals)
        if "reason" in vals:
            self._stamp_reason()
        return result

    def _stamp_reason(self):
        """Keep who decided that a paper is not needed, and when."""
        for item in self:
            item._guarded_write(
                {
                    "reason_by_id": self.env.uid if item.reason else False,
                    "reason_at": fields.Datetime.now() if item.reason else False,
                }
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"reason_by_id", "reason_at"}

    def _check_without_papers(self):
        for item in self:
            if item.attachment_ids or item.own_count:
                raise UserError(
                    self.env._(
                        "%(item)s lies in the file: it cannot be called not "
                        "applicable.",
                        item=item.display_name,
                    )
                )

    @api.model
    def _get_file_domain(self, order):
        """Items of a contract's file: its project's and its own."""
        return list(
            Domain("procurement_id", "=", order.legal_procurement_id.id)
            & Domain("order_id", "in", [False, order.id])
        )
