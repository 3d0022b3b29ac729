from odoo import models
from odoo.exceptions import UserError


class LegalTownship(models.Model):
    _inherit = "legal.township"

    def action_result_workbook(self):
        """Download the latest evaluated year's results of these townships."""
        self.check_access("read")
        paper = self.env["report.village_legal_advisor.paper_result_list"]
        program = paper._get_program(self)
        if not program:
            raise UserError(self.env._("There is no evaluation to print yet."))
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/result_list/{program.id}?townships={ids}",
            "target": "download",
        }
