from odoo import api, fields, models
from odoo.exceptions import ValidationError

EDITABLE_STATES = ("draft", "rejected")
# Entries that stand for a service: they hold the adviser's time (rule 2).
STANDING_STATES = ("submitted", "confirmed", "disputed")

STORED_TIMES = ("date", "time_start", "time_stop", "minutes", "service_mode")


class LegalVisit(models.Model):
    """One service, recorded once (一次一记).

    Who, when and why of every step are columns of their own: there is no chatter
    on entries, which would cost most of a write. Times live in `visit_times.py`,
    what it was about in `visit_content.py`, what stands against a step in
    `visit_rules.py` and `visit_certificates.py`, the steps in `visit_actions.py` and
    `visit_decisions.py`, references and numbers in `visit_numbering.py`.
    """

    _name = "legal.visit"
    _description = "Service entry"
    _inherit = ["legal.guard.mixin", "legal.sealed.mixin", "legal.file.mixin"]
    _order = "date DESC, id DESC"
    _rec_name = "reference"
    _rec_names_search = ["reference", "village_id", "advisor_id"]
    _check_company_auto = True

    reference = fields.Char(copy=False, readonly=True, required=True)
    # === Who, where ===
    # The company is the assignment's, and the village must be: nothing to compare.
    assignment_id = fields.Many2one(
        "legal.assignment",
        required=True,
        index=True,
        ondelete="restrict",
    )
    advisor_id = fields.Many2one(
        "legal.advisor",
        "Legal adviser",
        compute="_compute_from_assignment",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Who came.",
    )
    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        compute="_compute_from_assignment",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    township_id = fields.Many2one(
        "legal.township",
        compute="_compute_from_assignment",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    program_id = fields.Many2one(
        "legal.program",
        compute="_compute_from_assignment",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_from_assignment",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    place = fields.Char(help="Where the service was given, such as the village office.")
    # === When, how ===
    date = fields.Date(
        required=True,
        default=lambda self: self.env.company._legal_today(),
        help="Day of the service in the bureau's time zone.",
    )
    time_start = fields.Datetime("Began at", copy=False)
    time_stop = fields.Datetime("Ended at", copy=False)
    minutes = fields.Integer(
        copy=False, help="From the times when on site; otherwise as entered."
    )
    hours = fields.Float(compute="_compute_hours", store=True, precompute=True)
    service_mode = fields.Selection(
        [
            ("on_site", "On site"),
            ("phone", "By phone"),
            ("online", "Online"),
            ("written", "In writing"),
        ],
        required=True,
        default="on_site",
        help="Only service on site counts towards the month's hours.",
    )
    service_form = fields.Selection(
        [("fixed", "Fixed place"), ("mobile", "Mobile")],
        "Method",
        required=True,
        default="fixed",
    )
    slot_id = fields.Many2one(
        "legal.assignment.slot",
        "Service arrangement",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The agreed arrangement that this service belongs to; empty when it "
        "was given beside the regular times.",
    )
    source = fields.Selection(
        [
            ("screen", "Screen"),
            ("phone", "Phone page"),
            ("paper", "Paper"),
            ("import", "Import"),
        ],
        required=True,
        default="screen",
    )
    proof_ids = fields.Many2many(
        "ir.attachment",
        "legal_visit_proof_rel",
        "visit_id",
        "attachment_id",
        "Proof of presence",
        copy=False,
        help="Attendance sheet or photo. Files about what was discussed belong to "
        "the matter.",
    )
    # Its history is in visit_steps.py.
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("confirmed", "Confirmed"),
            ("disputed", "Disputed"),
            ("rejected", "Rejected"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
    )
    _reference_unique = models.Constraint(
        "UNIQUE (company_id, reference)", "This reference is taken."
    )
    _times_ordered = models.Constraint(
        "CHECK (time_stop > time_start)", "The service must end after it begins."
    )
    _township_date_idx = models.Index("(township_id, date DESC, id DESC)")
    _date_idx = models.Index("(date DESC, id DESC)")

    @api.depends("assignment_id")
    def _compute_from_assignment(self):
        # Defaults, never followed: a hand-over must not rewrite what took place.
        for visit in self:
            if visit.assignment_id:
                visit.update(self._prepare_from_assignment(visit.assignment_id))

    @api.model
    def _prepare_from_assignment(self, assignment):
        """Who, where and for which year, as values of a new entry.

        :rtype: dict
        """
        return {
            "advisor_id": assignment.advisor_id.id,
            "village_id": assignment.village_id.id,
            "township_id": assignment.village_id.township_id.id,
            "program_id": assignment.program_id.id,
            "company_id": assignment.company_id.id,
        }

    @api.depends("minutes")
    def _compute_hours(self):
        for visit in self:
            visit.hours = visit.minutes / 60

    @api.depends("reference", "date", "village_id.short_name")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = " ".join(
                filter(None, [visit.village_id.short_name, visit.reference])
            )

    @api.constrains("assignment_id", "village_id", "program_id")
    def _check_assignment(self):
        for visit in self.sudo():
            if visit.village_id != visit.assignment_id.village_id:
                raise ValidationError(
                    self.env._(
                        "The assignment is one of %(other)s, the entry of %(village)s.",
                        other=visit.assignment_id.village_id.display_name,
                        village=visit.village_id.display_name,
                    )
                )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "reference",
            "township_id",
            "program_id",
            "company_id",
        }

    @api.model_create_multi
    def create(self, vals_list):
        # Defaults of the caller's context must agree with one another as well.
        defaults = self.default_get(["assignment_id", *STORED_TIMES])
        vals_list = [defaults | vals for vals in vals_list]
        assignments = self.env["legal.assignment"].browse(
            {vals["assignment_id"] for vals in vals_list if vals.get("assignment_id")}
        )
        companies = {record.id: record.company_id for record in assignments.sudo()}
        vals_list = [
            self._settle_times(
                vals, companies.get(vals.get("assignment_id"), self.env.company)
            )
            for vals in vals_list
        ]
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self._is_guard_lifted():
            self._refuse_locked()
            if len(self) > 1 and self._is_about_one_entry(vals):
                return all([visit.write(vals) for visit in self])
            if self and self._is_about_time(vals):
                vals = self._settle_times(vals, self.company_id, self)
            if self:
                self._withdraw_consents(vals)
        result = super().write(vals)
        if {"assignment_id", "advisor_id"} & vals.keys():
            # Nobody may hand an entry to somebody whose entries are not theirs.
            self.check_access("write")
        return result
