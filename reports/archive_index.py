from odoo import api, fields, models

from .formats import local_date


class LegalArchiveIndex(models.AbstractModel):
    """The index of a township's archive files: a row per volume, missing ones too."""

    _name = "legal.archive.index"
    _description = "Index of archive files"

    @api.model
    def _get_workbook(self, township_set):
        """The index as one sheet, for `build_workbook`.

        :param township_set: a record of `legal.archive.township`
        :rtype: dict
        """
        names = {
            "township": township_set.township_id.name,
            "year": township_set.export_id.program_id.year,
        }
        return {
            "title": self.env._("Index of Village Volumes"),
            "subtitle": self.env._("%(township)s, year %(year)s", **names),
            "index_name": self.env._(
                "%(township)s %(year)s index of village volumes", **names
            ),
            "archive_name": self.env._(
                "%(township)s %(year)s village volumes", **names
            ),
            "sheet": self.env._("Volumes"),
            "columns": self._get_columns(),
            "rows": [
                [place, *self._get_row(line)]
                for place, line in enumerate(township_set.line_ids, start=1)
            ],
            "footer": [
                self.env._(
                    "%(made)s volumes with %(pages)s pages are made; %(failed)s "
                    "failed, %(missing)s are missing, %(waiting)s wait to be made.",
                    made=township_set.done_count,
                    pages=township_set.page_count,
                    failed=township_set.failed_count,
                    missing=township_set.missing_count,
                    waiting=township_set.total_count
                    - township_set.done_count
                    - township_set.failed_count,
                )
            ],
        }

    @api.model
    def _get_columns(self):
        return [
            (self.env._("No."), 6),
            (self.env._("Archive code"), 22),
            (self.env._("Title of the volume"), 40),
            (self.env._("Village or community"), 20),
            (self.env._("Year"), 7),
            (self.env._("Items"), 7),
            (self.env._("Pages"), 7),
            (self.env._("Retention period"), 11),
            (self.env._("Hash of the last entry"), 34),
            (self.env._("Closed on"), 12),
            (self.env._("File name"), 26),
            (self.env._("SHA-256 of the file"), 34),
            (self.env._("Remarks"), 24),
        ]

    @api.model
    def _get_row(self, line):
        """One volume; without a file or a volume those cells are empty.

        :rtype: list
        """
        volume, year = line.volume_id, line.export_id.program_id.year
        if not volume:
            name = line.village_id.name
            return [None, None, name, year, *[None] * 7, line.reason]
        book = self.env["report.village_legal_advisor.paper_volume"]
        closed_on = local_date(volume, "closed_at")
        return [
            volume.archive_code,
            book._get_title(volume),
            volume._get_village_name(),
            year,
            volume.last_number,
            line.page_count or None,
            volume._get_retention_label() if closed_on else None,
            volume.last_hash or None,
            fields.Date.to_string(closed_on) if closed_on else None,
            line.file_name or None,
            line.checksum or None,
            line.reason or None,
        ]
