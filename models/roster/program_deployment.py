from odoo import models
from odoo.exceptions import UserError


class LegalProgram(models.Model):
    """Proposing a year's assignments from those of the year before."""

    _inherit = "legal.program"

    def action_propose_from_previous(self):
        """Propose last year's advisers again where nobody is proposed yet.

        Takes each village's last adviser who is still there; the bureau changes
        what it wants before it activates.

        :return: the list of the new proposals
        :raises UserError: when there is nothing to take over
        """
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_officer")
        if self.state == "closed":
            raise UserError(
                self.env._("%(program)s is closed.", program=self.display_name)
            )
        proposals = self.env["legal.assignment"].create(
            [
                self._prepare_renewal_vals(assignment)
                for assignment in self._get_renewable_assignments()
            ]
        )
        if not proposals:
            raise UserError(
                self.env._(
                    "No assignment of the year before is left to take over. Propose "
                    "advisers for the remaining villages from the list Coverage."
                )
            )
        action = self.action_view_assignments()
        return action | {"domain": [("id", "in", proposals.ids)]}

    def _get_renewable_assignments(self):
        """The previous year's last assignment of each village without one now."""
        previous = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_end", "<", self.date_start),
            ],
            limit=1,
        )
        taken = self.assignment_ids.filtered(lambda a: a.state != "cancelled")
        candidates = self.env["legal.assignment"].search(
            [
                ("program_id", "=", previous.id),
                ("state", "in", ("active", "ended")),
                ("village_id", "not in", taken.village_id.ids),
                ("village_id.active", "=", True),
                ("village_id.in_scope_from", "<=", self.date_end),
            ],
            order="date_end DESC, id DESC",
        )
        last = {}
        for assignment in candidates:
            last.setdefault(assignment.village_id, assignment)
        return self.env["legal.assignment"].concat(
            *(a for a in last.values() if a.advisor_id.state != "left")
        )

    def _prepare_renewal_vals(self, assignment):
        self.ensure_one()
        village = assignment.village_id
        return {
            "program_id": self.id,
            "village_id": village.id,
            "advisor_id": assignment.advisor_id.id,
            "paid": assignment.paid,
            "date_start": max(self.date_start, village.in_scope_from),
            "date_end": self.date_end,
        }
