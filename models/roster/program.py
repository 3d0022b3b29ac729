from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

STANDARD_FIELDS = frozenset(
    {
        "year",
        "date_start",
        "date_end",
        "monthly_hours",
        "quarterly_lectures",
        "max_villages",
        "certificate_grace_days",
        "fee",
        "village_share",
        "transfer_share",
        "fee_floor",
        "funding_basis",
        "village_share_handling",
        "legal_basis",
        "approval_document",
        "evaluation_cutoff",
        "grade_excellent",
        "grade_good",
        "grade_qualified",
        "company_id",
    }
)


class LegalProgram(models.Model):
    """A bureau's year of village legal advice with its standards and money.

    Clauses 三.2, 五 and 六.3 of the policy give the defaults.
    """

    _name = "legal.program"
    _description = "Program year"
    _inherit = ["legal.guard.mixin", "mail.thread"]
    _order = "date_start DESC, id DESC"
    _rec_names_search = ["year"]

    name = fields.Char(compute="_compute_name")
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._legal_today().year,
        tracking=True,
        help="The year the program begins in; it names the program on papers.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date_start = fields.Date(
        "First day",
        compute="_compute_date_start",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="First day of any month; a program year lasts twelve months.",
    )
    date_end = fields.Date(
        "Last day",
        compute="_compute_date_end",
        store=True,
        precompute=True,
        required=True,
        help="Twelve months from the first day.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
        default="draft",
        required=True,
        copy=False,
        tracking=True,
        index=True,
    )
    opened_at = fields.Datetime(copy=False, readonly=True)
    opened_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    closed_at = fields.Datetime(copy=False, readonly=True)
    closed_by_id = fields.Many2one("res.users", copy=False, readonly=True)

    # === Standards ===
    monthly_hours = fields.Float(
        "Hours per month and village",
        default=8.0,
        tracking=True,
        help="Hours of service in the village that every month must reach.",
    )
    quarterly_lectures = fields.Integer(
        "Lectures per quarter and village", default=1, tracking=True
    )
    max_villages = fields.Integer(
        "Villages per adviser at most",
        default=5,
        tracking=True,
        help="More only with a bureau manager's recorded reason.",
    )
    certificate_grace_days = fields.Integer(
        "Days of grace for certificates",
        default=90,
        help="Certificates granted for this year stay valid this many days after "
        "its last day, so that next year's training can be held.",
    )
    evaluation_cutoff = fields.Date(
        "Last month evaluated",
        compute="_compute_evaluation_cutoff",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Months after this day's month count in the adviser's evaluation of next "
        "year: in the same village, else in the first one served.",
    )
    grade_excellent = fields.Float("Excellent from", default=90.0, tracking=True)
    grade_good = fields.Float("Good from", default=75.0, tracking=True)
    grade_qualified = fields.Float("Qualified from", default=60.0, tracking=True)

    assignment_ids = fields.One2many("legal.assignment", "program_id")
    correction_ids = fields.One2many("legal.program.correction", "program_id")
    _year_unique = models.Constraint(
        "UNIQUE (company_id, year)",
        "There is already a program for this year. Open that one instead.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, "
        "daterange(date_start, date_end, '[]') WITH &&)",
        "The period overlaps another program year of the bureau. Choose a first day "
        "after that year's last day.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_start <= date_end)", "The last day is before the first day."
    )
    _starts_in_year = models.Constraint(
        "CHECK (EXTRACT(YEAR FROM date_start) = year "
        "AND EXTRACT(DAY FROM date_start) = 1)",
        "A program year begins on the first day of a month of its year.",
    )
    _cutoff_inside = models.Constraint(
        "CHECK (evaluation_cutoff BETWEEN date_start AND date_end)",
        "The last month evaluated must lie within the program year.",
    )
    _standards_positive = models.Constraint(
        "CHECK (monthly_hours > 0 AND monthly_hours <= 200 "
        "AND quarterly_lectures >= 0 AND max_villages > 0 "
        "AND certificate_grace_days >= 0)",
        "Hours and villages must be positive, lectures and days not negative.",
    )
    _grades_ordered = models.Constraint(
        "CHECK (100 >= grade_excellent AND grade_excellent > grade_good "
        "AND grade_good > grade_qualified AND grade_qualified > 0)",
        "Grades must fall from excellent to qualified, between 100 and 0.",
    )
    _date_idx = models.Index("(date_start DESC, id DESC)")

    @api.depends("year")
    @api.depends_context("lang")
    def _compute_name(self):
        for program in self:
            program.name = self.env._("Program year %(year)s", year=program.year or "")

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for program in self:
            program.display_name = program.name

    @api.depends("year")
    def _compute_date_start(self):
        for program in self:
            year = program.year
            if not 2000 <= year <= 2100:
                # Half-typed years pass here; the database refuses them on saving.
                program.date_start = program.date_start
            elif not program.date_start or program.date_start.year != year:
                month = program.date_start.month if program.date_start else 1
                program.date_start = f"{year:04d}-{month:02d}-01"

    @api.depends("date_start")
    def _compute_date_end(self):
        for program in self:
            program.date_end = program.date_start and (
                program.date_start + relativedelta(years=1, days=-1)
            )

    @api.depends("date_end")
    def _compute_evaluation_cutoff(self):
        for program in self:
            program.evaluation_cutoff = program.date_end

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "opened_at",
            "opened_by_id",
            "closed_at",
            "closed_by_id",
        }

    def write(self, vals):
        if STANDARD_FIELDS & vals.keys() and not self._is_guard_lifted():
            for program in self.filtered(lambda p: p.state != "draft"):
                raise UserError(
                    self.env._(
                        "The standards of %(program)s are locked since it was opened. "
                        "A bureau manager may correct them with a reason "
                        "(Correct standards).",
                        program=program.display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        if any(program.state != "draft" for program in self):
            raise UserError(
                self.env._(
                    "Only a draft program year can be deleted; one that was opened "
                    "stays on record."
                )
            )

    @api.model
    def _get_for_date(self, company, day):
        """The program of a company that a local day belongs to, or none."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("date_start", "<=", day),
                ("date_end", ">=", day),
            ],
            limit=1,
        )

    def _contains(self, day):
        """Whether a local day lies within the year."""
        self.ensure_one()
        return bool(day) and self.date_start <= day <= self.date_end

    def _get_certificate_valid_to(self):
        """Last day of certificates that are granted for this year."""
        self.ensure_one()
        return fields.Date.add(self.date_end, days=self.certificate_grace_days)
