from odoo import api, fields, models
from odoo.exceptions import ValidationError

VOLUNTEER_KINDS = ("retired_judge", "retired_prosecutor")


class LegalAdvisor(models.Model):
    """A practitioner of the pool; the person behind is an `hr.employee`."""

    _name = "legal.advisor"
    _description = "Legal adviser"
    _inherit = [
        "legal.guard.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "avatar.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "licence_number", "phone"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean("In use", default=True)
    kind = fields.Selection(
        [
            ("lawyer", "Lawyer"),
            ("legal_worker", "Grassroots legal worker"),
            ("retired_judge", "Retired judge"),
            ("retired_prosecutor", "Retired prosecutor"),
        ],
        required=True,
        default="lawyer",
        tracking=True,
    )
    firm_id = fields.Many2one(
        "res.partner",
        "Legal service firm",
        index=True,
        domain=[("is_company", "=", True)],
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="Law firm or legal service office. Retired judges and prosecutors who "
        "volunteer may have none.",
    )
    licence_number = fields.Char(
        copy=False,
        tracking=True,
        help="Number of the practising licence. Volunteers have none.",
    )
    speciality_ids = fields.Many2many("legal.speciality", string="Specialities")
    preferred_township_ids = fields.Many2many(
        "legal.township", string="Preferred townships", check_company=True
    )
    max_villages = fields.Integer(
        "Villages at most",
        help="How many villages the adviser is willing to serve. The cap of the "
        "program year holds besides. 0: no limit of the adviser's own.",
    )
    assignment_ids = fields.One2many("legal.assignment", "advisor_id")
    assignment_count = fields.Integer(compute="_compute_assignment_count")
    village_count = fields.Integer(
        "Villages today",
        compute="_compute_village_count",
        search="_search_village_count",
    )
    load_token = fields.Integer(copy=False)

    _licence_unique = models.UniqueIndex(
        "(company_id, licence_number) WHERE licence_number IS NOT NULL",
        "Another adviser already has this licence number.",
    )
    _max_villages_positive = models.Constraint(
        "CHECK (max_villages >= 0)", "The number of villages cannot be negative."
    )
    _name_idx = models.Index("(name, id)")

    def _compute_assignment_count(self):
        counts = self._count_assignments([])
        for advisor in self:
            advisor.assignment_count = counts.get(advisor, 0)

    @api.depends_context("uid")
    def _compute_village_count(self):
        counts = self._count_assignments(self._get_today_domain())
        for advisor in self:
            advisor.village_count = counts.get(advisor, 0)

    def _count_assignments(self, domain):
        return dict(
            self.env["legal.assignment"]._read_group(
                [("advisor_id", "in", self.ids), *domain], ["advisor_id"], ["__count"]
            )
        )

    @api.model
    def _get_today_domain(self):
        today = self.env.company._legal_today()
        return [
            ("state", "in", ("active", "ended")),
            ("date_start", "<=", today),
            ("date_end", ">=", today),
        ]

    @api.model
    def _search_village_count(self, operator, value):
        # Only "has any" and "has none" are asked for.
        if operator not in ("in", "not in") or set(value) != {0}:
            return NotImplemented
        has_any = fields.Domain("assignment_ids", "any", self._get_today_domain())
        return has_any if operator == "not in" else ~has_any

    @api.constrains("firm_id")
    def _check_firm_is_company(self):
        for firm in self.firm_id:
            # Who enters an adviser need not read all of the firm.
            if not firm.sudo().is_company:
                raise ValidationError(
                    self.env._(
                        "%(firm)s is entered as a person: an adviser belongs to a law "
                        "firm or legal service office.",
                        firm=firm.sudo().name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize_vals(vals) for vals in vals_list])

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._raise_blockers(
                {
                    advisor: self.env._(
                        "%(advisor)s belongs to the pool. Record the leaving first.",
                        advisor=advisor.name,
                    )
                    for advisor in self
                    if advisor.state not in ("applicant", "left")
                }
            )
        return super().write(self._normalize_vals(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        if any(advisor.state != "applicant" for advisor in self):
            raise ValidationError(
                self.env._(
                    "An adviser who passed the review stays on record. Record that "
                    "the adviser left instead."
                )
            )

    @api.model
    def _normalize_vals(self, vals):
        if isinstance(vals.get("licence_number"), str):
            vals = vals | {"licence_number": vals["licence_number"].strip() or False}
        return vals

    def action_view_assignments(self):
        """The advisers' assignments of all years."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assignments"),
            "res_model": "legal.assignment",
            "views": [(False, "list"), (False, "form")],
            "domain": [("advisor_id", "in", self.ids)],
            "context": {"default_advisor_id": self[:1].id},
        }
