from odoo import api, fields, models


class LegalVisit(models.Model):
    """Days without certificate, and days of suspension (rule 4)."""

    _inherit = "legal.visit"

    is_unrecognised = fields.Boolean(
        compute="_compute_is_unrecognised",
        help="No certificate covers the day, and nobody has recognised it yet.",
    )

    @api.depends("advisor_id", "date", "state", "recognised_by_id")
    def _compute_is_unrecognised(self):
        unsettled = self.filtered(
            lambda visit: visit.state != "confirmed"
            and not visit.recognised_by_id
            and visit.advisor_id
            and visit.date
        ).sudo()
        certified = unsettled.advisor_id._get_certificate_intervals()
        suspended = unsettled.advisor_id._get_suspension_intervals()
        self.is_unrecognised = False
        for visit in unsettled:
            visit.is_unrecognised = not visit._is_day_within(
                certified
            ) and not visit._is_day_within(suspended)

    def _get_certificate_blockers(self):
        """Days of suspension, and days without certificate not recognised (rule 4)."""
        if not self:
            return {}
        advisors = self.advisor_id
        certified = advisors._get_certificate_intervals()
        suspended = advisors._get_suspension_intervals()
        blockers = {}
        for visit in self:
            if visit._is_day_within(suspended):
                reason = self.env._(
                    "%(advisor)s was suspended on %(date)s: the entry can only be "
                    "rejected.",
                    advisor=visit.advisor_id.name,
                    date=fields.Date.to_string(visit.date),
                )
            elif visit.recognised_by_id or visit._is_day_within(certified):
                continue
            else:
                reason = self.env._(
                    "No certificate of %(advisor)s covers %(date)s. Grant one, or have "
                    "a bureau manager recognise the day with a reason.",
                    advisor=visit.advisor_id.name,
                    date=fields.Date.to_string(visit.date),
                )
            blockers[visit] = reason
        return blockers

    def _is_day_within(self, intervals):
        self.ensure_one()
        return any(
            start <= self.date and (not end or self.date <= end)
            for start, end in intervals.get(self.advisor_id, ())
        )

    def action_recognise(self, reason=None):
        """Let days without certificate count, on a manager's word (rule 4).

        :param str reason: stored, listed and printed
        :raises UserError: without a reason, or one sentence per entry that cannot be
            recognised
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("write")
        reason = self._require_reason(reason, self.env._("Give the reason."))
        self._raise_blockers(self._get_recognise_blockers())
        self._guarded_write(
            {
                "recognised_at": fields.Datetime.now(),
                "recognised_by_id": self.env.uid,
                "recognised_reason": reason,
            }
        )
        return True

    def _get_recognise_blockers(self):
        """Confirmed entries, covered days, and suspensions, never recognised."""
        certified = self.advisor_id._get_certificate_intervals()
        suspended = self.advisor_id._get_suspension_intervals()
        blockers = {}
        for visit in self:
            if visit.state == "confirmed":
                blockers[visit] = self.env._("It is confirmed already.")
            elif visit._is_own():
                blockers[visit] = self.env._("It is your own service.")
            elif visit._is_day_within(suspended):
                blockers[visit] = self.env._("A day of suspension is never recognised.")
            elif visit._is_day_within(certified):
                blockers[visit] = self.env._(
                    "A certificate covers the day: nothing needs to be recognised."
                )
        return blockers
