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
        entries = visits.exists() | matters.exists().visit_id
        entries._refuse_locked()
        # As for matters: see `_get_telling_entry_sql`.
        self.env.cr.execute(
            "UPDATE legal_visit SET write_date = write_date "
            "WHERE number IS NULL AND id = ANY(%s)",
            [entries.ids],
        )
