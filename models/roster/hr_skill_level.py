from odoo import api, models


class HrSkillLevel(models.Model):
    _inherit = "hr.skill.level"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_service_certificate(self):
        # Certificates would be deleted with it by the database, unseen.
        self.env["hr.employee.skill"]._legal_refuse_if_used("skill_level_id", self)
