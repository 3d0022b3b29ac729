from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..roster.advisor import VOLUNTEER_KINDS
from ..roster.assignment import ACTIVATED_STATES

AGREEMENT_FIELDS = frozenset({"agreement_signed_on", "agreement_file_ids"})


class LegalAssignment(models.Model):
    """The service agreement that village, firm and a witness sign.

    It is printed from the assignment; the day and the scan of the signed one are
    recorded here.
    """

    _name = "legal.assignment"
    _inherit = ["legal.assignment", "legal.file.mixin"]

    agreement_signed_on = fields.Date(
        "Agreement signed on",
        copy=False,
        tracking=True,
        help="Day on which the service agreement was signed by village and firm.",
    )
    agreement_file_ids = fields.Many2many(
        "ir.attachment",
        "legal_assignment_agreement_rel",
        "assignment_id",
        "attachment_id",
        "Signed agreement",
        copy=False,
        help="Scan or photo of the signed service agreement.",
    )
    agreement_recorded_at = fields.Datetime(
        "Agreement recorded at", copy=False, readonly=True
    )
    agreement_recorded_by_id = fields.Many2one(
        "res.users", "Agreement recorded by", copy=False, readonly=True
    )
    is_agreement_missing = fields.Boolean(
        "Agreement not signed",
        compute="_compute_is_agreement_missing",
        search="_search_is_agreement_missing",
        help="The assignment became active, and no signed agreement is recorded.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "agreement_recorded_at",
            "agreement_recorded_by_id",
        }

    @api.depends("state", "agreement_signed_on")
    def _compute_is_agreement_missing(self):
        missing = self.filtered_domain(self._get_agreement_missing_domain())
        for assignment in self:
            assignment.is_agreement_missing = assignment in missing

    @api.model
    def _search_is_agreement_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        missing = self._get_agreement_missing_domain()
        return self.env["legal.village"]._combine_boolean(value, missing, ~missing)

    @api.model
    def _get_agreement_missing_domain(self):
        return Domain("state", "in", ACTIVATED_STATES) & Domain(
            "agreement_signed_on", "=", False
        )

    @api.constrains("agreement_signed_on", "agreement_file_ids")
    def _check_agreement(self):
        for assignment in self:
            problem = assignment._get_agreement_problem()
            if problem:
                raise ValidationError(problem)

    def _get_agreement_problem(self):
        """Why what is recorded of the agreement cannot be right, or None.

        :rtype: str or None
        """
        self.ensure_one()
        day, scans = self.agreement_signed_on, self.agreement_file_ids.sudo()
        if not day and not scans:
            return None
        if self.state not in ACTIVATED_STATES:
            return self.env._(
                "%(assignment)s never became active: there is no agreement to record.",
                assignment=self.display_name,
            )
        if not day:
            return self.env._("Give the day on which the agreement was signed.")
        if not scans:
            return self.env._("Attach a scan or photo of the signed agreement.")
        if not all(self._is_paper(scan.datas) for scan in scans):
            return self.env._("The signed agreement must be a photo or a PDF.")
        if day > self.company_id._legal_today():
            return self.env._("An agreement is not signed on a day still to come.")
        if day > self.date_end:
            return self.env._(
                "The assignment ended on %(day)s: its agreement was signed before.",
                day=format_date(self.env, self.date_end),
            )
        earliest = fields.Date.subtract(self.date_start, years=1)
        if day < earliest:
            return self.env._(
                "The assignment begins on %(day)s: its agreement is not signed more "
                "than a year before.",
                day=format_date(self.env, self.date_start),
            )
        return None

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        for assignment, vals in zip(assignments, vals_list, strict=True):
            if any(vals.get(name) for name in AGREEMENT_FIELDS):
                assignment._stamp_agreement()
        return assignments

    def write(self, vals):
        result = super().write(vals)
        if AGREEMENT_FIELDS & vals.keys():
            self._stamp_agreement()
        return result

    def _stamp_agreement(self):
        """Who recorded it and when; nothing once it was taken back."""
        for assignment in self:
            is_signed = bool(assignment.agreement_signed_on)
            assignment._guarded_write(
                {
                    "agreement_recorded_at": is_signed and fields.Datetime.now(),
                    "agreement_recorded_by_id": is_signed and self.env.uid,
                }
            )

    def _get_agreement_blockers(self):
        """Why an assignment has no agreement to print.

        :rtype: dict[legal.assignment, str]
        """
        blockers = {}
        for assignment in self:
            advisor = assignment.advisor_id
            if assignment.state == "cancelled":
                blockers[assignment] = self.env._("It is cancelled.")
            elif not (
                assignment._get_agreement_firm() or advisor.kind in VOLUNTEER_KINDS
            ):
                blockers[assignment] = self.env._(
                    "%(advisor)s has no firm that could sign.", advisor=advisor.name
                )
        return blockers

    def _get_agreement_firm(self):
        """The firm that signs: of a proposal, the one its adviser has now.

        :rtype: res.partner
        """
        self.ensure_one()
        if self.state == "proposed":
            return self.advisor_id.firm_id
        return self.firm_id
