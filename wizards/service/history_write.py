import io

from odoo import fields, models
from odoo.tools import SQL

from ...models.service.visit_rules import LATE_AFTER_DAYS
from .history_file import copy_line

ENTRIES_PER_CHUNK = 5000
ORDER = SQL("l.program_ref, l.village_ref, l.day, l.sort_at, l.line")
# What is decided in Python about a line, beside what the line says.
MADE = (
    *("line_id", "visit_id", "matter_id", "reference", "volume_id", "number"),
    *("entry_hash", "salt", "digest", "summary", "advice", "place"),
    *("submitted_at", "confirmed_at", "is_late_entry", "chain_format"),
)
MADE_TABLE = """
    CREATE TEMP TABLE legal_history_made (
        line_id integer, visit_id integer, matter_id integer, reference varchar,
        volume_id integer, number integer, entry_hash varchar, salt varchar,
        digest varchar, summary text, advice text, place varchar,
        submitted_at timestamp, confirmed_at timestamp, is_late_entry boolean,
        chain_format integer
    ) ON COMMIT DROP
"""
# Everything that an entry's hash is made of, as JSON holds it.
READ = """
    SELECT l.id AS line_id, l.kind, l.village_ref AS village_id,
        l.program_ref AS program_id, l.assignment_ref AS assignment_id,
        l.advisor_ref AS advisor_id, l.day::text AS date,
        to_char(l.start_at, 'YYYY-MM-DD HH24:MI:SS') AS time_start,
        to_char(l.stop_at, 'YYYY-MM-DD HH24:MI:SS') AS time_stop,
        l.duration AS minutes, l.mode AS service_mode, l.form AS service_form,
        COALESCE(l.place, CASE WHEN l.kind = 'lecture' THEN v.short_name END) AS place,
        l.client AS client_kind, l.category_ref AS category_id,
        l.topic_ref AS topic_id, l.topic, l.summary, l.advice, l.audience_count,
        EXTRACT(EPOCH FROM l.start_at - midnight.at)::integer AS second_from,
        LEAST(EXTRACT(EPOCH FROM l.stop_at - midnight.at), 86400)::integer AS second_to,
        l.late_reason AS supplement_reason,
        to_char(made.submitted_at, 'YYYY-MM-DD HH24:MI:SS') AS submitted_at,
        to_char(GREATEST(made.submitted_at, COALESCE(made.confirmed_at, %(now)s)),
            'YYYY-MM-DD HH24:MI:SS') AS confirmed_at,
        (made.submitted_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date - l.day
            > %(late)s AS is_late_entry,
        l.sort_at::text AS sort_at, l.line
    FROM legal_history_line l
    JOIN legal_village v ON v.id = l.village_ref
    CROSS JOIN LATERAL (
        SELECT l.day::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC' AS at
    ) midnight
    CROSS JOIN LATERAL (
        -- Of a day without a clock: its last minute, which no service comes after.
        SELECT LEAST(%(now)s, COALESCE((l.recorded_on + 1)::timestamp
                AT TIME ZONE %(tz)s AT TIME ZONE 'UTC' - INTERVAL '1 minute', %(now)s)
            ) AS submitted_at,
            LEAST(%(now)s, (l.confirmed_on + 1)::timestamp
                AT TIME ZONE %(tz)s AT TIME ZONE 'UTC' - INTERVAL '1 minute'
            ) AS confirmed_at
    ) made
    WHERE %(scope)s
    ORDER BY %(order)s
"""


class OvertakenError(Exception):
    """Others recorded what contradicts a line, after it was checked."""


