from odoo import models
from odoo.exceptions import UserError


class LegalProgram(models.Model):
    _inherit = "legal.program"

    def action_result_workbook(self):
        """Download the year's result lists as one workbook."""
        self.check_access("read")
        if len(self) != 1:
            raise UserError(self.env._("Choose one program year."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/result_list/{self.id}",
            "target": "download",
        }

    def action_hours_workbook(self):
        """Download the hours of all months of the year, a row per village."""
        self.check_access("read")
        self.env["legal.village.month"].check_access("read")
        if len(self) != 1:
            raise UserError(self.env._("Choose one program year."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/hours/{self.id}",
            "target": "download",
        }

    def action_audit_workbook(self):
        """Download the year's money from appropriation to payment, for auditors."""
        self._check_fund_readers()
        if len(self) != 1:
            raise UserError(self.env._("Choose one program year."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/audit/{self.id}",
            "target": "download",
        }
