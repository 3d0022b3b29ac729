import io
import zipfile

from odoo import http
from odoo.http import Response, content_disposition, request

from ..models.common.workbook import MIMETYPE, build_workbook

GROUPS = (
    "village_legal_advisor.group_legal_township",
    "village_legal_advisor.group_legal_officer",
)
CHUNK = 256 * 1024


class ArchiveController(http.Controller):
    @http.route(
        "/legal/archive/<int:set_id>/<any(files, index):what>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def download(self, set_id, what, **kwargs):
        """A township's archive files; unknown and forbidden look the same."""
        township_set = request.env["legal.archive.township"].browse(set_id).exists()
        user = request.env.user
        if not (
            any(user.has_group(group) for group in GROUPS)
            and township_set
            and township_set.has_access("read")
        ):
            raise request.not_found()
        index = request.env["legal.archive.index"]._get_workbook(township_set)
        workbook = build_workbook(index)
        index_name = f"{index['index_name']}.xlsx"
        if what == "index":
            return self._answer(workbook, MIMETYPE, index_name)
        files = [(index_name, workbook)]
        for line in township_set.line_ids.filtered(lambda rec: rec.state == "done"):
            files.append((line.file_name, self._get_content(line)))
        name = f"{index['archive_name']}.zip"
        return self._answer(stream_zip(files), "application/zip", name)

    def _get_content(self, line):
        """The file's path, so that nothing is held in memory; else its bytes."""
        stream = request.env["ir.binary"]._get_stream_from(line.attachment_id)
        return stream.path if stream.type == "path" else stream.read()

    def _answer(self, content, mimetype, name):
        response = Response(content, mimetype=mimetype, direct_passthrough=True)
        response.headers["Content-Disposition"] = content_disposition(name)
        response.headers["Cache-Control"] = "no-store"
        return response


def stream_zip(files):
    """Pack files one after the other, a piece at a time.

    :param files: pairs of a name, and bytes or a path
    :return: a generator of bytes

    >>> packed = b"".join(stream_zip([("a.txt", b"A"), ("村.txt", b"B")]))
    >>> archive = zipfile.ZipFile(io.BytesIO(packed))
    >>> archive.namelist(), archive.read("村.txt"), archive.testzip()
    (['a.txt', '村.txt'], b'B', None)
    """
    target = _Pieces()
    # PDF and XLSX are compressed already.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            is_path = isinstance(content, str)
            with (
                open(content, "rb") if is_path else io.BytesIO(content) as source,
                archive.open(name, "w") as entry,
            ):
                while piece := source.read(CHUNK):
                    entry.write(piece)
                    yield target.take()
    yield target.take()


class _Pieces(io.RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self):
        self._written = bytearray()

    def writable(self):
        return True

    def _append(self, piece):
        self._written += piece
        return len(piece)

    write = _append

    def take(self):
        taken, self._written = bytes(self._written), bytearray()
        return taken
