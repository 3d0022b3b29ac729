from odoo import api, fields, models
from odoo.exceptions import UserError

from .visit_actions import TOWNSHIP_GROUPS


class LegalArchiveTownship(models.Model):
    """A township's files of an archive export: one archive, one index."""

    _name = "legal.archive.township"
    _description = "Archive files of a township"
    _inherit = ["legal.guard.mixin", "legal.archive.count.mixin"]
    _order = "export_id DESC, township_id, id"
    _rec_name = "township_id"

    _counted_by = "set_id"

    export_id = fields.Many2one(
        "legal.archive.export",
        "Archive export",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    township_id = fields.Many2one(
        "legal.township",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="export_id.company_id", store=True, index=True, precompute=True
    )
    line_ids = fields.One2many("legal.archive.volume", "set_id", "Volumes")

    _one_per_township = models.Constraint(
        "UNIQUE (export_id, township_id)",
        "A township has its files once in an export.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"export_id", "township_id", "line_ids"}

    def action_download(self):
        """Download the township's volumes and their index as one archive."""
        return self._get_download("files", self.done_count)

    def action_download_index(self):
        """Download the index alone, missing volumes included."""
        return self._get_download("index", self.total_count + self.missing_count)

    def _get_download(self, what, count):
        self.ensure_one()
        self._check_group(*TOWNSHIP_GROUPS)
        self.check_access("read")
        if not count:
            raise UserError(
                self.env._(
                    "No volume of %(township)s is made yet.",
                    township=self.township_id.name,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/archive/{self.id}/{what}",
            "target": "download",
        }
