from odoo.tools import SQL


def get_due_sql(scope):
    """The service months that are due for the keys of a scope.

    :param SQL scope: query of (village, program, month)

    How the standard is shared is said at `legal.service.month`: `base` are the
    whole quarter hours of a share, `rest` is what rounding it down left over.
    """
    return SQL(
        """
        WITH scope (village_id, program_id, month) AS (%s),
        covered AS (
            SELECT k.village_id, k.program_id, k.month, a.id AS assignment_id,
                   a.advisor_id, a.firm_id, a.date_start,
                   GREATEST(a.date_start, k.month) AS day_first,
                   LEAST(
                       a.date_end, (k.month + INTERVAL '1 month - 1 day')::date
                   ) AS day_last
              FROM scope k
              JOIN legal_assignment a
                ON a.village_id = k.village_id
               AND a.program_id = k.program_id
               AND a.state IN ('active', 'ended')
               AND a.date_start < k.month + INTERVAL '1 month'
               AND a.date_end >= k.month
        ),
        parts AS (
            SELECT c.*, day_last - day_first + 1 AS days,
                   SUM(day_last - day_first + 1) OVER village_month AS all_days,
                   ROUND((p.monthly_hours * 60)::numeric)::integer AS standard,
                   p.company_id
              FROM covered c
              JOIN legal_program p ON p.id = c.program_id
            WINDOW village_month AS (
                PARTITION BY c.village_id, c.program_id, c.month
            )
        ),
        quarters AS (
            SELECT *, standard / 15 * days / all_days AS base,
                   standard / 15 * days %% all_days AS rest
              FROM parts
        ),
        ranked AS (
            SELECT *,
                   standard / 15 - SUM(base) OVER (
                       PARTITION BY village_id, program_id, month
                   ) AS quarters_left,
                   ROW_NUMBER() OVER (
                       PARTITION BY village_id, program_id, month
                       ORDER BY rest DESC, date_start, assignment_id
                   ) AS place,
                   ROW_NUMBER() OVER (
                       PARTITION BY village_id, program_id, month
                       ORDER BY date_start DESC, assignment_id DESC
                   ) AS place_from_end
              FROM quarters
        ),
        figures AS (
            SELECT r.*, v.code AS village_code, v.township_id,
                   (15 * (base + (place <= quarters_left)::integer)
                   + CASE WHEN place_from_end = 1 THEN standard %% 15 ELSE 0 END
                   )::integer AS minutes_required,
                   served.minutes_confirmed, served.minutes_pending
              FROM ranked r
              JOIN legal_village v ON v.id = r.village_id
             -- Lateral: by index also where the planner knows no figures yet.
             CROSS JOIN LATERAL (
                SELECT COALESCE(SUM(minutes) FILTER (
                           WHERE state = 'confirmed'
                       ), 0) AS minutes_confirmed,
                       COALESCE(SUM(minutes) FILTER (
                           WHERE state IN ('submitted', 'disputed')
                       ), 0) AS minutes_pending
                  FROM legal_visit e
                 WHERE e.assignment_id = r.assignment_id
                   AND e.date >= r.month
                   AND e.date < (r.month + INTERVAL '1 month')::date
                   AND e.service_mode = 'on_site'
                   AND e.state IN ('submitted', 'disputed', 'confirmed')
             ) served
        )
        SELECT *,
               GREATEST(minutes_required - minutes_confirmed, 0)
                   AS minutes_shortfall,
               minutes_required::float8 / 60 AS hours_required,
               minutes_confirmed::float8 / 60 AS hours_confirmed,
               minutes_pending::float8 / 60 AS hours_pending,
               GREATEST(minutes_required - minutes_confirmed, 0)::float8 / 60
                   AS hours_shortfall,
               minutes_confirmed >= minutes_required AS met
          FROM figures""",
        scope,
    )
