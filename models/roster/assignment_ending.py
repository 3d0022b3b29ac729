from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class LegalAssignment(models.Model):
    """Ending, handing over and cancelling assignments."""

    _inherit = "legal.assignment"

    def action_end(self, date_end=None, reason=None):
        """End active assignments; the last day counts as served.

        :param date_end: last day, a date or ISO string; today when left out
        :param str reason: shown on the assignment
        :raises UserError: one sentence per assignment that cannot end then
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        if not date_end and len(self.company_id) > 1:
            # Today is each bureau's own.
            return all(
                assignments.action_end(reason=reason)
                for assignments in self.grouped("company_id").values()
            )
        bureau = self.company_id or self.env.company
        day = fields.Date.to_date(date_end) or bureau._legal_today()
        self._raise_blockers(self._get_end_blockers(day))
        self._guarded_write(
            self._prepare_end_vals() | {"date_end": day, "end_reason": reason}
        )
        # The successor's period is checked against this one right after.
        self.flush_recordset()
        return True

    def _end_with_year(self):
        """The year closes: whoever was still active has served to its last day."""
        self._guarded_write(self._prepare_end_vals())

    def _prepare_end_vals(self):
        return {
            "state": "ended",
            "ended_at": fields.Datetime.now(),
            "ended_by_id": self.env.uid,
        }

    def _get_end_blockers(self, day):
        """Reasons against ending on a day; the service room adds entries beyond.

        :return: {assignment: sentence}
        """
        blockers = {}
        for assignment in self:
            if assignment.state != "active":
                blockers[assignment] = self.env._(
                    "Only an active assignment can be ended; this one is %(state)s.",
                    state=assignment._get_state_label(),
                )
            elif assignment.program_id.state == "closed":
                blockers[assignment] = self.env._(
                    "%(program)s is closed; nothing in it changes any more.",
                    program=assignment.program_id.display_name,
                )
            elif not assignment.date_start <= day <= assignment.date_end:
                blockers[assignment] = self.env._(
                    "The last day must lie between %(start)s and %(end)s. Cancel the "
                    "assignment if nobody ever served under it.",
                    start=format_date(self.env, assignment.date_start),
                    end=format_date(self.env, assignment.date_end),
                )
        return blockers

    # === Hand-over ===

    def _hand_over(
        self, advisor, last_day, reason, cap_override_reason=None, paid=True
    ):
        """End on a day; another adviser answers from the next day on.

        :param advisor: the successor, a `legal.advisor`
        :param last_day: the predecessor's last day, a date or ISO string
        :param bool paid: whether the successor is paid; the predecessor says nothing
            about it
        :return: the successors, active, in the order of self
        """
        last_day = fields.Date.to_date(last_day)
        self._raise_blockers(self._get_hand_over_blockers(advisor, last_day))
        first_day = fields.Date.add(last_day, days=1)
        vals_list = [
            assignment._prepare_successor_vals(advisor, first_day) | {"paid": paid}
            for assignment in self
        ]
        self.action_end(last_day, reason)
        successors = self._guarded_create(vals_list)
        successors.action_activate(cap_override_reason)
        return successors

    def _get_hand_over_blockers(self, advisor, last_day):
        blockers = {}
        for assignment in self:
            if assignment.advisor_id == advisor:
                blockers[assignment] = self.env._(
                    "%(advisor)s answers for the village already. Choose another "
                    "adviser.",
                    advisor=advisor.name,
                )
            elif assignment.state == "active" and assignment.date_end <= last_day:
                blockers[assignment] = self.env._(
                    "Nothing is left to hand over after %(day)s: the assignment ends "
                    "on %(end)s.",
                    day=format_date(self.env, last_day),
                    end=format_date(self.env, assignment.date_end),
                )
        return blockers

    def _prepare_successor_vals(self, advisor, first_day):
        self.ensure_one()
        return {
            "program_id": self.program_id.id,
            "village_id": self.village_id.id,
            "advisor_id": advisor.id,
            "date_start": first_day,
            "date_end": self.date_end,
            "predecessor_id": self.id,
            # The committee agreed to them with somebody else: proposed anew.
            "slot_ids": [
                Command.create(slot.copy_data()[0] | {"assignment_id": False})
                for slot in self.slot_ids
            ],
        }

    # === Cancelling ===

    def action_cancel(self, reason=None):
        """Cancel proposals, and active ones under which nothing was done.

        :param str reason: shown on the assignment
        :raises UserError: one sentence per assignment that must be ended instead
        """
        self._check_group("village_legal_advisor.group_legal_officer")
        self.check_access("write")
        self._raise_blockers(self._get_cancel_blockers())
        self._guarded_write(
            self._prepare_end_vals() | {"state": "cancelled", "end_reason": reason}
        )
        return True

    def _get_cancel_blockers(self):
        """Reasons against cancelling; the service room adds recorded entries.

        :return: {assignment: sentence}
        """
        blockers = {}
        for assignment in self:
            if assignment.state not in ("proposed", "active"):
                blockers[assignment] = self.env._(
                    "Only a proposed or active assignment can be cancelled; this one "
                    "is %(state)s.",
                    state=assignment._get_state_label(),
                )
            elif assignment.state == "active" and (
                assignment.program_id.state == "closed"
            ):
                blockers[assignment] = self.env._(
                    "%(program)s is closed; nothing in it changes any more.",
                    program=assignment.program_id.display_name,
                )
        return blockers

    def action_open_end(self):
        return self._open_ending_wizard(
            self.env._("End assignments"), "legal.assignment.end"
        )

    def action_open_hand_over(self):
        return self._open_ending_wizard(
            self.env._("Hand over to another adviser"), "legal.assignment.hand.over"
        )

    def _open_ending_wizard(self, name, model):
        if not self:
            raise UserError(self.env._("Choose at least one assignment."))
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_assignment_ids": self.ids},
        }
