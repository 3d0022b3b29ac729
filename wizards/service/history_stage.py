import io

from odoo import fields, models
from odoo.tools import SQL

from ...models.service.id_number import ID_NUMBER
from .history_file import check_header, copy_line, parse_row

LONG_DAY_MINUTES = 12 * 60
# What `parse_row` gives, in its order.
TOLD_TABLE = """
    CREATE TEMP TABLE legal_history_told (
        line integer, cells text, kind text, village_code text, licence_number text,
        day date, start_minute integer, stop_minute integer, minutes integer,
        mode text, form text, place text, client text, category text, topic text,
        summary text, advice text, audience_count integer, recorded_on date,
        confirmed_on date, receipt_on date, late_reason text, unreadable text
    ) ON COMMIT DROP
"""

# What a line points to, and its times in UTC.
RESOLVED = """
    SELECT t.*, COALESCE(string_to_array(t.unreadable, ','), '{}') AS bad,
        v.id AS village_ref, v.township_id AS township_ref, d.id AS advisor_ref,
        a.id AS assignment_ref, p.id AS program_ref, p.year,
        p.state AS program_state,
        c.id AS category_ref, s.id AS topic_ref,
        COALESCE(t.mode, CASE WHEN t.kind = 'lecture'
            AND COALESCE(t.unreadable, '') !~ '\\ymode\\y' THEN 'on_site' END
        ) AS service_mode,
        (t.day + make_interval(mins => t.start_minute))
            AT TIME ZONE %(tz)s AT TIME ZONE 'UTC' AS start_at,
        (t.day + make_interval(mins => t.stop_minute))
            AT TIME ZONE %(tz)s AT TIME ZONE 'UTC' AS stop_at
    FROM legal_history_told t
    LEFT JOIN legal_village v
        ON v.company_id = %(company)s AND v.code = t.village_code
    LEFT JOIN legal_advisor d
        ON d.company_id = %(company)s AND d.licence_number = t.licence_number
    LEFT JOIN legal_assignment a
        ON a.village_id = v.id AND a.advisor_id = d.id
        AND a.state IN ('active', 'ended')
        AND t.day BETWEEN a.date_start AND a.date_end
    LEFT JOIN legal_program p ON p.id = a.program_id
    LEFT JOIN legal_history_named c
        ON c.model = 'category' AND c.name = lower(t.category)
    LEFT JOIN LATERAL (
        SELECT n.id FROM legal_history_named n
        WHERE n.model = 'topic' AND n.name = lower(t.topic)
            AND (n.category_id IS NULL OR n.category_id = c.id)
        ORDER BY n.category_id NULLS LAST LIMIT 1
    ) s ON t.kind = 'entry'
"""

# One expression for each thing that can be wrong with a line by itself, in the order
# in which reasons are told. NULL where nothing is.
REASONS = (
    "CASE WHEN village_code IS NULL THEN 'empty:village_code' "
    "WHEN village_ref IS NULL THEN 'unknown_village' END",
    "CASE WHEN licence_number IS NULL THEN 'empty:licence_number' "
    "WHEN advisor_ref IS NULL THEN 'unknown_licence' END",
    "CASE WHEN day IS NULL AND 'date' <> ALL(bad) THEN 'empty:date' END",
    "CASE WHEN service_mode IS NULL AND 'mode' <> ALL(bad) THEN 'empty:mode' END",
    "CASE WHEN assignment_ref IS NULL AND village_ref IS NOT NULL "
    "AND advisor_ref IS NOT NULL AND day IS NOT NULL THEN COALESCE(("
    "SELECT 'outside_assignment:' || string_agg(a.date_start || ' - ' || a.date_end, "
    "'; ' ORDER BY a.date_start) FROM legal_assignment a WHERE "
    "a.village_id = village_ref AND a.advisor_id = advisor_ref "
    "AND a.state IN ('active', 'ended')), 'no_assignment') END",
    "CASE WHEN program_state = 'closed' THEN 'closed_program:' || year END",
    "CASE WHEN kind = 'lecture' AND service_mode <> 'on_site' "
    "THEN 'lecture_on_site' END",
    "CASE WHEN start_minute = stop_minute THEN 'times_order' "
    "WHEN start_minute > stop_minute THEN 'over_midnight' "
    "WHEN service_mode = 'on_site' AND (start_minute IS NULL OR stop_minute IS NULL) "
    "AND NOT bad && ARRAY['time_start', 'time_stop'] THEN 'no_times' END",
    "CASE WHEN day > %(today)s OR stop_at > %(now)s THEN 'future' END",
    "CASE WHEN service_mode <> 'on_site' AND duration <= 0 "
    "AND NOT bad && ARRAY['minutes', 'time_start', 'time_stop'] THEN 'no_minutes' "
    "WHEN duration > %(long_day)s THEN 'long_day' END",
    "CASE WHEN service_mode = 'on_site' AND duration > 0 AND minutes <> duration "
    "THEN 'minutes_differ:' || duration END",
    "CASE WHEN kind = 'lecture' THEN NULL "
    "WHEN category IS NOT NULL AND category_ref IS NULL THEN 'unknown_category' "
    "WHEN category IS NULL AND (topic IS NOT NULL OR summary IS NOT NULL "
    "OR advice IS NOT NULL) THEN 'empty:category' END",
    "CASE WHEN kind = 'lecture' AND topic IS NULL THEN 'empty:topic' "
    "WHEN kind = 'entry' AND topic IS NOT NULL AND topic_ref IS NULL "
    "AND category_ref IS NOT NULL THEN 'unknown_topic' END",
    "CASE WHEN normalize(concat_ws(' | ', summary, advice, place, late_reason, "
    "CASE WHEN kind = 'lecture' THEN topic END), NFKC) ~ %(id_number)s "
    "THEN 'id_number' END",
    "CASE WHEN recorded_on < day OR recorded_on > %(today)s THEN 'recorded_dates' END",
    "CASE WHEN confirmed_on > %(today)s OR confirmed_on < recorded_on "
    "OR confirmed_on IS NOT NULL AND recorded_on IS NULL "
    "AND 'recorded_date' <> ALL(bad) THEN 'confirmed_dates' END",
    "CASE WHEN kind = 'lecture' AND (receipt_on > %(today)s "
    "OR receipt_on < day) THEN 'receipt_dates' END",
)

