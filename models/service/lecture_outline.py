import base64
import binascii

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.mimetypes import guess_mimetype

MAX_OUTLINE_BYTES = 8 * 1024 * 1024
# As the content tells, whatever the file is called. WPS writes Word's old format.
OUTLINE_TYPES = frozenset(
    {
        "application/pdf",
        "application/msword",
        "application/CDFV2",
        "application/x-ole-storage",
        "application/vnd.ms-powerpoint",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/plain",
    }
)


class LegalLecture(models.Model):
    """Outline files of those who write lectures but no files as such (rule 12)."""

    _inherit = "legal.lecture"

    def action_attach_outline(self, outline, outline_name=None):
        """Attach a file as the outline; advisers have no other way to.

        :param outline: the file, in base64
        :param str outline_name: the file's name
        :raises UserError: when it is no document or photo, is too large, or the
            outline lies with the township
        """
        self.check_access("write")
        self._check_editable({"outline_ids"})
        try:
            content = base64.b64decode(outline, validate=True)
        except (binascii.Error, TypeError, ValueError):
            content = b""
        mimetype = guess_mimetype(content) if content else ""
        if len(content) > MAX_OUTLINE_BYTES or mimetype not in OUTLINE_TYPES:
            raise UserError(
                self.env._(
                    "Attach the outline as a Word or WPS document, a PDF, slides, "
                    "plain text or a photo of at most 8 MB."
                )
            )
        values = {
            "name": outline_name or self.env._("Outline"),
            "raw": content,
            "mimetype": mimetype,
        }
        # The lecture's rules were asked above; attachments as such are closed to
        # portal users.
        for lecture in self.sudo():
            lecture.outline_ids = [Command.create(values)]
        return True

    def _remove_outlines(self, file_ids):
        """Take outline files off the lecture; they are deleted.

        :param file_ids: ids; those of other records' files change nothing
        :raises UserError: when the outline lies with the township
        """
        self.ensure_one()
        self.check_access("write")
        self._check_editable({"outline_ids"})
        # As above.
        files = self.sudo().outline_ids.filtered(lambda file: file.id in file_ids)
        self.sudo().outline_ids = [Command.unlink(file.id) for file in files]
