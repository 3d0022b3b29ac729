from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

ACTIVATED_STATES = ("active", "ended")
# What an activated assignment was activated on; changed by ending and handing
# over, never by editing.
LOCKED_FIELDS = frozenset(
    {"program_id", "advisor_id", "village_id", "date_start", "date_end", "paid"}
)


class LegalAssignment(models.Model):
    """One adviser answers for one village during a period of a program year."""

    _name = "legal.assignment"
    _description = "Assignment"
    _inherit = ["legal.guard.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start DESC, id DESC"
    _rec_names_search = ["village_id", "advisor_id"]
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_program_id(),
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    advisor_id = fields.Many2one(
        "legal.advisor",
        "Legal adviser",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    firm_id = fields.Many2one(
        "res.partner",
        "Legal service firm",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The adviser's firm when the assignment became active.",
    )
    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    date_start = fields.Date(
        "First day",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    date_end = fields.Date(
        "Last day",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("active", "Active"),
            ("ended", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        default="proposed",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )
    paid = fields.Boolean(
        default=True,
        help="Unticked for volunteers who declared in writing to serve unpaid.",
    )
    cap_override_reason = fields.Text(
        "Reason for exceeding the cap",
        copy=False,
        readonly=True,
        help="A bureau manager's reason for more villages than the year's standard.",
    )
    cap_override_user_id = fields.Many2one(
        "res.users", "Cap exceeded by", copy=False, readonly=True
    )
    activated_at = fields.Datetime(copy=False, readonly=True)
    activated_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    end_reason = fields.Text("Reason for ending", copy=False, readonly=True)
    ended_at = fields.Datetime("Ended or cancelled at", copy=False, readonly=True)
    ended_by_id = fields.Many2one(
        "res.users", "Ended or cancelled by", copy=False, readonly=True
    )
    predecessor_id = fields.Many2one(
        "legal.assignment",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The assignment that this one took over from.",
    )
    slot_ids = fields.One2many(
        "legal.assignment.slot", "assignment_id", "Service arrangements", copy=True
    )

    is_current = fields.Boolean(
        compute="_compute_is_current",
        search="_search_is_current",
        help="The adviser answers for the village today.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_start <= date_end)", "The last day is before the first day."
    )
    _one_responsible = models.Constraint(
        "EXCLUDE USING gist (village_id WITH =, "
        "daterange(date_start, date_end, '[]') WITH &&) "
        "WHERE (state IN ('active', 'ended'))",
        "The village already has a responsible adviser in this period. "
        "End that assignment first, or begin after its last day.",
    )
    _township_date_idx = models.Index("(township_id, date_start DESC, id DESC)")
    _date_idx = models.Index("(date_start DESC, id DESC)")
    _advisor_period_idx = models.Index("(advisor_id, date_start, date_end)")

    @api.model
    def _default_program_id(self):
        company = self.env.company
        return self.env["legal.program"]._get_for_date(company, company._legal_today())

    # A draft year may still move, and its proposals follow; an open one cannot.
    @api.depends("program_id.date_start", "program_id.date_end")
    def _compute_dates(self):
        for assignment in self:
            program = assignment.program_id
            if not program.date_start:
                assignment.date_start = assignment.date_start
                assignment.date_end = assignment.date_end
                continue
            start, end = assignment.date_start, assignment.date_end
            inside = program._contains
            assignment.date_start = start if inside(start) else program.date_start
            assignment.date_end = end if inside(end) else program.date_end

    @api.depends("state", "date_start", "date_end")
    def _compute_is_current(self):
        current = self.filtered_domain(
            self.env["legal.village"]._get_responsible_domain()
        )
        for assignment in self:
            assignment.is_current = assignment in current

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        Village = self.env["legal.village"]
        current = Village._get_responsible_domain()
        return Village._combine_boolean(value, current, ~current)

    @api.depends("village_id.display_name", "advisor_id.name", "program_id.year")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        # Where one is chosen from, the years of the same two are told apart.
        is_chosen_from = self.env.context.get("formatted_display_name")
        for assignment in self:
            # Whoever may read an assignment may read who serves under it; a
            # committee reads no advisers otherwise.
            assignment_sudo = assignment.sudo()
            assignment.display_name = self.env._(
                "%(village)s - %(advisor)s",
                village=assignment_sudo.village_id.display_name or "",
                advisor=assignment_sudo.advisor_id.name or "",
            )
            if is_chosen_from and assignment_sudo.program_id:
                year = assignment_sudo.program_id.year
                assignment.display_name += f" \t --{year}--"

    @api.constrains("date_start", "date_end", "program_id")
    def _check_inside_program(self):
        for assignment in self:
            program = assignment.program_id
            if not (
                program._contains(assignment.date_start)
                and program._contains(assignment.date_end)
            ):
                raise ValidationError(
                    self.env._(
                        "The assignment must lie within %(program)s "
                        "(%(start)s to %(end)s). Change its first or last day.",
                        program=program.display_name,
                        start=format_date(self.env, program.date_start),
                        end=format_date(self.env, program.date_end),
                    )
                )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "firm_id",
            "activated_at",
            "activated_by_id",
            "cap_override_reason",
            "cap_override_user_id",
            "end_reason",
            "ended_at",
            "ended_by_id",
            "predecessor_id",
        }

    def write(self, vals):
        if LOCKED_FIELDS & vals.keys() and not self._is_guard_lifted():
            for assignment in self:
                if assignment.state != "proposed":
                    raise UserError(
                        self.env._(
                            "%(assignment)s is no longer a proposal. End it or hand "
                            "it over instead of editing it.",
                            assignment=assignment.display_name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_activated(self):
        if any(rec.activated_at or rec.state in ACTIVATED_STATES for rec in self):
            raise UserError(
                self.env._(
                    "An assignment that was active stays on record. "
                    "End it instead of deleting it."
                )
            )
