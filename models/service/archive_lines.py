from odoo import fields, models
from odoo.tools import SQL


class LegalArchiveExport(models.Model):
    """Which volumes an export makes, and which are missing and why."""

    _inherit = "legal.archive.export"

    def _prepare_lines(self):
        """Line up the closed volumes that are not made; name what is missing.

        What is made stays, so that nothing is made twice: resumed exports pass here
        again, for the volumes that failed or were closed since.
        """
        self.ensure_one()
        if not self.township_ids:
            self._guarded_write({"township_ids": self._get_all_townships().ids})
        lines = self.env["legal.archive.volume"].sudo()
        lines.search(
            [("export_id", "=", self.id), ("state", "in", ("failed", "missing"))]
        ).unlink()
        existing = self.set_ids.township_id
        self.env["legal.archive.township"].sudo()._guarded_create(
            [
                {"export_id": self.id, "township_id": township.id}
                for township in (self.township_ids - existing).sorted("code")
            ]
        )
        volumes = self.env["legal.volume"].search(
            [
                ("program_id", "=", self.program_id.id),
                ("township_id", "in", self.township_ids.ids),
            ]
        )
        rows = [
            (volume.village_id, volume, "") for volume in volumes if volume.closed_at
        ]
        pending = volumes.filtered(lambda volume: not volume.closed_at)
        blockers = pending._get_close_blockers()
        for volume in pending:
            reason = blockers.get(volume) or self.env._("It is not closed yet.")
            rows.append((volume.village_id, volume, reason))
        no_volume = self.env._("No entry of the year was confirmed: it has no volume.")
        for village in self._get_villages() - volumes.village_id:
            rows.append((village, volumes.browse(), no_volume))
        self._insert_lines(rows)

    def _get_all_townships(self):
        return self.env["legal.township"].search(
            [("company_id", "=", self.company_id.id)], order="code, id"
        )

    def _get_villages(self):
        """Villages that took part in the year.

        :rtype: legal.village
        """
        return self.env["legal.village"].search(
            [
                ("township_id", "in", self.township_ids.ids),
                ("in_scope_from", "<=", self.program_id.date_end),
            ]
        )

    def _insert_lines(self, rows):
        """Store lines, in the order of the villages' codes.

        :param rows: triples of village, volume (may be empty) and why it is missing
        """
        if not rows:
            return
        rows.sort(key=lambda row: (row[0].code, row[1].id or 0))
        villages, volumes, reasons = zip(*rows, strict=True)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO legal_archive_volume (export_id, set_id, village_id,
                    volume_id, company_id, township_id, state, reason,
                    create_uid, create_date, write_uid, write_date)
                SELECT %(export)s, s.id, v.id, r.volume_id, %(company)s, s.township_id,
                    CASE WHEN r.reason = '' THEN 'queued' ELSE 'missing' END,
                    NULLIF(r.reason, ''), %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM unnest(%(villages)s, %(volumes)s::int[], %(reasons)s)
                    WITH ORDINALITY AS r(village_id, volume_id, reason, place)
                JOIN legal_village v ON v.id = r.village_id
                JOIN legal_archive_township s
                    ON s.export_id = %(export)s AND s.township_id = v.township_id
                ORDER BY r.place
                ON CONFLICT DO NOTHING
                """,
                export=self.id,
                company=self.company_id.id,
                villages=[village.id for village in villages],
                volumes=[volume.id or None for volume in volumes],
                reasons=list(reasons),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.env.invalidate_all()
