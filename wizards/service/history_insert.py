from odoo import fields, models
from odoo.tools import SQL

# Matters before their entries, in one statement: a numbered entry takes no matter any
# more, and to number entries afterwards would write each of them twice. The entries
# count the matters, so that these come first; foreign keys are looked at in the end.
# Most of the time goes into foreign keys: `write_uid`, which would say who created
# them once more, stays empty.
ENTRIES = """
    WITH matters AS (
        INSERT INTO legal_matter (id, visit_id, advisor_id, village_id, township_id,
            program_id, company_id, date, client_kind, category_id, topic_id,
            summary, advice, state, is_petition,
            create_uid, create_date, write_date)
        SELECT m.matter_id, m.visit_id, l.advisor_ref, l.village_ref, l.township_ref,
            l.program_ref, %(company)s, l.day,
            CASE WHEN l.kind = 'lecture' THEN 'public' ELSE l.client END,
            CASE WHEN l.kind = 'lecture' THEN %(publicity)s ELSE l.category_ref END,
            l.topic_ref, m.summary, m.advice, 'done', FALSE,
            %(uid)s, %(now)s, %(now)s
        FROM legal_history_made m JOIN legal_history_line l ON l.id = m.line_id
        WHERE m.matter_id IS NOT NULL
        RETURNING id
    )
    INSERT INTO legal_visit (id, assignment_id, advisor_id, village_id, township_id,
        program_id, company_id, reference, date, time_start, time_stop, minutes, hours,
        service_mode, service_form, place, source, state, is_complete,
        submitted_at, submitted_by_id, is_late_entry, supplement_reason,
        confirmed_at, confirmed_by_id, confirmed_by_kind,
        volume_id, number, entry_hash, personal_salt, personal_digest,
        chain_format, import_id, import_key, create_uid, create_date, write_date)
    SELECT m.visit_id, l.assignment_ref, l.advisor_ref, l.village_ref, l.township_ref,
        l.program_ref, %(company)s, m.reference, l.day, l.start_at, l.stop_at,
        l.duration, l.duration::float8 / 60, l.mode, l.form, m.place,
        'import', 'confirmed',
        (l.mode <> 'on_site' OR m.place IS NOT NULL)
            AND m.summary IS NOT NULL AND m.advice IS NOT NULL,
        m.submitted_at, %(uid)s, m.is_late_entry, l.late_reason,
        m.confirmed_at, %(uid)s, 'township',
        m.volume_id, m.number, m.entry_hash, m.salt, m.digest,
        m.chain_format, l.import_id, l.import_key, %(uid)s, %(now)s, %(now)s
    FROM legal_history_made m JOIN legal_history_line l ON l.id = m.line_id
    WHERE (SELECT count(*) FROM matters) >= 0
    ORDER BY m.visit_id
"""
# Held: an outline does not come with a file, so none is submitted or filed. The
# township's dated receipt of the outline on paper counts for being in time (rule 9).
LECTURES = """
    INSERT INTO legal_lecture (assignment_id, company_id, program_id, village_id,
        township_id, advisor_id, topic, audience_count, date, hour_from, hour_to,
        place, quarter, date_due, state, visit_id, paper_receipt_date,
        paper_receipt_reason, paper_receipt_by_id, on_time,
        create_uid, create_date, write_uid, write_date)
    SELECT l.assignment_ref, %(company)s, l.program_ref, l.village_ref,
        l.township_ref, l.advisor_ref, l.topic, l.audience_count, l.day,
        EXTRACT(EPOCH FROM l.start_at - midnight.at) / 3600,
        LEAST(EXTRACT(EPOCH FROM l.stop_at - midnight.at) / 3600, 24),
        m.place, due.quarter::text, due.date, 'held', m.visit_id, l.receipt_on,
        CASE WHEN l.receipt_on IS NOT NULL THEN %(basis)s END,
        CASE WHEN l.receipt_on IS NOT NULL THEN %(uid)s END,
        COALESCE(l.receipt_on <= due.date, FALSE),
        %(uid)s, %(now)s, %(uid)s, %(now)s
    FROM legal_history_made m
    JOIN legal_history_line l ON l.id = m.line_id
    JOIN legal_program p ON p.id = l.program_ref
    CROSS JOIN LATERAL (
        SELECT l.day::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC' AS at
    ) midnight
    CROSS JOIN LATERAL (
        SELECT ((EXTRACT(YEAR FROM l.day) - EXTRACT(YEAR FROM p.date_start)) * 12
            + EXTRACT(MONTH FROM l.day) - EXTRACT(MONTH FROM p.date_start)
        )::integer / 3 + 1 AS quarter
    ) place
    CROSS JOIN LATERAL (
        SELECT place.quarter, LEAST(p.date_end, (p.date_start
            + make_interval(months => 3 * place.quarter) - INTERVAL '1 day')::date
        ) AS date
    ) due
    WHERE l.kind = 'lecture'
    ORDER BY m.visit_id
"""


class LegalHistoryImport(models.Model):
    """The statements that write entries, matters and lectures."""

    _inherit = "legal.history.import"

    def _insert_made(self):
        publicity = self.env.ref("village_legal_advisor.matter_category_publicity")
        told = {
            "uid": self.env.uid,
            "now": fields.Datetime.now(),
            "publicity": publicity.id,
            "company": self.company_id.id,
            "tz": self.company_id._legal_zone().key,
            "basis": self.basis,
        }
        for statement in (ENTRIES, LECTURES):
            self.env.cr.execute(SQL(statement, **told))
