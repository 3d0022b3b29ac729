from odoo import api, fields, models
from odoo.tools import SQL


class LegalVolume(models.Model):
    """A volume gives out numbers without gap or repeat, and keeps its last hash."""

    _inherit = "legal.volume"

    @api.model
    def _reserve_numbers(self, sizes):
        """Reserve the next numbers of open volumes, opening those that are lacking.

        Of two transactions that number in the same volume the later one waits, fails
        and runs again; so does one whose year was closed meanwhile.

        :param sizes: {(village id, program id): how many}
        :return: {(village id, program id): (volume id, the last number before these,
            the hash before them)}
        """
        self._open_volumes(sizes.keys())
        villages, programs = zip(*sizes, strict=True)
        self.env.cr.execute(
            SQL(
                "SELECT id FROM legal_program WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                list(set(programs)),
            )
        )
        rows = self.env.execute_query(
            SQL(
                """
                WITH need AS (
                    SELECT locked.id, k.size
                    FROM unnest(%(villages)s, %(programs)s, %(sizes)s)
                        AS k(village_id, program_id, size)
                    JOIN legal_volume locked
                        ON locked.village_id = k.village_id
                        AND locked.program_id = k.program_id
                        AND locked.state = 'open'
                    ORDER BY locked.id
                    FOR UPDATE OF locked
                )
                UPDATE legal_volume volume
                SET last_number = volume.last_number + need.size,
                    write_uid = %(uid)s, write_date = %(now)s
                FROM need
                WHERE volume.id = need.id
                RETURNING volume.village_id, volume.program_id, volume.id,
                    volume.last_number - need.size,
                    COALESCE(volume.last_hash, volume.genesis_hash, '')
                """,
                villages=list(villages),
                programs=list(programs),
                sizes=list(sizes.values()),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model(["last_number"])
        return {
            (village_id, program_id): (volume_id, before, last_hash)
            for village_id, program_id, volume_id, before, last_hash in rows
        }

    @api.model
    def _store_last_hashes(self, hashes):
        """Keep the hash of each volume's last entry.

        :param dict hashes: {volume id: hash}
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE legal_volume volume SET last_hash = n.hash
                FROM unnest(%s, %s) AS n(id, hash) WHERE volume.id = n.id
                """,
                list(hashes),
                list(hashes.values()),
            )
        )
        self.invalidate_model(["last_number", "last_hash", "visit_ids"])
