from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

EXPIRING_DAYS = 30


class HrEmployeeSkill(models.Model):
    """Service certificates are certifications that only our actions change."""

    _name = "hr.employee.skill"
    _inherit = ["legal.guard.mixin", "hr.employee.skill"]
    # The last row of a kind wins in HR's reminder: let it be the longest valid.
    _order = "skill_type_id, skill_level_id, valid_to, id"

    legal_advisor_id = fields.Many2one(
        "legal.advisor",
        "Legal adviser",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    legal_company_id = fields.Many2one(
        "res.company", "Bureau", index="btree_not_null", readonly=True
    )
    legal_training_id = fields.Many2one(
        "legal.training",
        "Training",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    legal_number = fields.Char("Certificate number", readonly=True)
    legal_granted_to = fields.Date(
        "Granted until",
        readonly=True,
        help="Last day as granted, before any revocation.",
    )
    legal_revoked_from = fields.Date(
        "Revoked from",
        readonly=True,
        help="First day that the certificate no longer covers.",
    )
    legal_revoke_reason = fields.Text("Reason for revoking", readonly=True)
    legal_revoked_by_id = fields.Many2one("res.users", "Revoked by", readonly=True)
    legal_status = fields.Selection(
        [
            ("coming", "Not yet valid"),
            ("valid", "Valid"),
            ("expiring", "Expires within 30 days"),
            ("expired", "Expired"),
            ("revoked", "Revoked"),
        ],
        "Status",
        compute="_compute_legal_status",
    )

    _legal_number_unique = models.UniqueIndex(
        "(legal_company_id, legal_number) WHERE legal_number IS NOT NULL",
        "Another service certificate already has this number.",
    )

    def _compute_legal_status(self):
        today = self.env.company._legal_today()
        soon = today + timedelta(days=EXPIRING_DAYS)
        for skill in self:
            if not skill.legal_number:
                skill.legal_status = False
            elif skill.legal_revoked_from:
                skill.legal_status = "revoked"
            elif skill.valid_from > today:
                skill.legal_status = "coming"
            elif not skill.valid_to or skill.valid_to > soon:
                skill.legal_status = "valid"
            elif skill.valid_to >= today:
                skill.legal_status = "expiring"
            else:
                skill.legal_status = "expired"

    @api.depends("legal_number")
    def _compute_display_name(self):
        ours = self.filtered("legal_number")
        for skill in ours:
            skill.display_name = skill.legal_number
        return super(HrEmployeeSkill, self - ours)._compute_display_name()

    def _get_passive_fields(self):
        return super()._get_passive_fields() + sorted(self._get_guarded_fields())

    @api.model
    def _get_derived_fields(self):
        # HR writes its own computed columns.
        return set()

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "legal_advisor_id",
            "legal_company_id",
            "legal_training_id",
            "legal_number",
            "legal_granted_to",
            "legal_revoked_from",
            "legal_revoke_reason",
            "legal_revoked_by_id",
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_guard_lifted():
            return super().create(vals_list)
        legal_type = self._legal_get_type()
        if any(vals.get("skill_type_id") == legal_type.id for vals in vals_list):
            self._legal_raise()
        skills = super().create(vals_list)
        # The kind may also come by default.
        skills._legal_refuse_change()
        return skills

    def write(self, vals):
        if self._is_guard_lifted():
            return super().write(vals)
        self._legal_refuse_change()
        result = super().write(vals)
        self._legal_refuse_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_service_certificate(self):
        self._legal_refuse_change()

    @api.model
    def _legal_get_type(self):
        return self.env.ref("village_legal_advisor.skill_type_certificate")

    def _legal_refuse_change(self):
        """Refuse to touch service certificates by any other way than ours.

        The employee form would cut their validity when one is removed there.
        """
        if self._legal_get_type() in self.sudo().skill_type_id:
            self._legal_raise()

    @api.model
    def _legal_raise(self):
        raise UserError(
            self.env._(
                "Service certificates of legal advisers are granted after a training "
                "and revoked by a bureau manager, nowhere else."
            )
        )

    @api.model
    def _legal_refuse_if_used(self, field, records):
        if self.sudo().search_count(
            [(field, "in", records.ids), ("legal_number", "!=", False)], limit=1
        ):
            raise UserError(
                self.env._("Service certificates of legal advisers are made with it.")
            )

    def _get_overlapping_individual_skill(self, vals_list):
        # Two trainings of one day grant certificates that differ by number only.
        skill = self.env.ref("village_legal_advisor.skill_certificate")
        return super()._get_overlapping_individual_skill(
            [vals for vals in vals_list if vals["skill_id"] != skill.id]
        )

    def _is_legal_void(self):
        """Whether a revocation left no day that the certificate covers."""
        self.ensure_one()
        revoked = self.legal_revoked_from
        return bool(revoked and revoked <= self.valid_from)

    def action_revoke(self, reason=None, date=None):
        """Revoke service certificates from a day on; asks for the reason if none.

        :param str reason: why; stays on the certificate
        :param date: first day without it, a date or ISO string; today when left out
        :raises UserError: one sentence per certificate that cannot be revoked then
        """
        self._check_group("village_legal_advisor.group_legal_manager")
        self.check_access("read")
        if not (reason or "").strip():
            return self.env["legal.advisor.status.wizard"]._open(
                "revoke", default_certificate_ids=self.ids
            )
        day = fields.Date.to_date(date) or self.env.company._legal_today()
        self._raise_blockers(self._get_revoke_blockers(day))
        for certificate in self.sudo():
            certificate._guarded_write(
                {
                    "legal_revoked_from": day,
                    "legal_revoke_reason": reason.strip(),
                    "legal_revoked_by_id": self.env.uid,
                    "valid_to": max(day - timedelta(days=1), certificate.valid_from),
                }
            )
        self.legal_advisor_id._refresh_state()
        return True

    def _get_revoke_blockers(self, day):
        blockers = {}
        for certificate in self:
            if not certificate.legal_number:
                reason = self.env._("This is no service certificate.")
            elif certificate.legal_revoked_from:
                reason = self.env._("It is revoked already.")
            elif not certificate.valid_from <= day <= certificate.valid_to:
                reason = self.env._(
                    "It can be revoked from a day between %(start)s and %(end)s.",
                    start=certificate.valid_from,
                    end=certificate.valid_to,
                )
            else:
                continue
            blockers[certificate] = reason
        return blockers
