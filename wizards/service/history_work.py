import hashlib
import io
import itertools
import logging
import random
import time

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, split_every

from ..common.spreadsheet import SpreadsheetError, iter_lines
from .history_file import HeadingError
from .history_import import AT_ONCE_BYTES, AT_ONCE_LINES
from .history_line import DELETED_AT_ONCE

_logger = logging.getLogger(__name__)

LINES_PER_CHUNK = 10_000
TRIES = 8


class LegalHistoryImport(models.Model):
    """A run's way through its file, in pieces that may each be committed.

    Where a run is stands in its record, and is written in the same transaction as the
    work: a server that is killed goes on with the next piece.
    """

    _inherit = "legal.history.import"

    def _work(self):
        """Do what is left.

        :return: yields the lines or entries done, after each piece
        """
        self.ensure_one()
        for piece in self._get_pieces():
            yield piece
            # For the transaction that the next piece is in.
            self._tune()

    def _tune(self):
        # Compiling these statements takes longer than they do, and tables that were
        # empty a moment ago would be read from end to end for every row.
        self.env.cr.execute("SET LOCAL jit = off")
        self.env.cr.execute("SET LOCAL enable_seqscan = off")

    def _get_pieces(self):
        self._tune()
        if self.phase == "read":
            yield from self._read()
        if self.phase == "check":
            yield from self._check_lines()
            self._end_check()
            yield 0
        if self.phase == "write":
            yield from self._write_entries()
            # Some lines may have been overtaken meanwhile.
            counts = self._count_lines()
            counts.pop("good_count")
            self._enter("report", **counts)
        if self.phase == "report":
            yield from self._report()
            self._enter("tidy")
        if self.phase == "tidy":
            yield from self._tidy()

    def _enter(self, phase, **vals):
        self._guarded_write(vals | {"phase": phase, "cursor": False})

    def _read(self):
        with self._open_file() as file:
            lines = iter_lines(file)
            try:
                columns = self._read_header(lines)
                done = self.cursor or 0
                lines = itertools.dropwhile(lambda line: line[0] <= done, lines)
                for chunk in split_every(LINES_PER_CHUNK, lines, list):
                    self._stage(chunk)
                    self._guarded_write(
                        {
                            "cursor": chunk[-1][0],
                            "line_count": self.line_count + len(chunk),
                        }
                    )
                    yield len(chunk)
            except SpreadsheetError as error:
                column = error.column if isinstance(error, HeadingError) else ""
                sentence = self._get_sentences()[error.key] % {"detail": column}
                raise UserError(sentence) from error
            if not columns or not self.line_count:
                raise UserError(self._get_sentences()["no_lines"])
            file.seek(0)
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
        self.env.cr.execute("ANALYZE legal_history_line")
        self._enter("check", file_hash=fingerprint)

    def _open_file(self):
        """The file, opened where it lies: it may be longer than what memory holds."""
        attachment = self._get_file_attachment()
        if not attachment:
            raise UserError(self.env._("The file is no longer there."))
        if attachment.store_fname:
            return open(attachment._full_path(attachment.store_fname), "rb")
        return io.BytesIO(attachment.raw or b"")

    def _count_lines(self):
        """Store how many lines are good, bad or known."""
        counts = dict(
            self.env.execute_query(
                SQL(
                    "SELECT state, count(*) FROM legal_history_line "
                    "WHERE import_id = %s GROUP BY state",
                    self.id,
                )
            )
        )
        return {
            f"{state}_count": counts.get(state, 0) for state in ("bad", "known")
        } | {
            # What an earlier attempt recorded is among the known ones by now.
            "good_count": counts.get("good", 0) + self.entry_count
        }

    def _end_check(self):
        counts = self._count_lines()
        refused = counts["bad_count"] and self.on_error == "nothing"
        writes = not (self.is_check_only or refused)
        self._enter("write" if writes else "report", **counts)

    def _tidy(self):
        Line = self.env["legal.history.line"]
        while Line._delete_lines(self, only_good=True, limit=DELETED_AT_ONCE):
            yield 0
        if self.is_check_only:
            state = "checked"
        elif self.bad_count and self.on_error == "nothing":
            state = "refused"
        else:
            state = "done"
        self._guarded_write(
            {"state": state, "phase": False, "finished_at": fields.Datetime.now()}
        )

    # === Who does it ===

    def _work_through(self):
        """Work to the end in the caller's transaction; for tests and scripts."""
        for run in self:
            for _done in run._work():
                pass

    def _work_at_once(self):
        """Do a small file within the request; leave a long one to the background."""
        self.ensure_one()
        if self._get_file_attachment().file_size <= AT_ONCE_BYTES:
            try:
                with self.env.cr.savepoint():
                    for _done in self._work():
                        if self.line_count > AT_ONCE_LINES:
                            break
                    else:
                        return
            except UserError as error:
                self._fail(str(error))
                return
        self._guarded_write({"is_in_background": True})
        self.env.ref("village_legal_advisor.ir_cron_history")._trigger()

    def _fail(self, reason):
        self.env.invalidate_all()
        self._forget_lines()
        self._guarded_write(
            {
                "state": "failed",
                "phase": False,
                "error": reason,
                "finished_at": fields.Datetime.now(),
            }
        )

    @api.model
    def _cron_work(self):
        """Go on with runs in the background, oldest first."""
        for run in self.search([("state", "=", "running")], order="id"):
            # Rights, language and names in the ledger are those of who started it.
            user = run.user_id
            run = run.with_user(user).with_company(run.company_id)
            run = run.with_context(lang=user.lang, tracking_disable=True)
            if not run._work_in_background():
                return

    def _work_in_background(self):
        """Work to the end, piece by piece.

        :return: whether the time given to the cron lasted
        """
        tries = 0
        while True:
            try:
                self._check_group("village_legal_advisor.group_legal_manager")
                for done in self._work():
                    tries = 0
                    if not self._commit_piece(done):
                        return False
                return self._commit_piece(0)
            except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, IntegrityError) as error:
                # Somebody else was quicker: look again at how things are now.
                self._roll_back()
                tries += 1
                if tries >= TRIES:
                    if isinstance(error, IntegrityError):
                        return self._give_up(error)
                    # Another worker is at this run: it, or the next one, goes on.
                    return self._commit_piece(0)
                time.sleep(random.uniform(0.1, 2**tries / 5))
            except OperationalError:
                raise
            except UserError as error:
                self._roll_back()
                self._fail(str(error))
                return self._commit_piece(0)
            except Exception as error:
                self._roll_back()
                return self._give_up(error)

    def _roll_back(self):
        self.env.cr.rollback()
        self.env.invalidate_all()

    def _give_up(self, error):
        # No more of it: a database's message quotes what villagers said.
        _logger.error("History import %s failed: %s", self.id, type(error).__name__)
        _logger.debug("History import %s", self.id, exc_info=error)
        self._fail(
            self.env._(
                "An error occurred. What was recorded until then stays; the same file "
                "goes on from there."
            )
        )
        return self._commit_piece(0)

    def _commit_piece(self, done):
        left = (
            self.env["legal.history.import"]
            .sudo()
            .search_count([("state", "=", "running")])
        )
        return self.env["ir.cron"]._commit_progress(done, remaining=left)
