from datetime import timedelta

from odoo import api, fields, models

OPEN_TOWNSHIPS = 2


class LegalSampleVolumes(models.AbstractModel):
    """Last year's volumes, closed where nothing is pending."""

    _inherit = "legal.sample"

    @api.model
    def _close_volumes(self, program, officer):
        """Close them in the weeks after the year; two townships still have it to do."""
        volumes = self.env["legal.volume"].search([("program_id", "=", program.id)])
        waiting = volumes.township_id.sorted("code")[:OPEN_TOWNSHIPS]
        blocked = volumes._get_close_blockers()
        closable = volumes.filtered(
            lambda volume: volume not in blocked and volume.township_id not in waiting
        )
        year_end = fields.Datetime.to_datetime(program.date_end)
        closed_at = min(year_end + timedelta(days=28, hours=2), fields.Datetime.now())
        closable._guarded_write(
            closable._prepare_close_vals()
            | {"closed_at": closed_at, "closed_by_id": officer.id}
        )
