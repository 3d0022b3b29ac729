from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalAssignmentSlot(models.Model):
    """When, where and how an adviser regularly serves (clause 五).

    Method, time and place are agreed with the committee and then posted.
    """

    _name = "legal.assignment.slot"
    _description = "Service arrangement"
    _inherit = ["legal.guard.mixin"]
    _order = "weekday, hour_from, id"
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "legal.assignment",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="assignment_id.township_id", store=True, index=True, precompute=True
    )
    service_form = fields.Selection(
        [("fixed", "Fixed place"), ("mobile", "Mobile")],
        "Method",
        required=True,
        default="fixed",
    )
    week_of_month = fields.Selection(
        [
            ("every", "Every week"),
            ("1", "First week"),
            ("2", "Second week"),
            ("3", "Third week"),
            ("4", "Fourth week"),
            ("last", "Last week"),
        ],
        required=True,
        default="every",
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        required=True,
    )
    hour_from = fields.Float("From", required=True, default=10.0)
    hour_to = fields.Float("To", required=True, default=12.0)
    place = fields.Char(required=True)
    state = fields.Selection(
        [("proposed", "To be agreed"), ("agreed", "Agreed"), ("posted", "Posted")],
        default="proposed",
        required=True,
        copy=False,
    )
    agreed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    agreed_on = fields.Date(copy=False, readonly=True)
    posted_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    posted_on = fields.Date(copy=False, readonly=True)

    _hours_ordered = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "The service must end after it begins, within one day.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "agreed_by_id",
            "agreed_on",
            "posted_by_id",
            "posted_on",
        }

    @api.depends("week_of_month", "weekday", "hour_from", "hour_to", "place")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("week_of_month", "weekday")
        }
        for slot in self:
            slot.display_name = self.env._(
                "%(week)s %(weekday)s %(start)s-%(stop)s %(place)s",
                week=labels["week_of_month"].get(slot.week_of_month, ""),
                weekday=labels["weekday"].get(slot.weekday, ""),
                start=self._format_hour(slot.hour_from),
                stop=self._format_hour(slot.hour_to),
                place=slot.place or "",
            )

    @api.model
    def _format_hour(self, hour):
        minutes = round(hour * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"

    def write(self, vals):
        content = {"service_form", "week_of_month", "weekday", "hour_from", "hour_to"}
        changed = (content | {"place", "assignment_id"}) & vals.keys()
        if changed and not self._is_guard_lifted():
            if any(slot.state != "proposed" for slot in self):
                raise UserError(
                    self.env._(
                        "This arrangement has been agreed with the committee. "
                        "Propose it anew before changing it."
                    )
                )
        return super().write(vals)

    def action_agree(self):
        """Record that the committee agrees to method, time and place."""
        self.check_access("write")
        self._raise_blockers(self._get_state_blockers("proposed"))
        for company, slots in self.grouped("company_id").items():
            slots._guarded_write(
                {
                    "state": "agreed",
                    "agreed_by_id": self.env.uid,
                    "agreed_on": company._legal_today(),
                }
            )
        return True

    def action_post(self):
        """Record that the agreed arrangement hangs on the notice board."""
        self.check_access("write")
        self._raise_blockers(self._get_state_blockers("agreed"))
        for company, slots in self.grouped("company_id").items():
            slots._guarded_write(
                {
                    "state": "posted",
                    "posted_by_id": self.env.uid,
                    "posted_on": company._legal_today(),
                }
            )
        return True

    def action_propose(self):
        """Take an arrangement back for changes; it must be agreed again."""
        self.check_access("write")
        self._guarded_write(
            {
                "state": "proposed",
                "agreed_by_id": False,
                "agreed_on": False,
                "posted_by_id": False,
                "posted_on": False,
            }
        )
        return True

    def _get_state_blockers(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            slot: self.env._(
                "The arrangement %(slot)s must first be: %(state)s.",
                slot=slot.display_name,
                state=labels[state],
            )
            for slot in self
            if slot.state != state
        }
