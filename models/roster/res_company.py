from odoo import api, fields, models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    legal_department_id = fields.Many2one(
        "hr.department", "Department of legal advisers", readonly=True
    )
    legal_job_id = fields.Many2one(
        "hr.job", "Job position of legal advisers", readonly=True
    )
    legal_certificate_sequence_id = fields.Many2one(
        "ir.sequence", "Numbers of service certificates", readonly=True
    )
    legal_certificate_clerk_id = fields.Many2one(
        "res.users",
        "Certificate clerk",
        compute="_compute_legal_certificate_clerk_id",
        inverse="_inverse_legal_certificate_clerk_id",
        domain=[("share", "=", False)],
        help="Is reminded of legal advisers' certificates that expire within three "
        "months.",
    )

    @api.depends("legal_job_id.user_id")
    def _compute_legal_certificate_clerk_id(self):
        for company in self:
            company.legal_certificate_clerk_id = company.sudo().legal_job_id.user_id

    def _inverse_legal_certificate_clerk_id(self):
        for company in self:
            if company.legal_certificate_clerk_id or company.legal_job_id:
                company._legal_get_job().user_id = company.legal_certificate_clerk_id

    def _legal_get_job(self):
        """The job that demands the certificate, in a department of its own.

        Made when the bureau's first adviser is: a company that runs no such
        programme gets neither.

        :rtype: hr.job
        """
        self.ensure_one()
        company = self.sudo()
        if not company.legal_job_id:
            if not company.legal_department_id:
                company.legal_department_id = (
                    self.env["hr.department"]
                    .sudo()
                    .create(
                        {"name": self.env._("Legal advisers"), "company_id": self.id}
                    )
                )
            company.legal_job_id = company.env["hr.job"].create(
                {
                    "name": self.env._("Village legal adviser"),
                    "company_id": self.id,
                    "department_id": company.legal_department_id.id,
                    "no_of_recruitment": 0,
                    "user_id": self._legal_get_default_clerk().id,
                    "job_skill_ids": [
                        fields.Command.create(self._legal_prepare_certification())
                    ],
                }
            )
        return company.legal_job_id

    def _legal_get_default_clerk(self):
        """Whoever enters the first adviser, until the settings name somebody."""
        user = self.env.user
        return user if user.active and not user.share else user.browse()

    def _legal_prepare_certification(self):
        return {
            name: self.env.ref(f"village_legal_advisor.{xmlid}").id
            for name, xmlid in (
                ("skill_type_id", "skill_type_certificate"),
                ("skill_id", "skill_certificate"),
                ("skill_level_id", "skill_level_certified"),
            )
        }

    def _legal_next_certificate_number(self, day):
        """Next number of the company's certificates in a day's calendar year."""
        self.ensure_one()
        company = self.sudo()
        sequence = company.legal_certificate_sequence_id
        if not sequence.date_range_ids.filtered(
            lambda year: year.date_from <= day <= year.date_to
        ):
            company._legal_lock_certificate_numbers()
        if not sequence:
            template = self.env.ref("village_legal_advisor.sequence_certificate").sudo()
            sequence = template.copy({"company_id": self.id, "code": template.code})
            company.legal_certificate_sequence_id = sequence
        return sequence.next_by_id(sequence_date=day)

    def _legal_lock_certificate_numbers(self):
        """Let one transaction only begin a sequence or a year of it.

        The others fail at this write and are run again by Odoo; two sequences would
        both give the number 1.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET legal_certificate_sequence_id "
                "= legal_certificate_sequence_id WHERE id = %s",
                self.id,
            ),
            log_exceptions=False,
        )
