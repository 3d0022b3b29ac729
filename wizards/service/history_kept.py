from odoo import api, fields, models

DAYS_KEPT = 30


class LegalHistoryImport(models.Model):
    """What stays of a run: who brought in what, and how much of it."""

    _inherit = "legal.history.import"

    def _forget_lines(self):
        self.bad_file_ids.sudo().unlink()
        self.env["legal.history.line"]._delete_lines(self)

    @api.autovacuum
    def _gc_old_files(self):
        """Files and bad lines hold what villagers asked: they go, the run stays."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS_KEPT)
        begun = fields.Domain("finished_at", "<", limit)
        never_begun = fields.Domain("state", "=", "draft") & fields.Domain(
            "create_date", "<", limit
        )
        runs = self.search(
            (begun & fields.Domain("state", "!=", "running")) | never_begun
        )
        runs._forget_lines()
        runs._guarded_write({"file": False})
