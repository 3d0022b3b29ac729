from odoo import models
from odoo.tools import SQL


class LegalHistoryImport(models.Model):
    """What lines must agree upon with the ledger, the roster and one another.

    Each check looks at the lines that are still good. It is asked of all lines before
    anything is written, and of those of each portion again when it is written: others
    go on working meanwhile.
    """

    _inherit = "legal.history.import"

    def _check_lines(self):
        """All checks, one after the other; each may be committed.

        :return: yields 0 after each
        """
        everything = SQL("l.import_id = %s AND l.state = 'good'", self.id)
        for check in (*self._get_world_checks(), self._check_repeats):
            check(everything)
            yield 0
        self._check_file_overlaps()
        yield 0

    def _get_world_checks(self):
        return (
            self._check_known,
            self._check_own,
            self._check_assignments,
            self._check_certificates,
            self._check_volumes,
            self._check_overlaps,
        )

    def _mark_bad(self, rows):
        """Mark lines as bad.

        :param SQL rows: query of line id and reason
        """
        self.env.cr.execute(
            SQL(
                "UPDATE legal_history_line line SET state = 'bad', "
                "reasons = jsonb_build_array(found.reason) "
                "FROM (%s) found (id, reason) WHERE line.id = found.id",
                rows,
            )
        )

    def _check_known(self, scope):
        """What an earlier run brought in is left aside, not reported."""
        self.env.cr.execute(
            SQL(
                "UPDATE legal_history_line l SET state = 'known' "
                "FROM legal_visit e WHERE %s "
                "AND e.company_id = %s AND e.import_key = l.import_key "
                "AND e.is_annulled IS NOT TRUE",
                *(scope, self.company_id.id),
            )
        )

    def _check_own(self, scope):
        """Nobody confirms a service of their own (visit_actions.py)."""
        self._mark_bad(
            SQL(
                "SELECT l.id, 'own_service' FROM legal_history_line l "
                "JOIN legal_advisor d ON d.id = l.advisor_ref WHERE %s "
                "AND d.user_id = %s",
                scope,
                self.env.uid,
            )
        )

    def _check_assignments(self, scope):
        """Assignments and program years as they are now (rules 5 and 7)."""
        self._mark_bad(
            SQL(
                """
                SELECT l.id, CASE WHEN p.state = 'closed'
                    THEN 'closed_program:' || p.year ELSE 'no_assignment' END
                FROM legal_history_line l
                JOIN legal_program p ON p.id = l.program_ref
                LEFT JOIN legal_assignment a ON a.id = l.assignment_ref
                    AND a.advisor_id = l.advisor_ref AND a.village_id = l.village_ref
                    AND a.state IN ('active', 'ended')
                    AND l.day BETWEEN a.date_start AND a.date_end
                WHERE %s AND (p.state = 'closed' OR a.id IS NULL)
                """,
                scope,
            )
        )

    def _check_certificates(self, scope):
        """Days of suspension, and days that no certificate covers (rule 4)."""
        cr = self.env.cr
        cr.execute(
            SQL("SELECT DISTINCT advisor_ref FROM legal_history_line l WHERE %s", scope)
        )
        # The import is the bureau's: certificates are judged whoever may read them.
        advisors = (
            self.env["legal.advisor"].sudo().browse(row[0] for row in cr.fetchall())
        )
        periods = [
            (advisor.id, kind, first, last or None)
            for kind, intervals in (
                ("certified", advisors._get_certificate_intervals()),
                ("suspended", advisors._get_suspension_intervals()),
            )
            for advisor, periods in intervals.items()
            for first, last in periods
        ]
        self._make_periods(periods)
        self._mark_bad(
            SQL(
                """
                SELECT id, CASE WHEN suspended THEN 'suspended'
                    ELSE 'no_certificate' END
                FROM (
                    SELECT l.id, bool_or(p.kind = 'suspended') AS suspended,
                        bool_or(p.kind = 'certified') AS certified
                    FROM legal_history_line l
                    LEFT JOIN legal_history_period p ON p.advisor_id = l.advisor_ref
                        AND p.first <= l.day AND p.last >= l.day
                    WHERE %s
                    GROUP BY l.id
                ) judged
                WHERE suspended OR certified IS NOT TRUE
                """,
                scope,
            )
        )

    def _make_periods(self, periods):
        """A table of certificates and suspensions, while the transaction lasts.

        :param periods: tuples of adviser id, kind, first and last day, None for none
        """
        cr = self.env.cr
        ids, kinds, firsts, lasts = zip(*periods, strict=True) if periods else [[]] * 4
        cr.execute("DROP TABLE IF EXISTS legal_history_period")
        cr.execute(
            SQL(
                """
                CREATE TEMP TABLE legal_history_period ON COMMIT DROP AS
                SELECT advisor_id, kind, first, COALESCE(last, 'infinity') AS last
                FROM unnest(%s::integer[], %s::text[], %s::date[], %s::date[])
                    AS p(advisor_id, kind, first, last)
                """,
                *(list(ids), list(kinds), list(firsts), list(lasts)),
            )
        )
        cr.execute("CREATE INDEX ON legal_history_period (advisor_id)")
        cr.execute("ANALYZE legal_history_period")

    def _check_volumes(self, scope):
        """What comes after a volume was closed needs a reason (rule 7)."""
        self._mark_bad(
            SQL(
                """
                SELECT l.id, 'volume_closed' FROM legal_history_line l
                JOIN legal_volume v ON v.village_id = l.village_ref
                    AND v.program_id = l.program_ref AND v.supplement_of_id IS NULL
                    AND v.state = 'closed'
                WHERE %s AND l.late_reason IS NULL
                """,
                scope,
            )
        )

    def _check_overlaps(self, scope):
        """One person is never in two places: what the ledger says (rule 2)."""
        self._mark_bad(
            SQL(
                """
                SELECT * FROM (
                    SELECT l.id, (
                        SELECT 'overlap_entry:' || e.reference FROM legal_visit e
                        WHERE e.advisor_id = l.advisor_ref
                            AND tsrange(e.time_start, e.time_stop)
                                && tsrange(l.start_at, l.stop_at)
                            AND e.service_mode = 'on_site'
                            AND e.state IN ('submitted', 'confirmed', 'disputed')
                            AND e.corrects_id IS NULL
                            AND e.is_annulled IS NOT TRUE
                            AND e.time_start IS NOT NULL AND e.time_stop IS NOT NULL
                        LIMIT 1
                    ) AS reason
                    FROM legal_history_line l WHERE %s AND l.mode = 'on_site'
                ) judged WHERE reason IS NOT NULL
                """,
                scope,
            )
        )