# OFFSET 0 has each level worked out once, not wherever the next one names it.
STAGE = """
    INSERT INTO legal_history_line (import_id, line, cells, kind,
        village_code, licence_number, day, mode, form, client, start_at, stop_at,
        sort_at, duration, place, topic, summary, advice, audience_count,
        recorded_on, confirmed_on, receipt_on, late_reason, village_ref, township_ref,
        advisor_ref, assignment_ref, program_ref, category_ref, topic_ref,
        import_key, state, reasons)
    SELECT %(import)s, line, cells, kind,
        village_code, licence_number, day, service_mode, form, client,
        start_at, stop_at, COALESCE(start_at, (day + 2)::timestamp), duration, place,
        topic, summary, advice, COALESCE(audience_count, 0),
        recorded_on, confirmed_on, receipt_on, late_reason, village_ref, township_ref,
        advisor_ref, assignment_ref, program_ref, category_ref, topic_ref,
        CASE WHEN cardinality(reasons) = 0 THEN md5(concat_ws('|',
            village_ref, advisor_ref,
            CASE WHEN service_mode = 'on_site' THEN concat_ws('|', start_at, stop_at)
            ELSE concat_ws('|', day, service_mode, COALESCE(start_at::text, ''),
                duration, COALESCE(category_ref, 0), COALESCE(summary, ''),
                't' || topic_ref, 'c' || NULLIF(client, 'villager'), 'a' || advice)
            END)) END,
        CASE WHEN cardinality(reasons) = 0 THEN 'good' ELSE 'bad' END,
        CASE WHEN cardinality(reasons) > 0 THEN to_jsonb(reasons) END
    FROM (
        SELECT timed.*,
            ARRAY(SELECT 'unreadable:' || name FROM unnest(bad) AS u(name))
            || array_remove(ARRAY[{reasons}], NULL) AS reasons
        FROM (
            SELECT resolved.*,
                CASE WHEN service_mode = 'on_site' THEN span
                    ELSE COALESCE(minutes, span, 0) END AS duration
            FROM (
                SELECT r.*,
                    FLOOR(EXTRACT(EPOCH FROM stop_at - start_at) / 60)::integer AS span
                FROM ({resolved} OFFSET 0) r OFFSET 0
            ) resolved OFFSET 0
        ) timed OFFSET 0
    ) judged
""".format(reasons=", ".join(REASONS), resolved=RESOLVED)


class LegalHistoryImport(models.Model):
    """Lines on their way into the database: copied, then judged one by one."""

    _inherit = "legal.history.import"

    def _read_header(self, lines):
        _number, cells = next(lines, (0, None))
        if cells is None:
            return None
        columns = check_header(cells)
        self._guarded_write({"columns": columns})
        return columns

    def _stage(self, lines):
        """Copy lines and judge each by itself.

        :param list lines: pairs of number and cells
        """
        text = io.StringIO()
        columns = self.columns
        text.writelines(
            copy_line(parse_row(columns, number, cells)) for number, cells in lines
        )
        text.seek(0)
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS legal_history_told")
        cr.execute(TOLD_TABLE)
        self._make_names()
        cr.copy_expert("COPY legal_history_told FROM STDIN", text)
        cr.execute("ANALYZE legal_history_told")
        cr.execute(
            SQL(
                STAGE,
                **{
                    "import": self.id,
                    "company": self.company_id.id,
                    "tz": self.company_id._legal_zone().key,
                    "today": self.company_id._legal_today(),
                    "now": fields.Datetime.now(),
                    "long_day": LONG_DAY_MINUTES,
                    "id_number": ID_NUMBER.pattern,
                },
            )
        )

    def _make_names(self):
        """Codes and names of categories and topics, in every language."""
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS legal_history_named")
        cr.execute(
            SQL(
                """
                CREATE TEMP TABLE legal_history_named ON COMMIT DROP AS
                SELECT DISTINCT ON (model, name, category_id)
                    model, name, category_id, id
                FROM (
                    SELECT 'category' AS model, lower(told.name) AS name,
                        NULL::integer AS category_id, c.id, c.sequence, c.company_id
                    FROM legal_matter_category c, LATERAL (
                        SELECT c.code UNION SELECT value FROM jsonb_each_text(c.name)
                    ) told(name)
                    WHERE c.active AND COALESCE(c.company_id, %(company)s) = %(company)s
                    UNION ALL
                    SELECT 'topic', lower(told.name), t.category_id, t.id, t.sequence,
                        t.company_id
                    FROM legal_matter_topic t, LATERAL (
                        SELECT t.code UNION SELECT value FROM jsonb_each_text(t.name)
                    ) told(name)
                    WHERE t.active AND COALESCE(t.company_id, %(company)s) = %(company)s
                ) named
                ORDER BY model, name, category_id, company_id NULLS LAST, sequence, id
                """,
                company=self.company_id.id,
            )
        )
