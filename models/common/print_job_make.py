import io
import logging
from contextlib import closing

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

from .paper_process import LayoutError, lay_out_each
from .print_job import OPEN_STATES

_logger = logging.getLogger(__name__)

PAPERS_PER_CHUNK = 40


class LegalPrintJob(models.Model):
    """The making of a book, by the scheduler."""

    _inherit = "legal.print.job"

    def _make_chunks(self):
        """Lay out the papers that are lacking; after the last ones, join all.

        A generator: the caller commits whenever it yields. Close it to end the
        processes that are at work.

        :return: how many papers were made since it yielded before
        """
        self.ensure_one()
        # Rights and rules are those of the user who asked, at this moment.
        report = (
            self.report_id.with_user(self.user_id)
            .with_company(self.company_id)
            .with_context(**(self.print_context or {}))
        )
        lacking = self.res_ids[self.done_count :]
        chunks = [
            lacking[start : start + PAPERS_PER_CHUNK]
            for start in range(0, len(lacking), PAPERS_PER_CHUNK)
        ]
        # Only layout takes long: HTML needs the database and is made in here.
        documents = (report._get_paper_documents(report, chunk) for chunk in chunks)
        with closing(lay_out_each(documents)) as contents:
            for chunk, content in zip(chunks, contents, strict=True):
                self.env["ir.attachment"].create(
                    {
                        "name": f"{self.done_count:06d}.pdf",
                        "raw": content,
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
                self.done_count += len(chunk)
                self.state = "running"
                if self.done_count >= self.total_count:
                    self._join_chunks()
                yield len(chunk)

    def _join_chunks(self):
        parts = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], order="id"
        )
        if len(parts) == 1:
            content = parts.raw
        else:
            writer = PdfFileWriter()
            for part in parts:
                writer.append_pages_from_reader(PdfFileReader(io.BytesIO(part.raw)))
            target = io.BytesIO()
            writer.write(target)
            content = target.getvalue()
        parts.unlink()
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{self.name}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.state = "done"
        self._tell_user(self.env._("%(book)s: ready to download", book=self.name))

    def _tell_user(self, message):
        # Only in the web client: nothing is mailed for a file that waits there.
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo", summary=message, user_id=self.user_id.id
        )
        self.user_id._bus_send(
            "simple_notification",
            {
                "type": "danger" if self.state == "failed" else "success",
                "title": self.env._("Books of papers"),
                "message": message,
                "sticky": True,
            },
        )

    def _fail(self, reason):
        self.write({"state": "failed", "error": reason})
        self._tell_user(self.env._("%(book)s: could not be made", book=self.name))

    @api.model
    def _cron_make(self):
        """Make waiting books, oldest first, a chunk at a time."""
        jobs = self.search([("state", "in", OPEN_STATES)], order="id")
        left = sum(job.total_count - job.done_count for job in jobs)
        for job in jobs:
            job = job.with_context(lang=(job.print_context or {}).get("lang"))
            with closing(job._make_chunks()) as chunks:
                while job.state in OPEN_STATES:
                    made = job._make_next_chunk(chunks)
                    left -= made
                    if not self.env["ir.cron"]._commit_progress(made, remaining=left):
                        return

    def _make_next_chunk(self, chunks):
        """Go on with a generator of `_make_chunks`; what goes wrong ends the book.

        :return: how many papers need no more work
        """
        left, reason = self.total_count - self.done_count, ""
        try:
            with self.env.cr.savepoint():
                return next(chunks)
        except OperationalError:
            raise
        except UserError as error:
            reason = str(error)
        except LayoutError:
            _logger.exception("Papers of book %s could not be laid out", self.id)
            reason = self.env._(
                "Papers %(first)s and following could not be laid out; the server's "
                "log says more.",
                first=self.done_count + 1,
            )
        except Exception:
            _logger.exception("Book of papers %s could not be made", self.id)
            reason = self.env._("An error occurred; the server's log says more.")
        self._fail(reason)
        return left
