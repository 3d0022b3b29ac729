from odoo import api, models
from odoo.fields import Date, Domain

from .service_month import INPUTS

# Times are turned into date and minutes further down.
TRIGGERS = {*INPUTS["legal.visit"], "time_start", "time_stop"}
UNCONFIRMED_STATES = ("draft", "preliminary", "notified", "objected")
COUNTED_STATES = ("submitted", "disputed", "confirmed")


class LegalVisit(models.Model):
    _inherit = "legal.visit"

    # What a service month is summed from.
    _assignment_date_idx = models.Index("(assignment_id, date)")
    # "My villages" counts what waits; few entries do at any time.
    _waiting_idx = models.Index(
        "(village_id, state) WHERE state IN ('submitted', 'disputed')"
    )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        self.env["legal.service.month"]._refresh(visits._get_month_keys())
        return visits

    def write(self, vals):
        if TRIGGERS.isdisjoint(vals):
            return super().write(vals)
        keys = self._get_month_keys()
        result = super().write(vals)
        self.env["legal.service.month"]._refresh(keys | self._get_month_keys())
        return result

    def _record_corrections(self, kind, minutes, decision, reason):
        """Evaluations that nobody has confirmed yet follow a correction."""
        corrections = super()._record_corrections(kind, minutes, decision, reason)
        self._refresh_evaluations()
        return corrections

    def action_annul(self, decision=None, reason=None):
        corrections = super().action_annul(decision, reason)
        # Only now is the entry struck out.
        self._refresh_evaluations()
        return corrections

    def _refresh_evaluations(self):
        # A lecture of a predecessor is not owed again by the successor, and months
        # that last year did not count are counted in the adviser's next evaluation.
        assignments = self.sudo().assignment_id
        in_villages = Domain("village_id", "in", assignments.village_id.ids) & Domain(
            "program_id", "in", assignments.program_id.ids
        )
        by_advisers = Domain("advisor_id", "in", assignments.advisor_id.ids)
        evaluations = (
            self.env["legal.evaluation"]
            .sudo()
            .search((in_villages | by_advisers) & Domain("state", "!=", "confirmed"))
        )
        evaluations._compute_marks(evaluations.assignment_id, UNCONFIRMED_STATES)

    def unlink(self):
        keys = self._get_month_keys()
        result = super().unlink()
        self.env["legal.service.month"]._refresh(keys)
        return result

    def _get_month_keys(self):
        """Months in which these entries count or wait.

        :return: {(village id, program id, first day of month)}
        :rtype: set[tuple[int, int, datetime.date]]
        """
        # Who may confirm an entry need not be allowed to read assignments.
        return {
            (
                visit.assignment_id.village_id.id,
                visit.assignment_id.program_id.id,
                Date.start_of(visit.date, "month"),
            )
            for visit in self.sudo()
            if visit.state in COUNTED_STATES
            and visit.service_mode == "on_site"
            and visit.assignment_id
        }
