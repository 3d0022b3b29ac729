from odoo import api, fields, models
from odoo.tools import SQL

from ..common.names import join_clauses
from .visit_actions import TOWNSHIP_GROUPS


class LegalVolume(models.Model):
    """Closing a volume: nothing is pending, no number is given any more.

    What comes later goes into a supplement of the same year, which the next
    confirmation opens.
    """

    _name = "legal.volume"
    _inherit = ["legal.volume", "legal.sealed.mixin"]

    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    is_running = fields.Boolean("Year not over", compute="_compute_is_running")
    supplement_ids = fields.One2many(
        "legal.volume", "supplement_of_id", "Supplements", readonly=True
    )

    _closed_by_somebody = models.Constraint(
        "CHECK (state <> 'closed' OR closed_at IS NOT NULL "
        "AND closed_by_id IS NOT NULL)",
        "A closed volume says who closed it and when.",
    )
    _one_open_supplement = models.UniqueIndex(
        "(supplement_of_id) WHERE supplement_of_id IS NOT NULL AND state = 'open'",
        "The volume has an open supplement already.",
    )

    @api.depends("program_id.date_end")
    def _compute_is_running(self):
        for volume in self:
            volume.is_running = (
                volume.program_id.date_end >= volume.company_id._legal_today()
            )

    def _is_sealed(self):
        return self.state == "closed"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.state = 'closed'", row)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "closed_at",
            "closed_by_id",
            "supplement_ids",
        }

    def action_close(self):
        """Close volumes for good.

        :raises UserError: naming what is missing, volume by volume
        """
        self._check_group(*TOWNSHIP_GROUPS)
        self.check_access("read")
        self._raise_blockers(self._get_close_blockers())
        # Nobody writes volumes by hand; right and rules were checked above. Of a
        # confirmation at the same moment the later transaction runs again.
        self.sudo()._keep_names()
        for volumes in self.sudo().grouped("program_id").values():
            volumes._guarded_write(volumes._prepare_close_vals())
        self.flush_recordset()
        return True

    def _prepare_close_vals(self):
        """What closing sets on volumes of one program year.

        :rtype: dict
        """
        return {
            "state": "closed",
            "closed_at": fields.Datetime.now(),
            "closed_by_id": self.env.uid,
        }

    def _get_close_blockers(self):
        """What stands against closing.

        :return: {volume: sentence}, only those blocked
        """
        blockers = {}
        pending = self._describe_pending()
        for volume in self:
            missing = pending.get((volume.village_id, volume.program_id), ())
            if volume.state == "closed":
                blockers[volume] = self.env._("It is closed already.")
            elif missing:
                blockers[volume] = self.env._(
                    "Still pending: %(missing)s.",
                    missing=join_clauses(self.env, missing),
                )
        return blockers

    @api.model
    def _open_supplements(self, villages, programs):
        """Open supplements where a year's volumes are all closed.

        :param villages: village ids, one for each of programs
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO legal_volume (village_id, program_id, township_id,
                    company_id, supplement_of_id, genesis_hash, state, last_number,
                    create_uid, create_date, write_uid, write_date)
                SELECT main.village_id, main.program_id, main.township_id,
                    main.company_id, main.id, latest.last_hash, 'open', 0,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM unnest(%(villages)s, %(programs)s) AS k(village_id, program_id)
                JOIN legal_volume main
                    ON main.village_id = k.village_id
                    AND main.program_id = k.program_id
                    AND main.supplement_of_id IS NULL
                CROSS JOIN LATERAL (
                    SELECT v.last_hash FROM legal_volume v
                    WHERE main.id IN (v.id, v.supplement_of_id) AND v.state = 'closed'
                    ORDER BY v.id DESC LIMIT 1
                ) latest
                WHERE main.state = 'closed'
                ON CONFLICT (supplement_of_id)
                    WHERE supplement_of_id IS NOT NULL AND state = 'open'
                DO NOTHING
                """,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                villages=list(villages),
                programs=list(programs),
            )
        )
