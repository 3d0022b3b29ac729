from odoo import models


class LegalAssignment(models.Model):
    """A change of firm in the middle of the year splits the money at that day."""

    _inherit = "legal.assignment"

    def _get_hand_over_blockers(self, advisor, last_day):
        # Handed over to the same person, who has another firm now.
        moved = self.filtered(
            lambda rec: rec.advisor_id == advisor
            and advisor.firm_id
            and rec.firm_id != advisor.firm_id
        )
        blockers = super()._get_hand_over_blockers(advisor, last_day)
        for assignment in moved:
            if assignment.state == "active" and last_day < assignment.date_end:
                blockers.pop(assignment, None)
        return blockers
