from odoo import api, models, tools
from odoo.exceptions import UserError

# What links to a file need, without touching what it holds.
HARMLESS_FIELDS = frozenset({"access_token"})


class IrAttachment(models.Model):
    """Files of sealed records are as final as the records (rule 7)."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        # The record may be named by the values or by defaults of the context.
        files = super().create(vals_list)
        self._refuse_sealed_owners(
            (file.res_model, file.res_id) for file in files.sudo()
        )
        return files

    def write(self, vals):
        if vals.keys() - HARMLESS_FIELDS:
            self._refuse_sealed_files()
            if vals.get("res_id") or vals.get("res_model"):
                self._refuse_sealed_owners(
                    (
                        vals.get("res_model", file.res_model),
                        vals.get("res_id", file.res_id),
                    )
                    for file in self.sudo()
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._refuse_sealed_files()

    def _refuse_sealed_files(self):
        self._refuse_sealed_owners(
            (file.res_model, file.res_id) for file in self.sudo()
        )

    @api.model
    @tools.ormcache()
    def _get_sealing_models(self):
        """Names of the models whose records can be sealed."""
        return frozenset(
            name
            for name, model in self.env.registry.items()
            if issubclass(model, self.env.registry["legal.sealed.mixin"])
        )

    @api.model
    def _refuse_sealed_owners(self, owners):
        """Refuse when one of the files' records is sealed.

        :param owners: pairs of model name and record id, either may be missing
        :raises UserError: naming the record
        """
        ids_by_model = {}
        for model, res_id in owners:
            if res_id and model in self._get_sealing_models():
                ids_by_model.setdefault(model, set()).add(int(res_id))
        for model, ids in ids_by_model.items():
            for record in self.env[model].sudo().browse(ids).exists():
                if record._is_sealed():
                    raise UserError(record._get_seal_message())
