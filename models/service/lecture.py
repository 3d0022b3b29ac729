from odoo import api, fields, models

from .lecture_program import QUARTERS

# An entry in one of these states stands for a service that took place.
STANDING_VISIT_STATES = ("submitted", "confirmed", "disputed")
LECTURE_READERS = ",".join(
    f"village_legal_advisor.group_legal_{role}"
    for role in ("township", "officer", "portal_advisor", "portal_committee")
)
HELD_STATES = ("held", "submitted", "filed", "returned")


class LegalLecture(models.Model):
    """A lecture for a village's people, one a quarter as it wishes (clause 五)."""

    _name = "legal.lecture"
    _description = "Lecture"
    _inherit = [
        "legal.guard.mixin",
        "legal.sealed.mixin",
        "legal.file.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date DESC, id DESC"
    _rec_name = "topic"
    _rec_names_search = ["topic", "village_id", "advisor_id"]
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "legal.assignment",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", ("active", "ended"))],
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True, precompute=True
    )
    program_id = fields.Many2one(
        related="assignment_id.program_id", store=True, index=True, precompute=True
    )
    village_id = fields.Many2one(
        related="assignment_id.village_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    advisor_id = fields.Many2one(
        "legal.advisor",
        "Lecturer",
        compute="_compute_advisor_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Who speaks.",
    )
    topic = fields.Char(required=True, tracking=True)
    is_wished = fields.Boolean(
        "Wished by the village", help="The village asked for this topic itself."
    )
    wish = fields.Text(
        "Village's wish", help="What the village asked for, in its words."
    )
    audience_ids = fields.Many2many(
        "legal.lecture.audience",
        "legal_lecture_audience_rel",
        "lecture_id",
        "audience_id",
        "Audience",
        ondelete="restrict",
    )
    audience_count = fields.Integer("People reached", aggregator="sum")
    # === When and where: planned, then as the service entry says ===
    date = fields.Date(
        compute="_compute_from_visit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        default=lambda self: self.env.company._legal_today(),
        tracking=True,
    )
    hour_from = fields.Float(
        "From",
        compute="_compute_from_visit",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        default=10.0,
    )
    hour_to = fields.Float(
        "To",
        compute="_compute_from_visit",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        default=12.0,
    )
    place = fields.Char(
        compute="_compute_from_visit", store=True, readonly=False, precompute=True
    )
    quarter = fields.Selection(
        QUARTERS,
        compute="_compute_quarter",
        store=True,
        precompute=True,
        index=True,
        help="Quarter of the program year that the day lies in.",
    )
    date_due = fields.Date(
        "Outline due",
        compute="_compute_quarter",
        store=True,
        precompute=True,
        help="The quarter's last day: an outline first submitted later is late.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("held", "Held"),
            ("submitted", "Outline submitted"),
            ("filed", "Filed"),
            ("returned", "Returned"),
        ],
        default="planned",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    visit_id = fields.Many2one(
        "legal.visit",
        "Service entry",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The entry in the ledger that counts the lecture's hours.",
    )
    is_late_entry = fields.Boolean(related="visit_id.is_late_entry")
    visit_state = fields.Selection(
        related="visit_id.state", string="State of the service entry"
    )

    _hours_ordered = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "The lecture must end after it begins, within one day.",
    )
    _audience_not_negative = models.Constraint(
        "CHECK (audience_count >= 0)", "The number of people cannot be negative."
    )
    _held_with_entry = models.Constraint(
        "CHECK (state = 'planned' OR (visit_id IS NOT NULL AND quarter IS NOT NULL))",
        "A lecture that was held needs its service entry within the program year.",
    )
    _one_per_visit = models.UniqueIndex(
        "(visit_id) WHERE visit_id IS NOT NULL",
        "This service entry belongs to another lecture.",
    )
    _date_idx = models.Index("(date DESC, id DESC)")
    _township_date_idx = models.Index("(township_id, date DESC, id DESC)")
    _village_quarter_idx = models.Index("(village_id, program_id, quarter)")

    @api.depends("village_id.display_name", "quarter", "topic")
    def _compute_display_name(self):
        labels = dict(self._fields["quarter"]._description_selection(self.env))
        for lecture in self:
            lecture.display_name = self.env._(
                "%(village)s %(quarter)s: %(topic)s",
                # Portal users need not read villages to know their lectures.
                village=lecture.village_id.sudo().display_name or "",
                quarter=labels.get(lecture.quarter, ""),
                topic=lecture.topic or "",
            )

    @api.depends("assignment_id")
    def _compute_advisor_id(self):
        for lecture in self:
            if not lecture.visit_id:
                lecture.advisor_id = lecture.assignment_id.advisor_id

    @api.depends("visit_id.time_start", "visit_id.time_stop", "visit_id.place")
    def _compute_from_visit(self):
        """Follow the entry, so that the ledger and the lecture cannot disagree."""
        for lecture in self:
            # Hours of a service are read by roles that do not read its entry.
            visit = lecture.visit_id.sudo()
            if not visit.time_start or not visit.time_stop:
                continue
            midnight = lecture.company_id._legal_utc(visit.date)
            lecture.date = visit.date
            lecture.hour_from = (visit.time_start - midnight).total_seconds() / 3600
            hour_to = (visit.time_stop - midnight).total_seconds() / 3600
            lecture.hour_to = min(hour_to, 24.0)
            lecture.place = visit.place or lecture.place

    @api.depends("date", "program_id.date_start")
    def _compute_quarter(self):
        for lecture in self:
            program = lecture.program_id
            quarter = program and program._get_quarter(lecture.date)
            lecture.quarter = quarter
            lecture.date_due = quarter and program._get_quarter_end(quarter)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"visit_id"}

    @api.model
    def _get_standing_domain(self):
        """Lectures that took place as far as the ledger knows.

        A lecture whose entry was rejected does not count until that is mended; one
        whose entry was struck out never took place.

        :rtype: fields.Domain
        """
        return fields.Domain("state", "in", HELD_STATES) & fields.Domain(
            "visit_id",
            "any!",
            [("state", "in", STANDING_VISIT_STATES), ("is_annulled", "!=", True)],
        )

    @api.model
    def _count_for(self, records, name):
        """Set `lecture_count` of records that lectures point to by a field."""
        counts = {}
        # Figures beside a village are shown to roles that read no lectures.
        if self.has_access("read"):
            counts = dict(
                self._read_group([(name, "in", records.ids)], [name], ["__count"])
            )
        for record in records:
            record.lecture_count = counts.get(record, 0)

    @api.model
    def _get_list_action(self, domain, context=None):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_lecture"
        )
        return action | {"domain": domain, "context": context or {}}
