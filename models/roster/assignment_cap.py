from odoo import models

from .assignment import ACTIVATED_STATES


class LegalAssignment(models.Model):
    """How many villages an adviser may serve at once."""

    _inherit = "legal.assignment"

    def _get_over_cap(self):
        """Which of self would exceed their adviser's cap on some day (rule 3).

        :return: {assignment: (most villages on one day, cap)}
        """
        if not self:
            return {}
        in_force = self.search(
            [
                ("advisor_id", "in", self.advisor_id.ids),
                ("state", "in", ACTIVATED_STATES),
                ("date_start", "<=", max(self.mapped("date_end"))),
                ("date_end", ">=", min(self.mapped("date_start"))),
            ]
        )
        by_advisor = (in_force | self).grouped("advisor_id")
        result = {}
        for assignment in self:
            others = by_advisor[assignment.advisor_id].filtered(assignment._overlaps)
            # The load only grows on first days, so those inside the period suffice.
            days = {max(o.date_start, assignment.date_start) for o in others}
            most = max(
                sum(o.date_start <= d <= o.date_end for o in others) for d in days
            )
            cap = assignment._get_cap()
            if most > cap:
                result[assignment] = (most, cap)
        return result

    def _get_cap(self):
        """The year's standard, or less where the adviser asked for less."""
        self.ensure_one()
        standard = self.program_id.max_villages
        return min(standard, self.advisor_id.max_villages or standard)

    def _check_cap_override(self, over_cap, reason):
        is_manager = self.env.su or self.env.user.has_group(
            "village_legal_advisor.group_legal_manager"
        )
        if not is_manager or not (reason or "").strip():
            self._raise_blockers(self._get_over_cap_sentences(over_cap))

    def _get_over_cap_sentences(self, over_cap):
        return {
            assignment: self.env._(
                "%(advisor)s would serve %(most)s villages at once; at most %(cap)s "
                "are allowed. Propose somebody else, or ask a bureau manager to "
                "activate it beyond the cap, with a reason.",
                advisor=assignment.advisor_id.name,
                most=most,
                cap=cap,
            )
            for assignment, (most, cap) in over_cap.items()
        }
