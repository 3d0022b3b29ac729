from odoo import api, fields, models
from odoo.tools import SQL


class LegalVisit(models.Model):
    """References from creation, numbers from confirmation (rule 7)."""

    _inherit = "legal.visit"

    def _is_sealed(self):
        return self.state == "confirmed"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.number IS NOT NULL", row)

    def _get_seal_message(self):
        return self.env._(
            "%(visit)s is confirmed: it is part of the village's ledger and can no "
            "longer be changed or deleted. A mistake is put right by a correction "
            "entry.",
            visit=self.reference,
        )

    @api.model
    def _prepare_create_values(self, vals_list):
        # Below the guard, which refuses references from anybody else, and with the
        # program filled in.
        result = super()._prepare_create_values(vals_list)
        by_program = {}
        for vals in result:
            if not vals.get("reference"):
                by_program.setdefault(vals.get("program_id"), []).append(vals)
        for program_id, lacking in by_program.items():
            program = self.env["legal.program"].browse(program_id).sudo()
            company = program.company_id or self.env.company
            day = program.date_start or company._legal_today()
            references = company._legal_draw_visit_references(day, len(lacking))
            for vals, reference in zip(lacking, references, strict=True):
                vals["reference"] = reference
        return result

    def _take_numbers(self):
        """Number confirmed entries in their volumes, without gap or repeat.

        One statement reserves the numbers of every volume: of two transactions that
        number in the same volume the later one waits, fails and runs again. Within
        the batch numbers follow the dates; each carries the hash of what was before.
        """
        if not self:
            return
        self.flush_model()
        Volume = self.env["legal.volume"]
        Volume._open_volumes(
            {(visit.village_id.id, visit.program_id.id) for visit in self}
        )
        self.env.cr.execute(
            SQL(
                """
                WITH batch AS (
                    SELECT v.id, v.village_id, v.program_id,
                        row_number() OVER (
                            PARTITION BY v.village_id, v.program_id
                            ORDER BY v.date, v.time_start NULLS LAST, v.id
                        ) AS position,
                        count(*) OVER (
                            PARTITION BY v.village_id, v.program_id
                        ) AS size
                    FROM legal_visit v
                    WHERE v.id = ANY(%(ids)s)
                ), reserved AS (
                    UPDATE legal_volume volume
                    SET last_number = volume.last_number + need.size,
                        write_uid = %(uid)s, write_date = %(now)s
                    FROM (
                        SELECT locked.id, b.size
                        FROM (SELECT DISTINCT village_id, program_id, size FROM batch) b
                        JOIN legal_volume locked
                            ON locked.village_id = b.village_id
                            AND locked.program_id = b.program_id
                            AND locked.state = 'open'
                        ORDER BY locked.id
                        FOR UPDATE OF locked
                    ) need
                    WHERE volume.id = need.id
                    RETURNING volume.id, volume.village_id, volume.program_id,
                        volume.last_number - need.size AS before,
                        COALESCE(volume.last_hash, volume.genesis_hash, '') AS hash
                )
                SELECT batch.id, reserved.id, reserved.before + batch.position,
                    reserved.hash
                FROM batch
                JOIN reserved USING (village_id, program_id)
                ORDER BY reserved.id, batch.position
                """,
                ids=self.ids,
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self._store_numbers(self.env.cr.fetchall())

    def action_open_volume(self):
        """Open the village's volume that holds the entry."""
        self.ensure_one()
        return self.volume_id._get_records_action()
