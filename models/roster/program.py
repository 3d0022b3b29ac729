from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

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
COPIED_STANDARDS = STANDARD_FIELDS - {
    "year",
    "date_start",
    "date_end",
    "evaluation_cutoff",
    "funding_basis",
    "village_share_handling",
    "legal_basis",
    "approval_document",
}


class LegalProgram(models.Model):
    """A bureau's year of village legal advice with its standards and money.

    Clauses 三.2, 五 and 六.3 of the policy give the defaults.
    """

    _name = "legal.program"
    _description = "Program year"
    _inherit = ["legal.guard.mixin", "mail.thread"]
    _order = "date_start DESC, id DESC"

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
        help="Months after this day's month count in next year's evaluation.",
    )
    grade_excellent = fields.Float("Excellent from", default=90.0, tracking=True)
    grade_good = fields.Float("Good from", default=75.0, tracking=True)
    grade_qualified = fields.Float("Qualified from", default=60.0, tracking=True)
    # === Money ===
    currency_id = fields.Many2one(related="company_id.currency_id")
    fee = fields.Monetary("Fee per year", default=5000.0, tracking=True)
    village_share = fields.Monetary("Village's share", default=2000.0, tracking=True)
    transfer_share = fields.Monetary("Transfer payment", default=3000.0, tracking=True)
    fee_floor = fields.Monetary(
        "Fee at least",
        default=5000.0,
        tracking=True,
        help="Lowest fee per year that the policy guarantees (clause 六.3).",
    )
    funding_basis = fields.Selection(
        [("advisor", "Per adviser (每人)"), ("village", "Per village engagement")],
        tracking=True,
        help="Whether the fee is due once per adviser or once per village served.",
    )
    village_share_handling = fields.Selection(
        [
            ("village", "The village pays the firm itself; proof is recorded"),
            ("township", "The township's account for village funds pays"),
            ("bureau", "The bureau collects, with a recorded legal basis"),
        ],
        "Who handles the village's share",
        tracking=True,
    )
    legal_basis = fields.Char(
        "Legal basis for collecting",
        tracking=True,
        help="Document that entitles the bureau to collect the village's share.",
    )
    approval_document = fields.Char(
        "Approving document number",
        tracking=True,
        help="Number of the document that approved basis and handling of the money.",
    )
    assignment_ids = fields.One2many("legal.assignment", "program_id")
    advisor_count = fields.Integer("Advisers", compute="_compute_totals")
    village_count = fields.Integer("Villages", compute="_compute_totals")
    total_per_advisor = fields.Monetary(
        "Total if paid per adviser", compute="_compute_totals"
    )
    total_per_village = fields.Monetary(
        "Total if paid per village", compute="_compute_totals"
    )

    _year_unique = models.Constraint(
        "UNIQUE (company_id, year)",
        "There is already a program for this year. Open that one instead.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, "
        "daterange(date_start, date_end, '[]') WITH &&)",
        "The period overlaps another program year of the bureau.",
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
    _shares_add_up = models.Constraint(
        "CHECK (ROUND(village_share + transfer_share, 2) = ROUND(fee, 2) "
        "AND village_share >= 0 AND transfer_share >= 0)",
        "Village's share and transfer payment must add up to the fee.",
    )
    _fee_not_below_floor = models.Constraint(
        "CHECK (fee >= fee_floor)",
        "The fee is below the lowest fee that the policy guarantees.",
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

    @api.depends("year")
    def _compute_name(self):
        for program in self:
            program.name = self.env._("Program year %(year)s", year=program.year or "")

    @api.depends("name")
    def _compute_display_name(self):
        for program in self:
            program.display_name = program.name

    @api.depends("year")
    def _compute_date_start(self):
        for program in self:
            year = program.year
            if not 2000 <= year <= 2100:
                continue
            if not program.date_start or program.date_start.year != year:
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

    @api.depends("fee", "company_id", "date_start", "date_end", "assignment_ids.state")
    def _compute_totals(self):
        Assignment = self.env["legal.assignment"]
        for program in self:
            deployed = Assignment._read_group(
                [("program_id", "in", program.ids), ("state", "!=", "cancelled")],
                aggregates=["advisor_id:count_distinct"],
            )[0][0]
            program.advisor_count = deployed or self.env["legal.advisor"].search_count(
                [
                    ("state", "in", ("qualified", "certified")),
                    ("company_id", "=", program.company_id.id),
                ]
            )
            program.village_count = self.env["legal.village"].search_count(
                [
                    ("company_id", "=", program.company_id.id),
                    ("in_scope_from", "<=", program.date_end),
                ]
            )
            program.total_per_advisor = program.fee * program.advisor_count
            program.total_per_village = program.fee * program.village_count

    def write(self, vals):
        locked = STANDARD_FIELDS & vals.keys()
        if locked and not self._is_guard_lifted():
            for program in self.filtered(lambda p: p.state != "draft"):
                raise UserError(
                    self.env._(
                        "%(program)s is open: its standards are locked. A manager "
                        "may correct them with a reason (Correct standards).",
                        program=program.display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_opened(self):
        if any(program.state != "draft" for program in self):
            raise UserError(self.env._("Only a draft program year can be deleted."))

    def action_open(self):
        """Open draft years; design.md section 2 says what must be decided first.

        :raises UserError: naming what is missing
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        self._raise_blockers(self._get_open_blockers())
        self._guarded_write({"state": "open"})
        return True

    def _get_open_blockers(self):
        blockers = {}
        for program in self:
            if program.state != "draft":
                blockers[program] = self.env._("Only a draft year can be opened.")
                continue
            missing = [
                self._fields[name]._description_string(self.env)
                for name in program._get_required_decisions()
                if not program[name]
            ]
            if missing:
                blockers[program] = self.env._(
                    "Public money hangs on these decisions; fill them in first: "
                    "%(fields)s.",
                    fields=", ".join(missing),
                )
        return blockers

    def _get_required_decisions(self):
        self.ensure_one()
        names = ["funding_basis", "village_share_handling", "approval_document"]
        if self.village_share_handling == "bureau":
            names.append("legal_basis")
        return names

    def action_close(self):
        """Close open years that have ended; nothing in them changes afterwards.

        :raises UserError: saying what is still to be done
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        self._raise_blockers(self._get_close_blockers())
        self._guarded_write({"state": "closed"})
        return True

    def _get_close_blockers(self):
        """Reasons against closing; other rooms add theirs."""
        blockers = {}
        for program in self:
            if program.state != "open":
                blockers[program] = self.env._("Only an open year can be closed.")
            elif program.date_end >= program.company_id._legal_today():
                blockers[program] = self.env._(
                    "The year runs until %(date)s; close it after that day.",
                    date=fields.Date.to_string(program.date_end),
                )
        return blockers

    def action_prepare_next(self):
        """Make next year's draft with this year's standards; returns its form."""
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_officer")
        following = self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", self.year + 1)]
        ) or self.create(self._prepare_next_vals())
        return following._get_records_action()

    def _prepare_next_vals(self):
        self.ensure_one()
        vals = {
            name: self[name]
            for name in COPIED_STANDARDS
            if self._fields[name].type != "many2one"
        }
        return vals | {
            "company_id": self.company_id.id,
            "year": self.year + 1,
            "date_start": self.date_start + relativedelta(years=1),
        }

    def _correct_standards(self, vals, reason):
        """Change locked standards for a recorded reason (rule 8).

        Rooms to the right extend it to rebuild what follows from the standards.

        :param dict vals: standards to change
        :param str reason: shown in the year's history
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        if not (reason or "").strip():
            raise ValidationError(self.env._("Give the reason for the correction."))
        if any(program.state != "open" for program in self):
            raise UserError(
                self.env._("Only the standards of an open year can be corrected.")
            )
        self._guarded_write({name: vals[name] for name in STANDARD_FIELDS & vals.keys()})

    def _get_certificate_valid_to(self):
        """Last day of certificates that are granted for this year."""
        self.ensure_one()
        return fields.Date.add(self.date_end, days=self.certificate_grace_days)

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
