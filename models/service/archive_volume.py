from odoo import api, fields, models


class LegalArchiveVolume(models.Model):
    """One volume in an archive export: its file, or why there is none."""

    _name = "legal.archive.volume"
    _description = "Volume in an archive export"
    _inherit = ["legal.guard.mixin"]
    _order = "export_id DESC, id"
    _rec_name = "village_id"

    export_id = fields.Many2one(
        "legal.archive.export",
        "Archive export",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    set_id = fields.Many2one(
        "legal.archive.township",
        "Township's files",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    volume_id = fields.Many2one(
        "legal.volume",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="export_id.company_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="set_id.township_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("done", "Made"),
            ("failed", "Failed"),
            ("missing", "Missing"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    reason = fields.Text(
        readonly=True, help="Why the volume is missing, or could not be made."
    )
    attachment_id = fields.Many2one(
        "ir.attachment", "PDF file", readonly=True, ondelete="restrict"
    )
    file_name = fields.Char(readonly=True)
    file_size = fields.Integer("Size in bytes", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    checksum = fields.Char("SHA-256", readonly=True)
    made_at = fields.Datetime("Made on", readonly=True)

    _one_per_volume = models.UniqueIndex(
        "(export_id, volume_id) WHERE volume_id IS NOT NULL",
        "A volume is in an export once.",
    )
    _one_per_village = models.UniqueIndex(
        "(export_id, village_id) WHERE volume_id IS NULL",
        "A village without a volume is named once in an export.",
    )
    _made_has_file = models.Constraint(
        "CHECK ((state = 'done') = (attachment_id IS NOT NULL))",
        "A volume that is made has its file, and no other has.",
    )
    _state_idx = models.Index("(export_id, state)")
    _queue_idx = models.Index("(id) WHERE state = 'queued'")

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "export_id",
            "set_id",
            "village_id",
            "volume_id",
            "reason",
            "attachment_id",
            "file_name",
            "file_size",
            "page_count",
            "checksum",
            "made_at",
        }

    def action_download(self):
        """Download the one volume."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }
