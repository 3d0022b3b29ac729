from bisect import bisect_left

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
                "AND e.company_id = %s AND e.import_key = l.import_key",
                *(scope, self.company_id.id),
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
                            AND e.time_start IS NOT NULL AND e.time_stop IS NOT NULL
                        LIMIT 1
                    ) AS reason
                    FROM legal_history_line l WHERE %s AND l.mode = 'on_site'
                ) judged WHERE reason IS NOT NULL
                """,
                scope,
            )
        )

    # === Within the file ===

    def _check_repeats(self, scope):
        """The same service twice in one file."""
        self._mark_bad(
            SQL(
                """
                SELECT id, 'duplicate_line:' || first FROM (
                    SELECT l.id, l.line,
                        min(l.line) OVER (PARTITION BY l.import_key) AS first
                    FROM legal_history_line l WHERE %s
                ) repeated WHERE line <> first
                """,
                scope,
            )
        )

    def _check_file_overlaps(self):
        """One person is never in two places: what the file says itself (rule 2).

        As if the lines were entered one after the other: a line gives way to those
        above it that are good.
        """
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                SELECT DISTINCT advisor_ref FROM (
                    SELECT advisor_ref, start_at, max(stop_at) OVER (
                        PARTITION BY advisor_ref ORDER BY start_at, line
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                    ) AS busy_until
                    FROM legal_history_line
                    WHERE import_id = %s AND state = 'good' AND mode = 'on_site'
                ) served WHERE start_at < busy_until
                """,
                self.id,
            )
        )
        for (advisor_id,) in cr.fetchall():
            cr.execute(
                SQL(
                    "SELECT id, line, start_at, stop_at FROM legal_history_line "
                    "WHERE import_id = %s AND state = 'good' AND mode = 'on_site' "
                    "AND advisor_ref = %s ORDER BY line",
                    self.id,
                    advisor_id,
                )
            )
            found = find_overlaps(cr.fetchall())
            if found:
                ids, lines = zip(*found, strict=True)
                self._mark_bad(
                    SQL(
                        "SELECT id, 'overlap_line:' || line "
                        "FROM unnest(%s, %s) AS n(id, line)",
                        list(ids),
                        list(lines),
                    )
                )


def find_overlaps(rows):
    """Which of one person's services cannot be, because an earlier row stands.

    >>> find_overlaps([(1, 2, 9, 11), (2, 3, 10, 12), (3, 4, 11, 13), (4, 5, 8, 9)])
    [(2, 2)]

    :param rows: tuples of id, line, start and stop, in the order of the lines
    :return: pairs of the id and the line that it collides with
    """
    # Those that stand never overlap: sorted by start they are sorted by stop too.
    starts, standing, found = [], [], []
    for row_id, line, start, stop in rows:
        place = bisect_left(starts, stop)
        if place and standing[place - 1][0] > start:
            found.append((row_id, standing[place - 1][1]))
            continue
        starts.insert(place, start)
        standing.insert(place, (stop, line))
    return found
