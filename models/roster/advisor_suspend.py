from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .advisor_standing import OFFICER
from .village_substitute import IDLE_STATES

MANAGER = "village_legal_advisor.group_legal_manager"


class LegalAdvisor(models.Model):
    """Suspending and reinstating advisers."""

    _inherit = "legal.advisor"

    suspension_ids = fields.One2many("legal.advisor.suspension", "advisor_id")
    needs_substitute = fields.Boolean(
        compute="_compute_needs_substitute",
        help="Answers for villages today, but must not serve: suspended, or without "
        "a valid certificate.",
    )

    def _compute_needs_substitute(self):
        for advisor in self:
            advisor.needs_substitute = (
                advisor.village_count and advisor.state in IDLE_STATES
            )

    def action_suspend(self, date_start=None, reason=None):
        """Forbid advisers to serve from a day on; asks for the reason when not given.

        Assignments go on: a substitute is arranged, or they are handed over.

        :param date_start: first day, a date or ISO string; today when left out
        :param str reason: why; shown in the adviser's history
        :raises UserError: one sentence per adviser who cannot be suspended
        """
        self._check_group(OFFICER)
        self.check_access("write")
        if not (reason or "").strip():
            return self._open_status_wizard("suspend")
        day = fields.Date.to_date(date_start) or self.env.company._legal_today()
        self._raise_blockers(self._get_suspend_blockers(day))
        # Officers add suspensions here only; the list itself is read-only to them.
        self.env["legal.advisor.suspension"].sudo().create(
            [
                {"advisor_id": advisor.id, "date_start": day, "reason": reason.strip()}
                for advisor in self
            ]
        )
        return True

    def _get_suspend_blockers(self, day):
        running = self._get_open_suspensions(day)
        blockers = {}
        for advisor in self:
            if advisor.state in ("applicant", "left"):
                blockers[advisor] = self.env._(
                    "%(advisor)s does not serve: there is nothing to suspend.",
                    advisor=advisor.name,
                )
            elif advisor in running:
                blockers[advisor] = self.env._(
                    "%(advisor)s is suspended already, since %(day)s.",
                    advisor=advisor.name,
                    day=running[advisor].date_start,
                )
        return blockers

    def _get_open_suspensions(self, day):
        """Suspensions that last on a day or begin later, by adviser."""
        return {
            suspension.advisor_id.with_env(self.env): suspension
            for suspension in self.env["legal.advisor.suspension"]
            .sudo()
            .search(
                [
                    ("advisor_id", "in", self.ids),
                    ("is_void", "=", False),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", day),
                ]
            )
        }

    def action_reinstate(self, date=None, reason=None):
        """Let suspended advisers serve again; their certificates are unchanged.

        :param date: first day they serve again, a date or ISO string; today when
            left out. One lifted on its first day never took effect. An earlier day
            takes back days of suspension: a manager's, with a reason.
        :param str reason: why; kept beside who and when
        :raises UserError: one sentence per adviser who is not suspended then
        """
        self._check_group(OFFICER)
        self.check_access("write")
        today = self.env.company._legal_today()
        day = fields.Date.to_date(date) or today
        if day < today:
            # It takes back days of suspension, on which no service counts (rule 4).
            self._check_group(MANAGER)
            if not (reason or "").strip():
                raise UserError(
                    self.env._("Say why days of suspension are taken back.")
                )
        running = self._get_open_suspensions(day)
        self._raise_blockers(
            {
                advisor: self.env._(
                    "%(advisor)s is not suspended then.", advisor=advisor.name
                )
                for advisor in self
                if advisor not in running
            }
        )
        for suspension in running.values():
            vals = {
                "lifted_by_id": self.env.uid,
                "lifted_at": fields.Datetime.now(),
                "lift_reason": (reason or "").strip() or False,
            }
            if suspension.date_start < day:
                vals["date_end"] = day - timedelta(days=1)
            else:
                vals["is_void"] = True
            suspension._guarded_write(vals)
        return True

    def _get_suspension_intervals(self):
        """Periods of suspension, by their own dates (rule 4).

        :return: {advisor: [(first day, last day or None)]}, oldest first
        """
        intervals = {}
        # Portal pages ask too; they may not read suspensions by themselves.
        for period in (
            self.env["legal.advisor.suspension"]
            .sudo()
            .search(
                [("advisor_id", "in", self.ids), ("is_void", "=", False)],
                order="date_start, id",
            )
        ):
            advisor = self.browse(period.advisor_id.id)
            intervals.setdefault(advisor, []).append(
                (period.date_start, period.date_end or None)
            )
        return intervals

    def _get_suspended_on(self, day):
        """Those of self who are suspended on a local day."""
        suspended = self.browse()
        for advisor, periods in self._get_suspension_intervals().items():
            if any(start <= day and (not end or day <= end) for start, end in periods):
                suspended |= advisor
        return suspended