class LegalHistoryImport(models.Model):
    """Writing entries, numbered and chained, a portion at a time.

    By the order of the year, the village and the day: numbers of a volume follow the
    dates. They are confirmed for the village by the bureau, on the strength of the
    originals that the run names (`confirmed_by_kind` "township"). Recorded is when
    the file says so, else now: what is keyed in later is a late entry.
    """

    _inherit = "legal.history.import"

    def _has_outgrown(self, portions):
        """Whether the run wrote more than the planner knew of before.

        It takes seconds to look at large tables, whose plans a portion does not change.
        """
        self.env.cr.execute(
            "SELECT reltuples FROM pg_class WHERE oid = 'legal_visit'::regclass"
        )
        (known,) = self.env.cr.fetchone()
        return portions * ENTRIES_PER_CHUNK > known

    def _write_entries(self):
        portions = 0
        while ids := self._get_portion():
            rows = self._read_portion(ids)
            if not rows:
                # All were overtaken, and are good no longer.
                continue
            self._write_portion(rows)
            portions += 1
            if portions.bit_count() == 1 and self._has_outgrown(portions):
                # Plans made while the tables were almost empty do not last.
                self.env.cr.execute("ANALYZE legal_visit, legal_matter, legal_volume")
            last = rows[-1]
            self._guarded_write(
                {
                    "entry_count": self.entry_count + len(rows),
                    "lecture_count": self.lecture_count
                    + sum(row["kind"] == "lecture" for row in rows),
                    "cursor": [
                        *(last["program_id"], last["village_id"], last["date"]),
                        *(last["sort_at"], last["line"]),
                    ],
                }
            )
            yield len(rows)

    def _get_portion_scope(self):
        mine = SQL("l.import_id = %s AND l.state = 'good'", self.id)
        if not self.cursor:
            return mine
        program, village, day, sort_at, line = self.cursor
        after = SQL(
            "(%s) > (%s, %s, %s::date, %s::timestamp, %s)",
            *(ORDER, program, village, day, sort_at, line),
        )
        return SQL("%s AND %s", mine, after)

    def _get_portion(self):
        """Ids of the next lines, in the order of their numbers."""
        rows = self.env.execute_query(
            SQL(
                "SELECT l.id FROM legal_history_line l WHERE %s ORDER BY %s LIMIT %s",
                *(self._get_portion_scope(), ORDER, ENTRIES_PER_CHUNK),
            )
        )
        return [line_id for (line_id,) in rows]

    def _read_portion(self, ids):
        """What entries of lines are made of, in the order of their numbers.

        :param list ids: of lines
        :rtype: list[dict]
        """
        chosen = SQL("l.id = ANY(%s) AND l.state = 'good'", ids)
        self._lock_portion(chosen)
        # A request has checked all of it a moment ago, in the same transaction.
        if self.is_in_background:
            for check in self._get_world_checks():
                check(chosen)
            self._refuse_overtaken(ids)
        self.env.cr.execute(
            SQL(
                READ,
                scope=chosen,
                order=ORDER,
                now=fields.Datetime.now(),
                tz=self.company_id._legal_zone().key,
                late=LATE_AFTER_DAYS,
            )
        )
        return self.env.cr.dictfetchall()

    def _lock_portion(self, chosen):
        """Nobody ends an assignment while entries are written for it."""
        ids = self.env.execute_query(
            SQL(
                "SELECT DISTINCT assignment_ref FROM legal_history_line l WHERE %s",
                chosen,
            )
        )
        # The right to import was checked when the run began.
        assignments = self.env["legal.assignment"].sudo().browse(row[0] for row in ids)
        assignments._lock_against_ending()

    def _refuse_overtaken(self, ids):
        """Lines that were good when the file was checked and are no longer.

        :raises OvertakenError: when they keep the others from being written
        """
        Line = self.env["legal.history.line"]
        Line.invalidate_model()
        if self.on_error == "nothing" and Line.search_count(
            [("id", "in", ids), ("state", "=", "bad")], limit=1
        ):
            raise OvertakenError

    # === Making what is written ===

    def _write_portion(self, rows):
        """Write entries with their matters and lectures, and what follows from them.

        :param list rows: of `_read_portion`
        """
        self._describe_lectures(rows)
        self._take_ids(rows)
        self._number_rows(rows)
        self._copy_made(rows)
        self._insert_made()
        for model in ("legal.visit", "legal.matter", "legal.lecture"):
            self.env[model].invalidate_model()

    def _describe_lectures(self, rows):
        """A lecture's entry has the lecture as its matter."""
        category = self.env.ref("village_legal_advisor.matter_category_publicity")
        Lecture = self.env["legal.lecture"]
        for row in rows:
            row["topic_name"] = row.pop("topic")
            if row["kind"] == "lecture":
                row |= {
                    "client_kind": "public",
                    "category_id": category.id,
                    "topic_id": None,
                    "summary": row["summary"] or row["topic_name"],
                    "advice": row["advice"]
                    or Lecture._say_audience([], row["audience_count"]),
                }

    def _copy_made(self, rows):
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS legal_history_made")
        cr.execute(MADE_TABLE)
        text = io.StringIO()
        text.writelines(
            copy_line(
                value if value is None or isinstance(value, str) else str(value)
                for value in map(row.get, MADE)
            )
            for row in rows
        )
        text.seek(0)
        cr.copy_expert("COPY legal_history_made FROM STDIN", text)
        cr.execute("ANALYZE legal_history_made")
