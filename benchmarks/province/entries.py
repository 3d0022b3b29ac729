from odoo.tools import SQL

from . import vocabulary
from .copies import unchecked

# A village's entries of a year lie this far apart; its adviser's other villages have
# other hours, so that nobody is in two places.
PER_YEAR = 38
HOURS_APART = 3


def record(env, program, count):
    """Insert services, most of them confirmed already.

    Of fifty one waits and one is disputed; some were rejected or recorded late, some
    were by phone. About half of the months reach their hours. The confirmed ones are
    numbered in their volumes; the hashes only take the room of real ones: a chain is
    made in Python, entry by entry, and verifying one is not measured.
    """
    company = env.company
    # The sequence goes on behind what is drawn here.
    (reference,) = company._legal_draw_visit_references(program.date_start, 1)
    sequence = company.legal_visit_sequence_id
    prefix = reference[: -sequence.padding]
    numbers = f"ir_sequence_{sequence.id:03d}_{sequence.date_range_ids.id:03d}"
    served = program.assignment_ids
    env["legal.volume"]._open_volumes(
        {(village.id, program.id) for village in served.village_id}
    )
    env.flush_all()
    # Set-based statements need to know how large the tables have become.
    env.cr.execute("ANALYZE legal_assignment, legal_volume")
    with unchecked(env, "legal_visit"):
        env.cr.execute(
            SQL(
                """
                WITH served AS (
                    SELECT a.*,
                           ROW_NUMBER() OVER (ORDER BY id) - 1 AS place,
                           ROW_NUMBER() OVER (
                               PARTITION BY advisor_id ORDER BY id
                           ) - 1 AS turn
                      FROM legal_assignment a WHERE program_id = %(program)s
                ),
                planned AS (
                    SELECT served.*, n, hashint4(n) & 1023 AS chance,
                           date_start + (
                               n / %(served)s * 365 / %(per_year)s + place %% 9
                           )::integer AS day,
                           135 + (hashint4(n + 7) & 3) * 15 AS minutes
                      FROM generate_series(0, %(count)s - 1) n
                      JOIN served ON served.place = n %% %(served)s
                ),
                timed AS (
                    SELECT *,
                           day::timestamp + turn * %(apart)s * INTERVAL '1 hour'
                               AS began,
                           chance < 870 AS on_site,
                           CASE WHEN n %% 50 = 0 THEN 'submitted'
                                WHEN n %% 50 = 1 THEN 'disputed'
                                WHEN n %% 500 = 2 THEN 'rejected'
                                ELSE 'confirmed' END AS step,
                           day::timestamp + INTERVAL '14 hours' + CASE
                               WHEN chance %% 20 = 3 THEN INTERVAL '11 days'
                               ELSE INTERVAL '1 day' END AS told
                      FROM planned
                ),
                numbered AS (
                    SELECT timed.*, volume.id AS volume,
                           CASE WHEN step = 'confirmed' THEN ROW_NUMBER() OVER (
                               PARTITION BY timed.village_id, step ORDER BY day, n
                           ) END AS place_in_volume
                      FROM timed
                      JOIN legal_volume volume
                        ON volume.village_id = timed.village_id
                       AND volume.program_id = timed.program_id
                )
                INSERT INTO legal_visit (
                    reference, assignment_id, advisor_id, village_id, township_id,
                    program_id, company_id, place, date, time_start, time_stop,
                    minutes, hours, service_mode, service_form, source, state,
                    submitted_at, submitted_by_id, is_late_entry, is_complete,
                    confirmed_at, confirmed_by_id, confirmed_by_kind,
                    disputed_at, disputed_by_id, dispute_reason, dispute_upheld,
                    rejected_at, rejected_by_id, reject_reason,
                    volume_id, number, entry_hash, personal_salt, personal_digest,
                    chain_format, create_uid, create_date, write_uid, write_date
                )
                SELECT %(prefix)s || LPAD(
                           nextval(%(numbers)s)::text, %(padding)s, '0'
                       ),
                       id, advisor_id, village_id, township_id, program_id,
                       company_id,
                       (%(places)s::text[])[1 + chance %% %(place_count)s],
                       day,
                       CASE WHEN on_site THEN began END,
                       CASE WHEN on_site
                            THEN began + minutes * INTERVAL '1 minute' END,
                       minutes, minutes / 60.0::float8,
                       CASE WHEN on_site THEN 'on_site'
                            WHEN chance < 980 THEN 'phone' ELSE 'online' END,
                       CASE WHEN chance %% 7 = 0 THEN 'mobile' ELSE 'fixed' END,
                       'phone', step, told, %(uid)s, chance %% 20 = 3,
                       chance %% 50 <> 11,
                       CASE WHEN step = 'confirmed' THEN told + INTERVAL '1 day' END,
                       CASE WHEN step = 'confirmed' THEN %(uid)s END,
                       CASE WHEN step = 'confirmed' THEN 'village' END,
                       CASE WHEN step IN ('disputed', 'rejected') THEN told END,
                       CASE WHEN step IN ('disputed', 'rejected') THEN %(uid)s END,
                       CASE WHEN step IN ('disputed', 'rejected') THEN '时长不符' END,
                       step = 'rejected',
                       CASE WHEN step = 'rejected' THEN told END,
                       CASE WHEN step = 'rejected' THEN %(uid)s END,
                       CASE WHEN step = 'rejected' THEN '经核实时长不符' END,
                       CASE WHEN step = 'confirmed' THEN volume END,
                       place_in_volume,
                       CASE WHEN step = 'confirmed'
                            THEN ENCODE(SHA256(n::text::bytea), 'hex') END,
                       MD5(n::text), ENCODE(SHA256(day::text::bytea), 'hex'),
                       CASE WHEN step = 'confirmed' THEN 2 END,
                       %(uid)s, told, %(uid)s, told
                  FROM numbered
                 ORDER BY n
                """,
                program=program.id,
                served=len(served),
                per_year=PER_YEAR,
                count=count,
                apart=HOURS_APART,
                prefix=prefix,
                numbers=numbers,
                padding=max(sequence.padding, len(str(count + 1))),
                places=list(vocabulary.PLACES),
                place_count=len(vocabulary.PLACES),
                uid=env.uid,
            )
        )
    env.cr.execute("ANALYZE legal_visit")
    env.cr.execute(
        """
        UPDATE legal_volume volume
           SET last_number = last.number, last_hash = last.entry_hash
          FROM (
               SELECT DISTINCT ON (volume_id) volume_id, number, entry_hash
                 FROM legal_visit WHERE number IS NOT NULL
                ORDER BY volume_id, number DESC
               ) last
         WHERE volume.id = last.volume_id
        """
    )
    env.invalidate_all()
