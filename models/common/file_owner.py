import base64
import binascii

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

PAPER_TYPES = ("image/", "application/pdf")


class LegalFileMixin(models.AbstractModel):
    """Files linked to a record hang on it, so that its access rules are theirs.

    A file uploaded before its record was saved has no record yet and only its
    uploader can read it: linking it makes it the record's.
    """

    _name = "legal.file.mixin"
    _description = "Owner of files"

    @api.model
    def _get_file_fields(self):
        """Names of the many2many fields to `ir.attachment`.

        :rtype: set[str]
        """
        return {
            name
            for name, field in self._fields.items()
            if field.type == "many2many" and field.comodel_name == "ir.attachment"
        }

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        names = self._get_file_fields()
        # Files may come as defaults of the caller's context too.
        has_defaults = bool(self.default_get(list(names)))
        for record, vals in zip(records, vals_list, strict=True):
            if has_defaults or any(vals.get(name) for name in names):
                record._adopt_files()
        return records

    def write(self, vals):
        names = self._get_file_fields() & vals.keys()
        before = self._get_files(names)
        result = super().write(vals)
        if names:
            self._adopt_files()
            # A file taken off its record would stay readable on it for ever.
            (before - self._get_files(names)).unlink()
        return result

    @api.model
    def _is_paper(self, content):
        """Whether a file is a photo or a PDF by its content, whatever it is called.

        :param content: the file's bytes in base64
        :rtype: bool
        """
        try:
            mimetype = guess_mimetype(base64.b64decode(content or b"", validate=True))
        except (binascii.Error, ValueError):
            return False
        return mimetype.startswith(PAPER_TYPES)

    def _get_files(self, names):
        files = self.env["ir.attachment"].sudo()
        for name in names:
            files |= self[name].sudo()
        return files

    def _adopt_files(self):
        """Hang linked files on their record.

        :raises ValidationError: when a file already belongs to something else
        """
        for record in self:
            for name in self._get_file_fields():
                for file in record[name].sudo():
                    owner = (file.res_model or self._name, file.res_id or record.id)
                    is_own = self.env.su or file.create_uid == self.env.user
                    if owner != (self._name, record.id) or not (file.res_id or is_own):
                        raise ValidationError(
                            self.env._(
                                "The file %(file)s belongs to another record. "
                                "Upload it here again.",
                                file=file.name,
                            )
                        )
                    if not file.res_id:
                        file.write({"res_model": self._name, "res_id": record.id})
