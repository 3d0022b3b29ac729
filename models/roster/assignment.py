from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

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
    end_reason = fields.Text(copy=False, readonly=True)
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

    @api.depends("program_id")
    def _compute_dates(self):
        for assignment in self:
            program = assignment.program_id
            if not program:
                continue
            start, end = assignment.date_start, assignment.date_end
            if not start or not program.date_start <= start <= program.date_end:
                assignment.date_start = program.date_start
            if not end or not program.date_start <= end <= program.date_end:
                assignment.date_end = program.date_end

    @api.depends("village_id.display_name", "advisor_id.name")
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = self.env._(
                "%(village)s - %(advisor)s",
                village=assignment.village_id.display_name or "",
                advisor=assignment.advisor_id.name or "",
            )

    @api.constrains("date_start", "date_end", "program_id")
    def _check_inside_program(self):
        for assignment in self:
            program = assignment.program_id
            if (
                assignment.date_start < program.date_start
                or assignment.date_end > program.date_end
            ):
                raise UserError(
                    self.env._(
                        "The assignment must lie within %(program)s "
                        "(%(start)s to %(end)s).",
                        program=program.display_name,
                        start=program.date_start,
                        end=program.date_end,
                    )
                )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "firm_id",
            "cap_override_reason",
            "cap_override_user_id",
            "end_reason",
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
        if any(record.state in ACTIVATED_STATES for record in self):
            raise UserError(
                self.env._(
                    "An assignment that was active stays on record. "
                    "End it instead of deleting it."
                )
            )

    # === Activation (rules 1, 3, 4) ===

    def action_activate(self, cap_override_reason=None):
        """Put proposed assignments into force.

        :param str cap_override_reason: a bureau manager's reason for more villages
            than the cap (clause 三.2); ignored where the cap is kept
        :raises UserError: one sentence per assignment that cannot become active
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        self._lock_advisors()
        self._raise_blockers(self._get_activate_blockers())
        over_cap = self._get_over_cap()
        if over_cap:
            self._check_cap_override(over_cap, cap_override_reason)
        by_firm = self.grouped(lambda rec: rec.advisor_id.firm_id)
        for firm, assignments in by_firm.items():
            assignments._guarded_write({"state": "active", "firm_id": firm.id})
        if over_cap:
            self.browse([record.id for record in over_cap])._guarded_write(
                {
                    "cap_override_reason": cap_override_reason,
                    "cap_override_user_id": self.env.uid,
                }
            )
        # The exclusion constraint must speak here, not in somebody's later flush.
        self.flush_recordset()
        return True

    def _lock_advisors(self):
        """Make concurrent activations of the same advisers wait and retry.

        Counting under REPEATABLE READ needs a write: of two transactions that
        update the same row, the later one fails and Odoo runs it again.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE legal_advisor SET load_token = COALESCE(load_token, 0) + 1 "
                "WHERE id IN (SELECT id FROM legal_advisor WHERE id IN %s "
                "ORDER BY id FOR UPDATE)",
                tuple(self.advisor_id.ids) or (0,),
            )
        )
        self.env["legal.advisor"].invalidate_model(["load_token"])

    def _get_activate_blockers(self):
        """Sentences for those that cannot become active, cap apart."""
        today = self.env.company._legal_today()
        first_days = self.advisor_id._get_first_certificate_days()
        suspended = self.advisor_id._get_suspended_on(today)
        blockers = {}
        for assignment in self:
            advisor = assignment.advisor_id
            first_day = first_days.get(advisor)
            if assignment.state != "proposed":
                reason = self.env._("Only a proposed assignment can be activated.")
            elif assignment.program_id.state != "open":
                reason = self.env._(
                    "%(program)s is not open.",
                    program=assignment.program_id.display_name,
                )
            elif advisor.state == "left":
                reason = self.env._("%(advisor)s has left.", advisor=advisor.name)
            elif not first_day or first_day > today:
                reason = self.env._(
                    "%(advisor)s has no service certificate yet. Grant one after "
                    "the training first.",
                    advisor=advisor.name,
                )
            elif advisor in suspended:
                reason = self.env._("%(advisor)s is suspended.", advisor=advisor.name)
            else:
                continue
            blockers[assignment] = reason
        return blockers | (self - self.browse([b.id for b in blockers]))._get_overlaps()

    def _get_overlaps(self):
        """Name who already answers for the village (rule 1), for readable errors."""
        if not self:
            return {}
        others = self.search(
            [
                ("village_id", "in", self.village_id.ids),
                ("state", "in", ACTIVATED_STATES),
                ("date_start", "<=", max(self.mapped("date_end"))),
                ("date_end", ">=", min(self.mapped("date_start"))),
            ]
        )
        blockers = {}
        for assignment in self:
            for other in (others | self) - assignment:
                if (
                    other.village_id == assignment.village_id
                    and other.date_start <= assignment.date_end
                    and other.date_end >= assignment.date_start
                ):
                    blockers[assignment] = self.env._(
                        "%(advisor)s already answers for %(village)s from %(start)s "
                        "to %(end)s. End that assignment first.",
                        advisor=other.advisor_id.name,
                        village=assignment.village_id.display_name,
                        start=other.date_start,
                        end=other.date_end,
                    )
        return blockers

    def _get_over_cap(self):
        """Records whose adviser would exceed the cap on some day (rule 3).

        :return: {assignment: (most villages on one day, cap)}
        """
        advisors = self.advisor_id
        in_force = self.search(
            [
                ("advisor_id", "in", advisors.ids),
                ("state", "in", ACTIVATED_STATES),
                ("date_start", "<=", max(self.mapped("date_end"))),
                ("date_end", ">=", min(self.mapped("date_start"))),
            ]
        )
        by_advisor = (in_force | self).grouped("advisor_id")
        result = {}
        for assignment in self:
            advisor = assignment.advisor_id
            cap = assignment.program_id.max_villages
            if advisor.max_villages:
                cap = min(cap, advisor.max_villages)
            # Load only grows on first days, so those inside the period suffice.
            days = {assignment.date_start} | {
                other.date_start
                for other in by_advisor[advisor]
                if assignment.date_start <= other.date_start <= assignment.date_end
            }
            most = max(
                sum(o.date_start <= day <= o.date_end for o in by_advisor[advisor])
                for day in days
            )
            if most > cap:
                result[assignment] = (most, cap)
        return result

    def _check_cap_override(self, over_cap, reason):
        is_manager = self.env.su or self.env.user.has_group(
            "village_legal_advisor.group_legal_manager"
        )
        if is_manager and (reason or "").strip():
            return
        self._raise_blockers(
            {
                assignment: self.env._(
                    "%(advisor)s would serve %(most)s villages at once; at most "
                    "%(cap)s are allowed. A bureau manager may allow more, with a "
                    "reason.",
                    advisor=assignment.advisor_id.name,
                    most=most,
                    cap=cap,
                )
                for assignment, (most, cap) in over_cap.items()
            }
        )

    # === Ending ===

    def action_end(self, date_end=None, reason=None):
        """End active assignments; the last day counts as served.

        :param date_end: last day, a date or ISO string; today when left out
        :param str reason: shown on the assignment
        :raises UserError: one sentence per assignment that cannot end then
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        day = fields.Date.to_date(date_end) or self.env.company._legal_today()
        self._raise_blockers(self._get_end_blockers(day))
        self._guarded_write({"state": "ended", "date_end": day, "end_reason": reason})
        # The successor's period is checked against this one right after.
        self.flush_recordset()
        return True

    def _get_end_blockers(self, day):
        """Reasons against ending on a day; the service room adds entries beyond."""
        blockers = {}
        for assignment in self:
            if assignment.state != "active":
                blockers[assignment] = self.env._("Only an active one can be ended.")
            elif assignment.program_id.state == "closed":
                blockers[assignment] = self.env._("The program year is closed.")
            elif not assignment.date_start <= day <= assignment.date_end:
                blockers[assignment] = self.env._(
                    "The last day must lie between %(start)s and %(end)s.",
                    start=assignment.date_start,
                    end=assignment.date_end,
                )
        return blockers

    def _hand_over(self, advisor, last_day, reason, cap_override_reason=None):
        """End on a day; another adviser answers from the next day on.

        :return: the successors, active, in the order of self
        """
        until = {assignment: assignment.date_end for assignment in self}
        self.action_end(last_day, reason)
        first_day = fields.Date.add(fields.Date.to_date(last_day), days=1)
        for assignment in self:
            if until[assignment] < first_day:
                raise UserError(
                    self.env._(
                        "Nothing is left to hand over after %(day)s.", day=last_day
                    )
                )
        successors = self._guarded_create(
            [
                {
                    "program_id": assignment.program_id.id,
                    "village_id": assignment.village_id.id,
                    "advisor_id": advisor.id,
                    "date_start": first_day,
                    "date_end": until[assignment],
                    "paid": assignment.paid,
                    "predecessor_id": assignment.id,
                }
                for assignment in self
            ]
        )
        successors.action_activate(cap_override_reason)
        return successors

    def action_cancel(self):
        """Cancel proposals, and active ones under which nothing was done.

        :raises UserError: one sentence per assignment that must be ended instead
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        self._raise_blockers(self._get_cancel_blockers())
        self._guarded_write({"state": "cancelled"})
        return True

    def _get_cancel_blockers(self):
        """Reasons against cancelling; the service room adds recorded entries."""
        return {
            assignment: self.env._("It has ended already.")
            for assignment in self
            if assignment.state not in ("proposed", "active")
        }
