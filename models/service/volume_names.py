from odoo import api, fields, models
from odoo.tools import SQL


class LegalVolume(models.Model):
    """A bound volume keeps the names that stand on its cover.

    Villages are merged and renamed, and get other codes; what was signed and lies in
    the archive is called as before.
    """

    _inherit = "legal.volume"

    bound_code = fields.Char("Village code when bound", readonly=True, copy=False)
    bound_village = fields.Char("Village when bound", readonly=True, copy=False)
    bound_township = fields.Char("Township when bound", readonly=True, copy=False)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "bound_code",
            "bound_village",
            "bound_township",
        }

    def _keep_names(self):
        """Write down the names of open volumes: the last thing before they close."""
        self.flush_model()
        self.env["legal.village"].flush_model(["code", "name"])
        self.env["legal.township"].flush_model(["name"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE legal_volume volume
                SET bound_code = village.code, bound_village = village.name,
                    bound_township = township.name
                FROM legal_village village
                JOIN legal_township township ON township.id = village.township_id
                WHERE village.id = volume.village_id AND volume.id = ANY(%s)
                """,
                self.ids,
            )
        )
        self.invalidate_recordset(["bound_code", "bound_village", "bound_township"])

    def _get_village_code(self):
        """The village's code: of a bound volume as on its cover."""
        self.ensure_one()
        return self.bound_code or self.village_id.code

    def _get_village_name(self):
        """The village's name: of a bound volume as on its cover."""
        self.ensure_one()
        return self.bound_village or self.village_id.name

    def _get_township_name(self):
        """The township's name: of a bound volume as on its cover."""
        self.ensure_one()
        return self.bound_township or self.township_id.name
