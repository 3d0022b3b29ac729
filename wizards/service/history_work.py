import hashlib
import io
import itertools

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..common.spreadsheet import SpreadsheetError, iter_lines
from .history_file import HeadingError
from .history_import import AT_ONCE_BYTES, AT_ONCE_LINES, WHOLE_LINES
from .history_line import DELETED_AT_ONCE
from .history_write import OvertakenError

LINES_PER_CHUNK = 10_000


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
        while self.phase in ("check", "write"):
            if self.phase == "check":
                yield from self._check_lines()
                self._end_check()
                yield 0
            elif self.on_error == "nothing":
                self._write_whole()
                yield self.entry_count
            else:
                yield from self._write_entries()
                self._end_write()
        if self.phase == "report":
            yield from self._report()
            self._enter("tidy")
        if self.phase == "tidy":
            yield from self._tidy()

    def _write_whole(self):
        """Write all lines in one transaction, or go back to checking them."""
        try:
            with self.env.cr.savepoint():
                for _done in self._write_entries():
                    pass
                self._end_write()
        except OvertakenError:
            self.env.invalidate_all()
            self._enter("check")

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
                    self._refuse_long_whole()
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

    def _refuse_long_whole(self):
        if (
            self.line_count > WHOLE_LINES
            and self.on_error == "nothing"
            and not self.is_check_only
        ):
            raise UserError(
                self.env._(
                    "A file of more than %(count)s lines is not imported as a whole: "
                    'choose "Good lines only", or divide the file.',
                    count=WHOLE_LINES,
                )
            )

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

    def _end_write(self):
        # Some lines may have been overtaken meanwhile.
        counts = self._count_lines() | {"good_count": self.entry_count}
        self._enter("report", **counts)

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
