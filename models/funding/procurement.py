from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.names import join_names

FINANCE = "village_legal_advisor.group_legal_finance"
# Government Procurement Law (政府采购法) 26, Measures on non-tendering methods
# (财政部令第74号), on competitive consultation (财库〔2014〕214号) and on framework
# agreements (财政部令第110号).
METHODS = [
    ("public_tender", "Public tender"),
    ("invited_tender", "Invited tender"),
    ("negotiation", "Competitive negotiation"),
    ("consultation", "Competitive consultation"),
    ("single_source", "Single source"),
    ("inquiry", "Inquiry"),
    ("framework", "Framework agreement"),
    ("own_purchase", "Own purchase below the threshold"),
]
# What the announcement said is not changed behind its readers' backs.
ANNOUNCED_FIELDS = frozenset({"program_id", "method", "budget", "announcement_date"})
AWARDED_FIELDS = ANNOUNCED_FIELDS | {"award_date", "lot_ids"}


class LegalProcurement(models.Model):
    """How a year's services are bought; every contract belongs to one (clause 三.1)."""

    _name = "legal.procurement"
    _description = "Procurement project"
    _inherit = ["legal.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "program_id, id DESC"
    _check_company_auto = True
    _rec_names_search = ["name", "number"]

    name = fields.Char(required=True, tracking=True)
    number = fields.Char(
        "Project number", copy=False, tracking=True, help="As on the announcement."
    )
    program_id = fields.Many2one(
        "legal.program",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self._get_default_program(),
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    method = fields.Selection(
        METHODS, "Procurement method", required=True, tracking=True
    )
    budget = fields.Monetary(tracking=True)
    announcement_date = fields.Date("Announced on", copy=False, tracking=True)
    award_date = fields.Date(
        "Awarded on",
        copy=False,
        tracking=True,
        help="Day on which the notice of award was issued; contracts are signed within "
        "30 days of it.",
    )
    lot_ids = fields.One2many(
        "legal.procurement.lot", "procurement_id", "Lots", copy=True
    )
    note = fields.Text("Notes")
    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("announced", "Announced"),
            ("awarded", "Awarded"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    state_by_id = fields.Many2one(
        "res.users", "Last step by", copy=False, readonly=True
    )
    state_at = fields.Datetime("Last step on", copy=False, readonly=True)
    order_ids = fields.One2many(
        "purchase.order",
        "legal_procurement_id",
        "Contracts",
        groups="purchase.group_purchase_user",
    )

    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number <> ''",
        "There is already a procurement project with this number.",
    )
    _budget_positive = models.Constraint(
        "CHECK (budget >= 0)", "A budget is not negative."
    )
    _dates_ordered = models.Constraint(
        "CHECK (announcement_date <= award_date)",
        "The award comes after the announcement.",
    )

    @api.model
    def _get_default_program(self):
        company = self.env.company
        return self.env["legal.program"]._get_for_date(company, company._legal_today())

    @api.depends("name", "number")
    def _compute_display_name(self):
        for project in self:
            project.display_name = (
                f"[{project.number}] {project.name}" if project.number else project.name
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"state_by_id", "state_at"}

    def write(self, vals):
        if not self._is_guard_lifted():
            self._check_locked(vals)
        return super().write(vals)

    def _check_locked(self, vals):
        for project in self:
            locked = project._get_locked_fields() & vals.keys()
            if locked:
                labels = sorted(
                    self._fields[name]._description_string(self.env) for name in locked
                )
                raise UserError(
                    self.env._(
                        "%(project)s is past that step and keeps its %(fields)s. "
                        "Take it back to preparation first.",
                        project=project.display_name,
                        fields=join_names(self.env, labels),
                    )
                )

    def _get_locked_fields(self):
        self.ensure_one()
        if self.state == "draft":
            return frozenset()
        return ANNOUNCED_FIELDS if self.state == "announced" else AWARDED_FIELDS

    @api.ondelete(at_uninstall=False)
    def _unlink_except_announced(self):
        if any(project.state != "draft" for project in self):
            raise UserError(
                self.env._(
                    "Only a project in preparation can be deleted; what was announced "
                    "or cancelled stays on record."
                )
            )
