from odoo import api, models
from odoo.tools import format_date

from .formats import format_marks, format_period, get_label


class PaperAgreement(models.AbstractModel):
    """The service agreement between a village and its adviser's firm."""

    _name = "report.village_legal_advisor.paper_agreement"
    _description = "Paper: service agreement"

    @api.model
    def _get_report_values(self, docids, data=None):
        assignments = self.env["legal.assignment"].browse(docids)
        assignments.check_access("read")
        assignments._raise_blockers(assignments._get_agreement_blockers())
        return {
            "doc_ids": docids,
            "doc_model": assignments._name,
            "docs": assignments,
            "papers": [self._get_paper(assignment) for assignment in assignments],
        }

    @api.model
    def _get_paper(self, assignment):
        """Everything that is printed about one agreement, ready to be put out.

        :rtype: dict
        """
        # Access to the assignment was checked; it carries its village's and firm's
        # names, which not everybody reads by themselves.
        village = assignment.village_id.sudo()
        program = assignment.program_id.sudo()
        advisor = assignment.advisor_id.sudo()
        firm = assignment._get_agreement_firm().sudo()
        return {
            "record": assignment,
            "subheading": self._get_subheading(assignment, village),
            "village": village.name,
            "firm": firm.name or advisor.name,
            "firm_code": firm.vat or firm.company_registry or "",
            "firm_address": (firm.contact_address_inline or "").strip() if firm else "",
            "advisor": advisor.name,
            "licence": advisor.licence_number or "",
            "phone": advisor.phone or "",
            "is_volunteer": not firm,
            "is_paid": assignment.paid,
            "witness": self._get_witness(assignment, program),
            "period": format_period(
                self.env, assignment.date_start, assignment.date_end
            ),
            "hours": format_marks(program.monthly_hours),
            "lectures": program.quarterly_lectures,
            "slots": [self._get_slot(slot) for slot in assignment.slot_ids],
            "signed": assignment.agreement_signed_on,
        }

    @api.model
    def _get_subheading(self, assignment, village):
        words = {
            "village": village.short_name,
            "year": assignment.program_id.sudo().year,
        }
        if assignment.state == "proposed":
            return self.env._("%(village)s, year %(year)s (draft)", **words)
        return self.env._("%(village)s, year %(year)s", **words)

    @api.model
    def _get_witness(self, assignment, program):
        if program.agreement_witness == "bureau":
            return assignment.company_id.sudo().name
        return self.env._(
            "Judicial office of %(township)s",
            township=assignment.township_id.sudo().name,
        )

    @api.model
    def _get_slot(self, slot):
        return {
            "method": get_label(slot, "service_form"),
            "day": " ".join(
                (get_label(slot, "week_of_month"), get_label(slot, "weekday"))
            ),
            "time": "-".join(
                (slot._format_hour(slot.hour_from), slot._format_hour(slot.hour_to))
            ),
            "place": slot.place,
            "state": get_label(slot, "state")
            if not slot.agreed_on
            else self.env._(
                "%(state)s, %(day)s",
                state=get_label(slot, "state"),
                day=format_date(self.env, slot.posted_on or slot.agreed_on),
            ),
        }
