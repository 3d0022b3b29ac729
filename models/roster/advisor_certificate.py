from datetime import timedelta

from odoo import api, fields, models

EXPIRING_DAYS = 30


class LegalAdvisor(models.Model):
    """Service certificates, and the state that shows today (rule 4)."""

    _inherit = "legal.advisor"

    state = fields.Selection(
        [
            ("applicant", "Applicant"),
            ("qualified", "Review passed"),
            ("certified", "Certified"),
            ("suspended", "Suspended"),
            ("left", "Left"),
        ],
        default="applicant",
        required=True,
        copy=False,
        tracking=True,
        index=True,
        help="Shows today. Whether a day of service counts is judged by the "
        "certificates and suspensions of that day.",
    )
    certificate_ids = fields.One2many(
        "hr.employee.skill", "legal_advisor_id", "Certificates", readonly=True
    )
    certificate_valid_to = fields.Date(
        "Certified until",
        copy=False,
        readonly=True,
        help="Last day of the certificate that lasts longest.",
    )
    is_expiring = fields.Boolean(
        "Certificate expiring",
        compute="_compute_is_expiring",
        search="_search_is_expiring",
        help="The certificate expires within 30 days.",
    )

    @api.depends("certificate_valid_to", "state")
    def _compute_is_expiring(self):
        for advisor in self:
            today = advisor.company_id._legal_today()
            last_day = advisor.certificate_valid_to
            advisor.is_expiring = bool(
                last_day
                and advisor.state != "left"
                and today <= last_day <= today + timedelta(days=EXPIRING_DAYS)
            )

    @api.model
    def _search_is_expiring(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._legal_today()
        expiring = (
            fields.Domain("state", "!=", "left")
            & fields.Domain("certificate_valid_to", ">=", today)
            & fields.Domain(
                "certificate_valid_to", "<=", today + timedelta(days=EXPIRING_DAYS)
            )
        )
        wanted = set(value)
        if wanted >= {True, False}:
            return fields.Domain.TRUE
        return expiring if True in wanted else ~expiring

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"certificate_valid_to"}

    def _grant_certificates(self, valid_from, valid_to, training=None):
        """Give every adviser of self a new numbered service certificate.

        The caller has checked who may be certified.

        :param datetime.date valid_from: first day it covers
        :param datetime.date valid_to: last day it covers
        :param training: the `legal.training` that it is granted after, if any
        :return: the certificates, in the order of self
        :rtype: hr.employee.skill
        """
        valid_from = fields.Date.to_date(valid_from)
        valid_to = fields.Date.to_date(valid_to)
        certificates = (
            self.env["hr.employee.skill"]
            .sudo()
            ._guarded_create(
                [
                    advisor._prepare_certificate_vals(valid_from, valid_to, training)
                    for advisor in self
                ]
            )
        )
        self._refresh_state()
        return certificates

    def _prepare_certificate_vals(self, valid_from, valid_to, training=None):
        self.ensure_one()
        company = self.company_id
        return company._legal_prepare_certification() | {
            "employee_id": self.sudo().employee_id.id,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "legal_advisor_id": self.id,
            "legal_company_id": company.id,
            "legal_training_id": training.id if training else False,
            "legal_number": company._legal_next_certificate_number(valid_from),
            "legal_granted_to": valid_to,
        }

    def _get_certificate_intervals(self):
        """Periods covered by service certificates, by their own dates (rule 4).

        :return: {advisor: [(first day, last day or None)]}, oldest first
        """
        intervals = {}
        # Portal pages ask too; they may not read certificates by themselves.
        certificates = self.env["hr.employee.skill"].sudo()
        for certificate in certificates.search(
            [("legal_advisor_id", "in", self.ids)], order="valid_from, id"
        ):
            if certificate._is_legal_void():
                continue
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
                vals = {
                    "state": advisor._get_state_today(
                        today, periods, advisor in suspended
                    ),
                    "certificate_valid_to": max(
                        (end for _start, end in periods if end), default=False
                    ),
                }
                changed = {n: v for n, v in vals.items() if advisor[n] != v}
                if changed:
                    # Whoever's action this follows from need not be able to edit.
                    advisor.sudo()._guarded_write(changed)

    def _get_state_today(self, today, periods, is_suspended):
        self.ensure_one()
        if self.state in ("applicant", "left"):
            return self.state
        if is_suspended:
            return "suspended"
        if any(start <= today and (not end or today <= end) for start, end in periods):
            return "certified"
        return "qualified"

    @api.model
    def _cron_refresh_states(self):
        """Certificates begin and expire, suspensions too: once a day."""
        self.search([("state", "not in", ("applicant", "left"))])._refresh_state()
