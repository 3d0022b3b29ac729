-- All evaluations of a program year with their lines, as one statement: what somebody
-- would write who needs the result once, on a year without predecessors or hand-overs.
WITH year AS (
    SELECT p.*, DATE_TRUNC('month', p.date_end)::date AS last_month
      FROM legal_program p WHERE p.id = %(program)s
),
rules AS (
    SELECT c.*, COALESCE((c.parameters ->> 'within_days')::integer, 3) AS within_days,
           COALESCE((c.parameters ->> 'deduction')::numeric, 1) AS deduction,
           COALESCE((c.parameters ->> 'full_share')::numeric, 1) AS full_share,
           COALESCE((c.parameters ->> 'late_credit')::numeric, 0) AS late_credit
      FROM legal_criterion c WHERE c.program_id = %(program)s
),
months AS (
    SELECT assignment_id, COUNT(*) AS due,
           COUNT(*) FILTER (WHERE minutes_confirmed >= minutes_required) AS reached,
           COALESCE(
               JSONB_AGG(
                   JSONB_BUILD_ARRAY(month, minutes_confirmed, minutes_required)
                   ORDER BY month
               ) FILTER (WHERE minutes_confirmed < minutes_required), '[]'
           ) AS short,
           ROUND((SUM(minutes_required) / (year.monthly_hours * 60))::numeric, 2)
               AS months
      FROM legal_service_month JOIN year ON year.id = program_id
     WHERE minutes_required > 0
     GROUP BY assignment_id, year.monthly_hours
),
held AS (
    SELECT l.assignment_id, l.quarter,
           COUNT(*) FILTER (WHERE l.state = 'filed' AND l.on_time) AS on_time,
           COUNT(*) FILTER (WHERE l.state = 'filed' AND NOT l.on_time) AS late,
           COUNT(*) FILTER (WHERE l.state <> 'filed') AS waiting
      FROM legal_lecture l JOIN legal_visit v ON v.id = l.visit_id
     WHERE l.program_id = %(program)s AND v.is_annulled IS NOT TRUE
       AND l.state IN ('held', 'submitted', 'filed', 'returned')
     GROUP BY l.assignment_id, l.quarter
),
quarters AS (
    SELECT a.id AS assignment_id, q.quarter, year.year, year.quarterly_lectures AS due,
           LEAST(COALESCE(h.on_time, 0), year.quarterly_lectures) AS on_time,
           COALESCE(h.late, 0) AS late, COALESCE(h.waiting, 0) AS waiting
      FROM year
      JOIN legal_assignment a ON a.program_id = year.id
     CROSS JOIN GENERATE_SERIES(1, 4) AS q(quarter)
      LEFT JOIN held h ON h.assignment_id = a.id AND h.quarter = q.quarter::text
),
lectures AS (
    SELECT assignment_id, SUM(due) AS due, SUM(on_time) AS on_time,
           SUM(LEAST(late, due - on_time)) AS late_count,
           COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY(year, quarter) ORDER BY quarter)
               FILTER (WHERE LEAST(late, due - on_time) > 0), '[]') AS late,
           COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY(year, quarter) ORDER BY quarter)
               FILTER (WHERE LEAST(waiting, due - on_time - late) > 0), '[]')
               AS waiting,
           COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY(year, quarter) ORDER BY quarter)
               FILTER (WHERE on_time + late + waiting < due), '[]') AS missing
      FROM quarters GROUP BY assignment_id
),
entries AS (
    SELECT v.assignment_id,
           COUNT(*) FILTER (WHERE standing) AS total,
           COUNT(*) FILTER (
               WHERE standing AND delay <= r.within_days AND v.is_complete IS TRUE
           ) AS good,
           COALESCE(JSONB_AGG(JSONB_BUILD_ARRAY(v.date, delay) ORDER BY v.date, v.id)
               FILTER (WHERE standing AND delay > r.within_days), '[]') AS late,
           COALESCE(JSONB_AGG(v.date ORDER BY v.date, v.id)
               FILTER (WHERE standing AND v.is_complete IS NOT TRUE), '[]')
               AS incomplete,
           COALESCE(JSONB_AGG(v.date ORDER BY v.date, v.id)
               FILTER (WHERE v.dispute_upheld), '[]') AS disputes,
           COUNT(*) FILTER (WHERE v.dispute_upheld) AS dispute_count,
           MIN(v.date) FILTER (WHERE standing) AS first_service
      FROM legal_visit v
      JOIN year ON year.id = v.program_id
      JOIN rules r ON r.scorer = 'entries_complete'
     CROSS JOIN LATERAL (
           SELECT v.state IN ('submitted', 'confirmed', 'disputed')
                      AND v.is_annulled IS NOT TRUE AS standing,
                  COALESCE((v.submitted_at AT TIME ZONE 'UTC'
                      AT TIME ZONE %(tz)s)::date - v.date, 0) AS delay
           ) entry
     WHERE v.corrects_id IS NULL
     GROUP BY v.assignment_id
),
known AS (
    SELECT a.id AS assignment_id, a.advisor_id, a.firm_id, a.village_id, a.program_id,
           a.company_id, a.date_start, a.date_end, village.township_id,
           village.code AS village_code, year.year, m.months,
           m.due AS months_due, m.reached, m.short,
           l.due AS lectures_due, l.on_time, l.late_count, l.late AS lectures_late,
           l.waiting, l.missing, COALESCE(e.total, 0) AS total,
           COALESCE(e.good, 0) AS good, COALESCE(e.late, '[]') AS entries_late,
           COALESCE(e.incomplete, '[]') AS incomplete,
           COALESCE(e.disputes, '[]') AS disputes,
           COALESCE(e.dispute_count, 0) AS dispute_count,
           COALESCE(e.first_service, a.date_start) AS day,
           e.first_service IS NOT NULL AS served,
           EXISTS (
               SELECT FROM hr_employee_skill s
                WHERE s.legal_advisor_id = a.advisor_id
                  AND COALESCE(e.first_service, a.date_start)
                      BETWEEN s.valid_from AND COALESCE(s.valid_to, 'infinity')
           ) AS valid,
           year.grade_excellent, year.grade_good, year.grade_qualified
      FROM year
      JOIN legal_assignment a ON a.program_id = year.id
       AND a.state IN ('active', 'ended')
      JOIN legal_village village ON village.id = a.village_id
      JOIN months m ON m.assignment_id = a.id
      JOIN lectures l ON l.assignment_id = a.id
      LEFT JOIN entries e ON e.assignment_id = a.id
),
marks AS MATERIALIZED (
    SELECT k.assignment_id, r.id AS criterion_id, r.kind, r.sequence,
           r.weight AS max_score,
           ROUND(GREATEST(LEAST(CASE r.scorer
               WHEN 'months_met' THEN r.weight * LEAST(
                   k.reached, k.months_due * r.full_share
               ) / (k.months_due * r.full_share)
               WHEN 'lectures_filed' THEN r.weight * (
                   k.on_time + k.late_count * r.late_credit
               ) / k.lectures_due
               WHEN 'entries_complete' THEN CASE WHEN k.total > 0
                   THEN r.weight * k.good / k.total ELSE 0 END
               WHEN 'disputes_upheld' THEN r.weight - r.deduction * k.dispute_count
               WHEN 'certificate_valid' THEN CASE WHEN k.valid
                   THEN r.weight ELSE 0 END
               ELSE r.weight END, r.weight), 0)::numeric, 2) AS score,
           CASE r.scorer
               WHEN 'months_met' THEN JSONB_BUILD_OBJECT(
                   'reached', k.reached, 'due', k.months_due, 'short', k.short
               )
               WHEN 'lectures_filed' THEN JSONB_BUILD_OBJECT(
                   'due', k.lectures_due, 'on_time', k.on_time,
                   'late', k.lectures_late, 'waiting', k.waiting, 'missing', k.missing
               )
               WHEN 'entries_complete' THEN JSONB_BUILD_OBJECT(
                   'total', k.total, 'good', k.good, 'late', k.entries_late,
                   'incomplete', k.incomplete, 'within_days', r.within_days
               )
               WHEN 'disputes_upheld' THEN JSONB_BUILD_OBJECT(
                   'dates', k.disputes, 'deduction', r.deduction
               )
               WHEN 'certificate_valid' THEN JSONB_BUILD_OBJECT(
                   'day', k.day, 'served', k.served, 'valid', k.valid
               )
               END AS facts
      FROM known k CROSS JOIN rules r
),
inserted AS (
    INSERT INTO legal_evaluation (
        assignment_id, program_id, advisor_id, firm_id, village_id, township_id,
        company_id, program_year, village_code, date_from, date_to, months, version,
        is_current, state, score, grade, create_uid, create_date, write_uid, write_date
    )
    SELECT assignment_id, program_id, advisor_id, firm_id, village_id, township_id,
           company_id, year, village_code, date_start, date_end, months, 1, TRUE,
           'draft', total.score,
           CASE WHEN total.score >= grade_excellent THEN 'excellent'
                WHEN total.score >= grade_good THEN 'good'
                WHEN total.score >= grade_qualified THEN 'qualified'
                ELSE 'unqualified' END,
           %(uid)s, NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
      FROM known
      JOIN (SELECT assignment_id, SUM(score) AS score FROM marks GROUP BY 1) total
     USING (assignment_id)
    RETURNING id, assignment_id, company_id, township_id, village_id, village_code
)
INSERT INTO legal_evaluation_line (
    evaluation_id, company_id, township_id, village_id, village_code, criterion_id,
    kind, sequence, max_score, score, facts, create_uid, create_date, write_uid,
    write_date
)
SELECT i.id, i.company_id, i.township_id, i.village_id, i.village_code,
       m.criterion_id, m.kind, m.sequence, m.max_score, m.score, m.facts,
       %(uid)s, NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
  FROM inserted i JOIN marks m USING (assignment_id)
