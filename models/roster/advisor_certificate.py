from odoo import fields, models


class LegalAdvisor(models.Model):
    """Service certificates: certifications of the adviser's employee."""

    _inherit = "legal.advisor"

    certificate_ids = fields.One2many(
        "hr.employee.skill", "legal_advisor_id", "Certificates", readonly=True
    )

    def _grant_certificates(self, valid_from, valid_to):
        """Give every adviser of self a new numbered service certificate.

        The caller has checked who may be certified.

        :param datetime.date valid_from: first day it covers
        :param datetime.date valid_to: last day it covers
        :return: the certificates, in the order of self
        :rtype: hr.employee.skill
        """
        certificates = self.env["hr.employee.skill"].sudo()._guarded_create(
            [
                advisor._prepare_certificate_vals(valid_from, valid_to)
                for advisor in self
            ]
        )
        self._refresh_state()
        return certificates

    def _prepare_certificate_vals(self, valid_from, valid_to):
        self.ensure_one()
        company = self.company_id
        return company._legal_prepare_certification() | {
            "employee_id": self.sudo().employee_id.id,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "legal_advisor_id": self.id,
            "legal_company_id": company.id,
            "legal_number": company._legal_next_certificate_number(valid_from),
            "legal_granted_to": valid_to,
        }

    def _get_certificate_intervals(self):
        """Periods covered by service certificates, by their own dates (rule 4).

        :return: {advisor: [(first day, last day or None)]}
        """
        intervals = {}
        for certificate in (
            self.env["hr.employee.skill"]
            .sudo()
            .search([("legal_advisor_id", "in", self.ids)], order="valid_from, id")
        ):
            advisor = self.browse(certificate.legal_advisor_id.id)
            intervals.setdefault(advisor, []).append(
                (certificate.valid_from, certificate.valid_to or None)
            )
        return intervals

    def _get_first_certificate_days(self):
        """First day of the first certificate per adviser who ever had one.

        :rtype: dict[legal.advisor, datetime.date]
        """
        return {
            advisor: min(start for start, _end in intervals)
            for advisor, intervals in self._get_certificate_intervals().items()
        }

    def _refresh_state(self):
        """Make `state` and `certificate_valid_to` show today (rule 4)."""
        intervals = self._get_certificate_intervals()
        for company, advisors in self.grouped("company_id").items():
            today = company._legal_today()
            suspended = advisors._get_suspended_on(today)
            for advisor in advisors:
                periods = intervals.get(advisor, [])
                valid_to = max((end for _start, end in periods if end), default=False)
                vals = {}
                if advisor.certificate_valid_to != valid_to:
                    vals["certificate_valid_to"] = valid_to
                state = advisor._get_state_on(today, periods, advisor in suspended)
                if advisor.state != state:
                    vals["state"] = state
                if vals:
                    advisor.sudo()._guarded_write(vals)

    def _get_state_on(self, day, periods, is_suspended):
        self.ensure_one()
        if self.state in ("applicant", "left"):
            return self.state
        if is_suspended:
            return "suspended"
        if any(start <= day and (not end or day <= end) for start, end in periods):
            return "certified"
        return "qualified"
