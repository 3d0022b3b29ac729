from odoo import models
from odoo.exceptions import UserError

ITEM = "legal.procurement.item"
MODELS = (ITEM, "purchase.order", "account.move", "account.payment")


class IrAttachment(models.Model):
    """Papers of a procurement file stay until its retention date."""

    _inherit = "ir.attachment"

    def _refuse_sealed_files(self):
        """Papers of items, and of contracts, bills and payments once in force.

        :raises UserError: naming the paper and until when it is kept
        """
        result = super()._refuse_sealed_files()
        for model, files in self.sudo().grouped("res_model").items():
            if model not in MODELS:
                continue
            for file in files:
                projects = file._get_file_projects()
                kept = projects.filtered(lambda project: project._is_file_kept())
                if kept:
                    raise UserError(kept[0].sudo(False)._get_kept_message(file.name))
        return result

    def _get_file_projects(self):
        """Procurement projects in whose file a paper lies."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists()
        if self.res_model == ITEM:
            # What was uploaded and not saved yet may be taken back.
            return record.filtered(
                lambda item: self in item.attachment_ids
            ).procurement_id
        if self.res_field or not record:
            return self.env["legal.procurement"]
        if self.res_model == "purchase.order":
            concluded = record.filtered(lambda order: order._legal_was_in_force())
            return concluded.legal_procurement_id
        if self.res_model == "account.payment":
            record = record._get_legal_file_bills()
        elif self.res_model == "account.move":
            record |= record._get_legal_settled_bills()
        return record._get_legal_file_projects()
