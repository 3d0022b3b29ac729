from odoo import models
from odoo.fields import Date


class LegalHistoryImport(models.Model):
    _inherit = "legal.history.import"

    def _write_portion(self, rows):
        """The months of what was written are recomputed with it."""
        result = super()._write_portion(rows)
        touched = {
            (row["village_id"], row["program_id"], row["date"][:7])
            for row in rows
            if row["service_mode"] == "on_site"
        }
        self.env["legal.service.month"]._refresh(
            (village_id, program_id, Date.to_date(f"{month}-01"))
            for village_id, program_id, month in touched
        )
        return result
