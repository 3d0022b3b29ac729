from odoo import models
from odoo.fields import Date


class LegalHistoryImport(models.Model):
    _inherit = "legal.history.import"

    def _write_portion(self, rows):
        """The months of what was written are recomputed with it."""
        super()._write_portion(rows)
        self.env["legal.service.month"]._refresh(
            {
                (
                    row["village_id"],
                    row["program_id"],
                    Date.to_date(row["date"]).replace(day=1),
                )
                for row in rows
                if row["service_mode"] == "on_site"
            }
        )
