from odoo import api, fields, models


class LegalAdvisor(models.Model):
    _name = "legal.advisor"
    _description = "Legal adviser"
    _inherit = ["legal.guard.mixin", "mail.thread"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    employee_id = fields.Many2one(
        "hr.employee", copy=False, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("lawyer", "Lawyer"),
            ("legal_worker", "Grassroots legal worker"),
            ("retired_judge", "Retired judge"),
            ("retired_prosecutor", "Retired prosecutor"),
        ],
        required=True,
        default="lawyer",
    )
    firm_id = fields.Many2one(
        "res.partner",
        "Legal service firm",
        index=True,
        domain=[("is_company", "=", True)],
        check_company=True,
    )
    licence_number = fields.Char(copy=False)
    state = fields.Selection(
        [
            ("applicant", "Applicant"),
            ("qualified", "Qualified"),
            ("certified", "Certified"),
            ("suspended", "Suspended"),
            ("left", "Left"),
        ],
        default="applicant",
        required=True,
        copy=False,
        tracking=True,
        index=True,
    )
    certificate_valid_to = fields.Date(copy=False, readonly=True)
    preferred_township_ids = fields.Many2many("legal.township")
    max_villages = fields.Integer("Villages at most", default=5)
    user_id = fields.Many2one(
        "res.users", "Portal login", copy=False, index=True, ondelete="restrict"
    )
    assignment_ids = fields.One2many("legal.assignment", "advisor_id")
    suspension_ids = fields.One2many("legal.advisor.suspension", "advisor_id")
    load_token = fields.Integer(copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        advisors = super().create(vals_list)
        advisors.filtered(lambda a: not a.employee_id)._create_employees()
        return advisors

    def _create_employees(self):
        """Give every adviser an employee; officers need no HR rights for it."""
        Employee = self.env["hr.employee"].sudo().with_context(tracking_disable=True)
        employees = Employee.create([a._prepare_employee_vals() for a in self])
        for advisor, employee in zip(self, employees, strict=True):
            advisor.employee_id = employee

    def _prepare_employee_vals(self):
        self.ensure_one()
        job = self.company_id._legal_get_job()
        return {
            "name": self.name,
            "company_id": self.company_id.id,
            "employee_type": "contractor",
            "job_id": job.id,
            "department_id": job.department_id.id,
        }

    def _get_suspension_intervals(self):
        """Periods of suspension, by their own dates (rule 4).

        :return: {advisor: [(first day, last day or None)]}
        """
        intervals = {}
        for period in self.env["legal.advisor.suspension"].search(
            [("advisor_id", "in", self.ids)]
        ):
            intervals.setdefault(period.advisor_id, []).append(
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
