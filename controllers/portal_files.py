from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

MAX_FILE_BYTES = 8 * 1024 * 1024
# The file, and the fields beside it.
MAX_FORM_BYTES = MAX_FILE_BYTES + 256 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
# What a browser shows by itself; anything else is saved to disk.
SHOWN_TYPES = (*PHOTO_TYPES, "image/gif", "application/pdf")


def read_photo(upload):
    """Content and type of an uploaded photo; None when nothing was uploaded.

    :raises UserError: when it is no photo, whatever the browser calls it
    """
    if not upload or not upload.filename:
        return None
    content = upload.read(MAX_FILE_BYTES + 1)
    mimetype = guess_mimetype(content)
    if len(content) > MAX_FILE_BYTES or mimetype not in PHOTO_TYPES:
        raise UserError(
            request.env._("The photo must be a JPEG, PNG or WebP of at most 8 MB.")
        )
    return content, mimetype


def send_file(files, file_id):
    """Answer with one of the files that the caller has found to be the user's.

    :param files: `ir.attachment` with superuser rights
    """
    file = files.filtered(lambda rec: rec.id == file_id)
    if not file:
        raise request.not_found()
    stream = request.env["ir.binary"]._get_stream_from(file)
    return stream.get_response(as_attachment=file.mimetype not in SHOWN_TYPES)
