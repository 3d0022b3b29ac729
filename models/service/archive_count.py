from odoo import api, fields, models


class LegalArchiveCountMixin(models.AbstractModel):
    """How far the volumes under a record are: of those that the reader sees."""

    _name = "legal.archive.count.mixin"
    _description = "Progress of an archive export"

    _counted_by = "export_id"

    total_count = fields.Integer("Volumes to be made", compute="_compute_counts")
    done_count = fields.Integer("Volumes made", compute="_compute_counts")
    failed_count = fields.Integer("Volumes that failed", compute="_compute_counts")
    missing_count = fields.Integer("Volumes missing", compute="_compute_counts")
    page_count = fields.Integer("Pages", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")

    @api.depends("line_ids.state", "line_ids.page_count")
    @api.depends_context("uid")
    def _compute_counts(self):
        groups = self.env["legal.archive.volume"]._read_group(
            [(self._counted_by, "in", self._origin.ids)],
            [self._counted_by, "state"],
            ["__count", "page_count:sum"],
        )
        found = {
            (record.id, state): (count, pages) for record, state, count, pages in groups
        }
        for record in self:
            queued, done, failed, missing = (
                found.get((record._origin.id, state), (0, 0))
                for state in ("queued", "done", "failed", "missing")
            )
            record.done_count, record.page_count = done
            record.failed_count = failed[0]
            record.missing_count = missing[0]
            record.total_count = queued[0] + done[0] + failed[0]
            record.progress = 100.0 * done[0] / (record.total_count or 1)
