from odoo import models

from ..common.sentinel import is_guard_lifted


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _refuse_sealed_files(self):
        """Files wait for the decision as their entry does (rule 7).

        What the village or its township decides upon must be what was submitted.
        """
        super()._refuse_sealed_files()
        if is_guard_lifted(self.env):
            return
        ids_by_model = {"legal.visit": set(), "legal.matter": set()}
        for file in self.sudo():
            if file.res_id and file.res_model in ids_by_model:
                ids_by_model[file.res_model].add(file.res_id)
        visits = self.env["legal.visit"].sudo().browse(ids_by_model["legal.visit"])
        matters = self.env["legal.matter"].sudo().browse(ids_by_model["legal.matter"])
        (visits.exists() | matters.exists().visit_id)._refuse_locked()
