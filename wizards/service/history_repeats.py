from bisect import bisect_left

from odoo import models
from odoo.tools import SQL


class LegalHistoryImport(models.Model):
    """What the lines of one file must agree upon among themselves."""

    _inherit = "legal.history.import"

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
