from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .visit import EDITABLE_STATES

LATE_AFTER_DAYS = 7
LONG_DAY_MINUTES = 12 * 60


class LegalVisit(models.Model):
    """What stands against submitting and confirming (rules 2, 4, 5 and 7)."""

    _inherit = "legal.visit"

    blocker = fields.Text(
        "To be mended",
        compute="_compute_blocker",
        help="Why the entry cannot be submitted or confirmed as it is.",
    )
    is_long_day = fields.Boolean(compute="_compute_time_warnings")
    is_over_midnight = fields.Boolean(compute="_compute_time_warnings")

    @api.depends(
        "state", "date", "time_start", "time_stop", "minutes", "service_mode", "place"
    )
    def _compute_blocker(self):
        drafts = self.filtered(lambda visit: visit.state == "draft" and visit.id)
        waiting = self.filtered(lambda visit: visit.state in ("submitted", "disputed"))
        blockers = drafts._get_submit_blockers()
        blockers |= waiting.sudo()._get_certificate_blockers()
        for visit in self:
            visit.blocker = blockers.get(visit, False)

    @api.depends("minutes", "date", "time_start", "time_stop")
    def _compute_time_warnings(self):
        for visit in self:
            visit.is_long_day = visit.minutes > LONG_DAY_MINUTES
            visit.is_over_midnight = visit._is_over_midnight()

    def _refuse_locked(self):
        """Only drafts and rejected entries are edited or deleted (rule 7).

        :raises UserError: saying what to do instead
        """
        self._refuse_sealed()
        for visit in self:
            if visit.state not in EDITABLE_STATES:
                raise UserError(
                    self.env._(
                        "%(visit)s has been submitted. It must be rejected before it "
                        "can be changed or deleted.",
                        visit=visit.reference,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._refuse_locked()

    # === Submitting ===

    def _get_submit_blockers(self):
        """Why entries cannot be submitted; other files and rooms may add to it.

        :return: {visit: sentence}, only those blocked
        """
        blockers = {}
        for visit in self:
            reason = (
                visit._get_state_blocker()
                or visit._get_assignment_blocker()
                or visit._get_time_blocker()
            )
            if reason:
                blockers[visit] = reason
        clear = self.filtered(lambda visit: visit not in blockers)
        return blockers | clear._get_overlap_blockers()

    def _get_state_blocker(self):
        if self.state == "rejected":
            return self.env._("It was rejected: set it back to draft and correct it.")
        if self.state != "draft":
            return self.env._("It has been submitted already.")
        return False

    def _get_assignment_blocker(self):
        assignment = self.sudo().assignment_id
        if assignment.program_id.state == "closed":
            return self.env._(
                "%(program)s is closed.", program=assignment.program_id.display_name
            )
        if assignment.state not in ("active", "ended"):
            return self.env._("The assignment is not in force.")
        if self.advisor_id != assignment.advisor_id:
            return self.env._(
                "The assignment is %(advisor)s's. Choose the assignment of who came.",
                advisor=assignment.advisor_id.name,
            )
        if not assignment.date_start <= self.date <= assignment.date_end:
            return self.env._(
                "%(date)s lies outside the assignment (%(start)s to %(end)s).",
                date=fields.Date.to_string(self.date),
                start=fields.Date.to_string(assignment.date_start),
                end=fields.Date.to_string(assignment.date_end),
            )
        return False

    def _get_time_blocker(self):
        now = fields.Datetime.now()
        company = self.company_id
        if self.service_mode == "on_site" and not (self.time_start and self.time_stop):
            return self.env._("Enter when the service on site began and ended.")
        if self.date > company._legal_today() or (
            self.time_stop and self.time_stop > now
        ):
            return self.env._("The service lies in the future. Submit it afterwards.")
        if self.minutes <= 0:
            return self.env._("Enter how many minutes the service took.")
        if self._is_over_midnight():
            return self.env._(
                "The service went over midnight. Split it: each day has its own entry."
            )
        if self.minutes > LONG_DAY_MINUTES and not self.long_day_agreed_by_id:
            return self.env._(
                "Over 12 hours in one day: the township must agree to it first."
            )
        return False

    def _get_overlap_blockers(self):
        """Name when the adviser is recorded elsewhere (rule 2).

        The other entry is named by reference and time only: who sees this one need
        not see that one. The database constraint decides in the end.
        """
        timed = self.filtered(
            lambda visit: visit.service_mode == "on_site"
            and not visit.corrects_id
            and visit.time_start
            and visit.time_stop
        )
        if not timed:
            return {}
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mine.id, other.reference, other.time_start, other.time_stop
                FROM legal_visit mine
                JOIN legal_visit other ON other.advisor_id = mine.advisor_id
                    AND tsrange(other.time_start, other.time_stop)
                        && tsrange(mine.time_start, mine.time_stop)
                    AND other.service_mode = 'on_site'
                    AND other.corrects_id IS NULL
                    AND other.is_annulled IS NOT TRUE
                    AND other.id <> mine.id
                    AND (other.state IN ('submitted', 'confirmed', 'disputed')
                        OR other.id = ANY(%(ids)s) AND other.id < mine.id)
                WHERE mine.id = ANY(%(ids)s)
                """,
                ids=timed.ids,
            )
        )
        blockers = {}
        for visit_id, reference, start, stop in rows:
            visit = self.browse(visit_id)
            local = visit.company_id._legal_local
            blockers[visit] = self.env._(
                "%(advisor)s is already recorded on %(date)s from %(start)s to "
                "%(stop)s (%(reference)s). One person cannot be in two places.",
                advisor=visit.sudo().advisor_id.name,
                date=fields.Date.to_string(local(start).date()),
                start=local(start).strftime("%H:%M"),
                stop=local(stop).strftime("%H:%M"),
                reference=reference,
            )
        return blockers

    def _is_recorded_late(self, submitted_at):
        """Recorded more than 7 local days after the service."""
        self.ensure_one()
        recorded_on = self.company_id._legal_local(submitted_at).date()
        return (recorded_on - self.date).days > LATE_AFTER_DAYS

    # === Confirming ===

    def _get_confirm_blockers(self, states=("submitted", "disputed")):
        """Why entries cannot be confirmed, the user's right apart.

        :param states: those from which this confirmation is possible
        :return: {visit: sentence}, only those blocked
        """
        blockers = {}
        for visit in self:
            if visit.state == "disputed" and "disputed" not in states:
                reason = self.env._(
                    "The village has objected: the township decides about it."
                )
            elif visit.state == "confirmed":
                reason = self.env._("It is confirmed already.")
            elif visit.state not in states:
                reason = self.env._("Only a submitted entry can be confirmed.")
            elif visit.sudo().program_id.state == "closed":
                reason = self.env._(
                    "%(program)s is closed.",
                    program=visit.sudo().program_id.display_name,
                )
            else:
                continue
            blockers[visit] = reason
        clear = self.filtered(lambda visit: visit not in blockers)
        return blockers | clear.sudo()._get_certificate_blockers()
