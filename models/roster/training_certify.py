from odoo import api, fields, models

from ..common.names import join_names
from .training import OFFICER


class LegalTraining(models.Model):
    """Granting certificates to those who passed."""

    _inherit = "legal.training"

    certificate_valid_from = fields.Date(
        "Certificates valid from",
        compute="_compute_certificate_valid_from",
        store=True,
        readonly=False,
        precompute=True,
    )
    certificate_valid_to = fields.Date(
        "Certificates valid until",
        compute="_compute_certificate_valid_to",
        help="Last day of the program year and its days of grace.",
    )
    certified_by_id = fields.Many2one(
        "res.users", "Certificates granted by", readonly=True, copy=False
    )
    certified_on = fields.Date("Certificates granted on", readonly=True, copy=False)

    @api.depends("date")
    def _compute_certificate_valid_from(self):
        for training in self:
            training.certificate_valid_from = training.date

    @api.depends("program_id.date_end", "program_id.certificate_grace_days")
    def _compute_certificate_valid_to(self):
        for training in self:
            program = training.program_id
            training.certificate_valid_to = (
                program and program._get_certificate_valid_to()
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"certified_by_id", "certified_on"}

    def action_certify(self):
        """Grant a certificate to everybody who passed and has none from here.

        Running it again grants to those who were marked since, and to nobody twice.

        :raises UserError: one sentence per training that cannot grant any
        """
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(self._get_certify_blockers())
        for training in self:
            pending = training._get_pending()
            certificates = pending.advisor_id._grant_certificates(
                training.certificate_valid_from,
                training.certificate_valid_to,
                training,
            )
            by_advisor = certificates.grouped("legal_advisor_id")
            for attendance in pending:
                certificate = by_advisor[attendance.advisor_id]
                attendance._guarded_write({"certificate_id": certificate.id})
            if pending or training.state != "certified":
                training._guarded_write(
                    {
                        "state": "certified",
                        "certified_by_id": self.env.uid,
                        "certified_on": training.company_id._legal_today(),
                    }
                )
        return True

    def _get_pending(self):
        """Attendances that passed and have no certificate yet."""
        return self.attendance_ids.filtered(
            lambda attendance: attendance.passed and not attendance.certificate_id
        )

    def _get_certify_blockers(self):
        blockers = {}
        for training in self:
            program = training.program_id
            unready = training._get_pending().advisor_id.filtered(
                lambda advisor: advisor.state in ("applicant", "left")
            )
            if training.state == "cancelled":
                reason = self.env._("The training was cancelled.")
            elif not training.attendance_ids.filtered("passed"):
                reason = self.env._("Mark who has passed first.")
            elif training.date > training.company_id._legal_today():
                reason = self.env._(
                    "The training is on %(date)s; grant certificates after it.",
                    date=training.date,
                )
            elif not program:
                reason = self.env._(
                    "Choose the program year that the certificates are granted for."
                )
            elif program.state == "closed" and training._get_pending():
                reason = self.env._(
                    "%(program)s is closed.", program=program.display_name
                )
            elif training.certificate_valid_from > training.certificate_valid_to:
                reason = self.env._(
                    "The certificates would expire before they begin: on %(date)s.",
                    date=training.certificate_valid_to,
                )
            elif training.certificate_valid_from < training.date:
                reason = self.env._(
                    "Certificates are valid from the training on %(date)s at the "
                    "earliest.",
                    date=training.date,
                )
            elif unready:
                reason = self.env._(
                    "Not qualified: %(advisors)s. Review their qualification first.",
                    advisors=join_names(self.env, unready.mapped("name")),
                )
            else:
                continue
            blockers[training] = reason
        return blockers

    def action_view_certificates(self):
        """The certificates granted after these trainings."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_certificate"
        )
        return action | {"domain": [("legal_training_id", "in", self.ids)]}
