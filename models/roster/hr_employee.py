from odoo import api, models
from odoo.exceptions import ValidationError


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.constrains("user_id")
    def _check_adviser_has_no_internal_login(self):
        advisors = self._get_legal_advisors()
        for employee in self:
            if employee.user_id and employee in advisors.employee_id:
                raise ValidationError(
                    self.env._(
                        "%(employee)s is a legal adviser, whose login is the portal "
                        "login of the adviser.",
                        employee=employee.name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            # HR itself passes phone and e-mail on to the contact, not the name.
            for employee in self._get_legal_advisors().employee_id:
                if employee.work_contact_id.name != employee.name:
                    employee.work_contact_id.name = employee.name
        return result

    def _get_legal_advisors(self):
        # HR officers need no rights of ours.
        return (
            self.env["legal.advisor"]
            .sudo()
            .with_context(active_test=False)
            .search([("employee_id", "in", self.ids)])
        )
