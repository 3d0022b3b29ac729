import hashlib
import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..common.paper import split_papers
from ..common.paper_process import lay_out_archive

_logger = logging.getLogger(__name__)

REPORT = "village_legal_advisor.report_volume"


class LegalArchiveVolume(models.Model):
    """Making the files: a volume at a time, each committed.

    Two crons do it, so that two processes work at once. A volume's row is locked while
    its file is made: a killed process loses that one volume, whose row is free again,
    and no volume is made twice.
    """

    _inherit = "legal.archive.volume"

    @api.model
    def _cron_make(self):
        """Make queued volumes of running exports until none or no time is left."""
        ir_cron = self.env["ir.cron"]
        # The row is claimed by the first statement of a transaction: what the other
        # process has committed until then is seen.
        ir_cron._commit_progress(remaining=self._count_queue())
        while True:
            try:
                line = self._claim()
                if not line:
                    self._end_exports()
                    ir_cron._commit_progress(remaining=0)
                    return
                line._make()
                # Lines, volumes and entries of the last volume leave the memory.
                self.env.flush_all()
                self.env.invalidate_all()
                if not ir_cron._commit_progress(1):
                    return
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # The other process was a moment earlier: look again.
                self.env.cr.rollback()
                self.env.invalidate_all()

    @api.model
    def _count_queue(self):
        return self.search_count(
            [("state", "=", "queued"), ("export_id.state", "=", "running")]
        )

    @api.model
    def _claim(self):
        """The next volume to be made, locked; empty when none is free.

        :rtype: legal.archive.volume
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id FROM legal_archive_volume line
                JOIN legal_archive_export export ON export.id = line.export_id
                WHERE line.state = 'queued' AND export.state = 'running'
                ORDER BY line.id LIMIT 1
                FOR NO KEY UPDATE OF line SKIP LOCKED
                """
            )
        )
        return self.browse([row[0] for row in rows])

    def _make(self):
        """Make one volume's file; what goes wrong is kept as the reason."""
        self.ensure_one()
        export = self.export_id
        translated = self.with_context(lang=export.print_lang)
        try:
            with self.env.cr.savepoint():
                translated._store_file(*translated._lay_out())
        except OperationalError:
            raise
        except UserError as error:
            self._guarded_write({"state": "failed", "reason": str(error)})
        except Exception:
            _logger.exception("Archive file %s could not be made", self.id)
            reason = translated.env._("An error occurred; the server's log says more.")
            self._guarded_write({"state": "failed", "reason": reason})

    def _lay_out(self):
        """The full book of the volume, read with the rights of who started.

        :return: PDF/A and the number of its pages
        """
        export = self.export_id
        report = (
            self.env.ref(REPORT)
            .with_user(export.user_id)
            .with_company(export.company_id)
            .with_context(allowed_company_ids=export.company_id.ids)
        )
        html = report._render_qweb_html(report, self.volume_id.ids)[0]
        return lay_out_archive([document for _res_id, document in split_papers(html)])

    def _store_file(self, content, page_count):
        name = f"{self.volume_id.archive_code}.pdf"
        attachment = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._guarded_write(
            {
                "state": "done",
                "attachment_id": attachment.id,
                "file_name": name,
                "file_size": len(content),
                "page_count": page_count,
                "checksum": hashlib.sha256(content).hexdigest(),
                "made_at": fields.Datetime.now(),
                "reason": False,
            }
        )

    @api.model
    def _end_exports(self):
        """End the running exports of which no volume is queued any more."""
        exports = self.env["legal.archive.export"].search([("state", "=", "running")])
        for export in exports.filtered(lambda rec: not rec._count_queued()):
            export._guarded_write({"state": "done", "ended_at": fields.Datetime.now()})
            message = self.env(context={"lang": export.print_lang})._(
                "%(export)s: %(done)s volumes made, %(failed)s failed.",
                export=export.with_context(lang=export.print_lang).display_name,
                done=export.done_count,
                failed=export.failed_count,
            )
            export.user_id._bus_send(
                "simple_notification", {"type": "success", "message": message}
            )
