from odoo import models

from ...models.common.sentinel import is_guard_lifted


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _refuse_sealed_files(self):
        """The file of an import is what its entries were taken from."""
        super()._refuse_sealed_files()
        if is_guard_lifted(self.env):
            return
        files = self.sudo().filtered(
            lambda file: file.res_model == "legal.history.import"
            and file.res_field == "file"
        )
        runs = self.env["legal.history.import"].browse(files.mapped("res_id"))
        runs.sudo().exists()._refuse_begun()
