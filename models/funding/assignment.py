from odoo import fields, models

from ..roster.advisor import VOLUNTEER_KINDS


class LegalAssignment(models.Model):
    """Who is paid for an assignment, and by which contract."""

    _inherit = "legal.assignment"

    contract_line_ids = fields.One2many(
        "purchase.order.line",
        "legal_assignment_id",
        "Contract lines",
        readonly=True,
        groups="village_legal_advisor.group_legal_finance,"
        "village_legal_advisor.group_legal_leading",
    )

    def _get_payee(self):
        """Whom the bureau pays: only the firm takes a lawyer's fee.

        A volunteer of the bench may be paid in person (律师法 25).

        :rtype: res.partner
        """
        self.ensure_one()
        if self.firm_id:
            return self.firm_id
        if self.advisor_id.kind in VOLUNTEER_KINDS:
            # The contact of the person behind; finance has no rights in HR.
            return self.advisor_id.employee_id.sudo().work_contact_id.with_env(self.env)
        return self.env["res.partner"]

    def _get_payee_blockers(self, payees):
        """Why assignments cannot be paid to somebody.

        :param dict payees: {assignment: res.partner}
        :rtype: dict[legal.assignment, str]
        """
        blockers = {}
        for assignment, payee in payees.items():
            advisor = assignment.advisor_id
            if not assignment.paid:
                blockers[assignment] = self.env._(
                    "%(advisor)s serves unpaid by own declaration.",
                    advisor=advisor.name,
                )
            elif assignment.firm_id and not assignment.firm_id.is_company:
                blockers[assignment] = self.env._(
                    "%(firm)s is entered as a person: a fee is paid to a firm, or to a "
                    "volunteer without a firm in person.",
                    firm=assignment.firm_id.name,
                )
            elif payee and payee == assignment._get_payee():
                continue
            elif advisor.kind in VOLUNTEER_KINDS:
                blockers[assignment] = self.env._(
                    "The fee of %(advisor)s goes to the firm or to the volunteer in "
                    "person.",
                    advisor=advisor.name,
                )
            elif assignment.firm_id:
                blockers[assignment] = self.env._(
                    "The fee of %(advisor)s is paid to %(firm)s and nobody else: only "
                    "the firm takes a lawyer's or legal worker's fee.",
                    advisor=advisor.name,
                    firm=assignment.firm_id.name,
                )
            else:
                blockers[assignment] = self.env._(
                    "%(advisor)s had no firm when the assignment became active: only "
                    "a firm takes a lawyer's or legal worker's fee. Enter the firm "
                    "and hand the assignment over to it.",
                    advisor=advisor.name,
                )
        return blockers
