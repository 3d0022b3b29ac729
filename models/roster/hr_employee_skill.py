from odoo import api, fields, models
from odoo.exceptions import UserError


class HrEmployeeSkill(models.Model):
    """Service certificates are certifications that only our actions change."""

    _name = "hr.employee.skill"
    _inherit = ["legal.guard.mixin", "hr.employee.skill"]

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
    legal_number = fields.Char("Certificate number", readonly=True)
    legal_granted_to = fields.Date(
        "Granted until",
        readonly=True,
        help="Last day as granted, before any revocation.",
    )

    _legal_number_unique = models.UniqueIndex(
        "(legal_company_id, legal_number) WHERE legal_number IS NOT NULL",
        "Another service certificate already has this number.",
    )

    def _get_passive_fields(self):
        return super()._get_passive_fields() + sorted(self._get_guarded_fields())

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "legal_advisor_id",
            "legal_company_id",
            "legal_number",
            "legal_granted_to",
        }

    @api.model
    def _get_legal_type(self):
        return self.env.ref("village_legal_advisor.skill_type_certificate")

    @api.model
    def _refuse_legal_change(self):
        raise UserError(
            self.env._(
                "Service certificates of legal advisers are granted after a training "
                "and revoked by a bureau manager, nowhere else."
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        skills = super().create(vals_list)
        if not self._is_guard_lifted() and self._get_legal_type() in skills.skill_type_id:
            self._refuse_legal_change()
        return skills

    def write(self, vals):
        if not self._is_guard_lifted():
            legal_type = self._get_legal_type()
            if legal_type in self.skill_type_id:
                self._refuse_legal_change()
            if vals.get("skill_type_id") == legal_type.id:
                self._refuse_legal_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_service_certificate(self):
        if self._get_legal_type() in self.skill_type_id:
            self._refuse_legal_change()

    def _get_overlapping_individual_skill(self, vals_list):
        # Two trainings of one day grant certificates that differ by number only.
        skill = self.env.ref("village_legal_advisor.skill_certificate")
        return super()._get_overlapping_individual_skill(
            [vals for vals in vals_list if vals["skill_id"] != skill.id]
        )
