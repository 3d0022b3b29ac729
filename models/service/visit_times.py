from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

TIME_FIELDS = frozenset(
    {
        "date",
        "time_start",
        "time_stop",
        "hour_from",
        "hour_to",
        "minutes",
        "service_mode",
    }
)
CLOCK_FIELDS = frozenset({"hour_from", "hour_to"})
# What a township or a manager agreed to is about the service as it was entered.
CONSENTED_FIELDS = frozenset(
    {
        "assignment_id",
        "advisor_id",
        "date",
        "time_start",
        "time_stop",
        "minutes",
        "service_mode",
    }
)
CONSENTS = {
    "recognised_at": False,
    "recognised_by_id": False,
    "recognised_reason": False,
    "long_day_agreed_at": False,
    "long_day_agreed_by_id": False,
}


class LegalVisit(models.Model):
    """Times are stored in UTC, typed and shown on the bureau's clock (rule 5)."""

    _inherit = "legal.visit"

    hour_from = fields.Float(
        "From",
        compute="_compute_clock_hours",
        readonly=False,
        help="On the bureau's clock, whatever time zone your account has.",
    )
    hour_to = fields.Float(
        "To",
        compute="_compute_clock_hours",
        readonly=False,
        help="On the bureau's clock. Earlier than the beginning means the next day.",
    )

    @api.depends("time_start", "time_stop")
    def _compute_clock_hours(self):
        for visit in self:
            visit.hour_from, visit.hour_to = self._get_clock_hours(
                visit.time_start, visit.time_stop, visit.company_id
            )

    @api.model
    def _get_clock_hours(self, start, stop, company):
        """Hours since the beginning of the local day of start; 0 for none."""
        first = company._legal_local(start or stop) if start or stop else None
        midnight = first and datetime.combine(first.date(), time())
        return tuple(
            (company._legal_local(moment) - midnight) / timedelta(hours=1)
            if moment
            else 0.0
            for moment in (start, stop)
        )

    @api.onchange("date", "hour_from", "hour_to", "service_mode")
    def _onchange_clock_hours(self):
        if self.service_mode == "on_site" and not self.corrects_id:
            span = self._get_clock_span(self.hour_from, self.hour_to)
            self.minutes = round(span * 60)

    @api.onchange("slot_id")
    def _onchange_slot_id(self):
        slot = self.slot_id
        if slot:
            self.place = slot.place
            self.service_form = slot.service_form
            if not self.hour_from and not self.hour_to:
                self.hour_from, self.hour_to = slot.hour_from, slot.hour_to

    @api.model
    def _get_clock_span(self, hour_from, hour_to):
        """Hours from one clock hour to another; 0 while the end is not entered."""
        if not hour_to:
            return 0.0
        return hour_to - hour_from + (24.0 if hour_to < hour_from else 0.0)

    @api.model
    def _is_about_time(self, vals):
        return bool(TIME_FIELDS & vals.keys())

    @api.model
    def _settle_times(self, vals, company, visit=None):
        """Make date, UTC times and minutes of new values agree.

        Clock hours win over UTC times, these over the date. A date alone moves the
        times to that day. The date is stored here and nowhere recomputed, so that
        a later change of the bureau's zone moves no service to another day.

        :param dict vals: values for create or write
        :param visit: the entry that will be written, if it exists
        :return: new values
        """
        visit = visit or self.browse()
        vals = dict(vals)
        clock = {name: vals.pop(name) for name in CLOCK_FIELDS & vals.keys()}
        start, stop = (
            fields.Datetime.to_datetime(vals.get(name, visit[name]))
            for name in ("time_start", "time_stop")
        )
        moved = "date" in vals and not {"time_start", "time_stop"} & vals.keys()
        if clock or (moved and (start or stop)):
            day = fields.Date.to_date(vals.get("date") or visit.date)
            day = day or company._legal_today()
            known = dict(
                zip(
                    ("hour_from", "hour_to"),
                    self._get_clock_hours(start, stop, company),
                    strict=True,
                )
            )
            hours = {name: clock.get(name, known[name]) or 0.0 for name in known}
            hour_from, hour_to = hours["hour_from"], hours["hour_to"]
            start = stop = False
            if hour_to:
                span = self._get_clock_span(hour_from, hour_to)
                stop = company._legal_utc(day, hour_from + span)
            if hour_from or hour_to:
                start = company._legal_utc(day, hour_from)
            vals |= {"date": day, "time_start": start, "time_stop": stop}
        if start and {"date", "time_start"} & vals.keys():
            # Clock hours beyond a day, or a date beside an end alone, must not part
            # the entry from the day it took place.
            vals["date"] = company._legal_local(start).date()
        return self._settle_minutes(vals, start, stop, visit)

    @api.model
    def _settle_minutes(self, vals, start, stop, visit):
        mode = vals.get("service_mode", visit.service_mode or "on_site")
        is_correction = vals.get("corrects_id", visit.corrects_id.id)
        span = (stop - start) // timedelta(minutes=1) if start and stop else 0
        if mode == "on_site" and not is_correction:
            vals["minutes"] = max(span, 0)
        elif span > 0 and not vals.get("minutes", visit.minutes):
            vals["minutes"] = span
        return vals

    @api.constrains("assignment_id", "slot_id")
    def _check_slot(self):
        for visit in self.sudo().filtered("slot_id"):
            if visit.slot_id.assignment_id != visit.assignment_id:
                raise ValidationError(
                    self.env._(
                        "The service arrangement %(slot)s belongs to another "
                        "assignment. Choose one of this assignment, or none.",
                        slot=visit.slot_id.display_name,
                    )
                )

    @api.model
    def _is_about_one_entry(self, vals):
        """Times are local to each entry's own day, and consents are to one service."""
        return bool((TIME_FIELDS | CONSENTED_FIELDS) & vals.keys())

    def _withdraw_consents(self, vals):
        """Consents were given to the service as it was: new values take them back."""
        self.ensure_one()
        changed = any(
            field.convert_to_cache(vals[name], self)
            != field.convert_to_cache(self[name], self)
            for name, field in self._fields.items()
            if name in CONSENTED_FIELDS & vals.keys()
        )
        if changed and (self.recognised_by_id or self.long_day_agreed_by_id):
            self._guarded_write(CONSENTS)

    def action_split_midnight(self):
        """Make one entry per local day of a service that went over midnight.

        The first keeps place, matters and proof; what follows is a new draft.

        :return: the new entries' action, with the first
        """
        self.check_access("write")
        self._refuse_locked()
        parts = self.browse(self.ids)
        for visit in self:
            company = visit.company_id
            rest = visit
            while rest._is_over_midnight():
                next_day = fields.Date.add(rest.date, days=1)
                midnight = company._legal_utc(next_day)
                stop = rest.time_stop
                rest.write({"time_stop": midnight})
                assignment = rest._get_assignment_on(next_day)
                is_same = assignment == rest.assignment_id
                rest = rest.copy(
                    {
                        "time_start": midnight,
                        "time_stop": stop,
                        "assignment_id": assignment.id,
                        "slot_id": is_same and rest.slot_id.id,
                    }
                )
                parts |= rest
        return parts._get_records_action(name=self.env._("Split at midnight"))

    def _is_over_midnight(self):
        self.ensure_one()
        if not (self.time_start and self.time_stop):
            return False
        end_of_day = self.company_id._legal_utc(fields.Date.add(self.date, days=1))
        return self.time_stop > end_of_day

    def _get_assignment_on(self, day):
        """The same adviser's assignment for the village on a day, else the entry's."""
        self.ensure_one()
        return (
            self.env["legal.assignment"]
            .sudo()
            .search(
                [
                    ("village_id", "=", self.village_id.id),
                    ("advisor_id", "=", self.advisor_id.id),
                    ("state", "in", ("active", "ended")),
                    ("date_start", "<=", day),
                    ("date_end", ">=", day),
                ],
                limit=1,
            )
            or self.assignment_id
        )
