from odoo.tools import SQL

from . import vocabulary
from .copies import unchecked


def add_matters(env):
    """One matter for every entry, in Chinese words; a few lack the advice."""
    categories = env["legal.matter.category"].search([])
    env.flush_all()
    with unchecked(env, "legal_matter"):
        env.cr.execute(
            SQL(
                """
                INSERT INTO legal_matter (
                    visit_id, date, advisor_id, village_id, township_id, program_id,
                    company_id, category_id, client_kind, state, is_petition,
                    summary, advice, create_uid, create_date, write_uid, write_date
                )
                SELECT id, date, advisor_id, village_id, township_id, program_id,
                       company_id,
                       (%(categories)s::integer[])[
                           1 + (hashint4(id) & 65535) %% %(category_count)s
                       ],
                       CASE WHEN id %% 5 = 0 THEN 'committee' ELSE 'villager' END,
                       'done', id %% 40 = 0,
                       '村民来问' || (%(subjects)s::text[])[
                           1 + (hashint4(id + 1) & 65535) %% %(subject_count)s
                       ] || '一事，' || (%(issues)s::text[])[
                           1 + (hashint4(id + 2) & 65535) %% %(issue_count)s
                       ] || '。',
                       CASE WHEN is_complete THEN (%(advice)s::text[])[
                           1 + (hashint4(id + 3) & 65535) %% %(advice_count)s
                       ] || '。' END,
                       create_uid, create_date, write_uid, write_date
                  FROM legal_visit
                 ORDER BY id
                """,
                categories=categories.ids,
                category_count=len(categories),
                subjects=vocabulary.SUBJECTS,
                subject_count=len(vocabulary.SUBJECTS),
                issues=list(vocabulary.ISSUES),
                issue_count=len(vocabulary.ISSUES),
                advice=list(vocabulary.ADVICE),
                advice_count=len(vocabulary.ADVICE),
            )
        )
    env.cr.execute("ANALYZE legal_matter")
    env.invalidate_all()


def add_lectures(env, program, count):
    """A lecture a quarter where there are enough of them; a few are not filed yet."""
    quarters = [
        (
            quarter,
            program._get_quarter_start(quarter),
            program._get_quarter_end(quarter),
        )
        for quarter in "1234"
    ]
    env.cr.execute(
        SQL(
            """
            INSERT INTO legal_lecture (
                assignment_id, company_id, program_id, village_id, township_id,
                advisor_id, visit_id, date, hour_from, hour_to, place, quarter,
                date_due, topic, audience_count, state, submitted_date,
                submitted_by_id, filed_date, filed_by_id, on_time,
                create_uid, create_date, write_uid, write_date
            )
            SELECT assignment_id, company_id, program_id, village_id, township_id,
                   advisor_id, id, date, 9, 11, place, quarter, due,
                   (%(topics)s::text[])[1 + id %% %(topic_count)s], 20 + id %% 60,
                   step, CASE WHEN step <> 'held' THEN handed_in END,
                   CASE WHEN step <> 'held' THEN %(uid)s END,
                   CASE WHEN step = 'filed' THEN handed_in END,
                   CASE WHEN step = 'filed' THEN %(uid)s END,
                   step <> 'held' AND handed_in <= due,
                   %(uid)s, create_date, %(uid)s, write_date
              FROM (
                   SELECT DISTINCT ON (v.assignment_id, q.quarter) v.*, q.quarter,
                          q.due,
                          CASE v.id %% 20 WHEN 0 THEN 'held' WHEN 1 THEN 'submitted'
                               ELSE 'filed' END AS step,
                          v.date + CASE WHEN v.id %% 11 = 0 THEN 90 ELSE 2 END
                              AS handed_in
                     FROM UNNEST(%(quarters)s::text[], %(first)s::date[],
                              %(last)s::date[]) AS q(quarter, began, due)
                     JOIN legal_visit v ON v.date BETWEEN q.began AND q.due
                      AND v.service_mode = 'on_site' AND v.state <> 'rejected'
                    WHERE v.program_id = %(program)s
                    ORDER BY v.assignment_id, q.quarter, v.id
                   ) held
             LIMIT %(count)s
            """,
            topics=list(vocabulary.LECTURES),
            topic_count=len(vocabulary.LECTURES),
            uid=env.uid,
            quarters=[quarter for quarter, _first, _last in quarters],
            first=[first for _quarter, first, _last in quarters],
            last=[last for _quarter, _first, last in quarters],
            program=program.id,
            count=count,
        )
    )
    env.invalidate_all()
