from odoo.tools.sql import table_exists


def migrate(cr, version):
    """Tell imported calls and letters apart by topic, client and advice too.

    By its key a line of a later file is known as the same service. Keys whose matter
    was changed since, or taken away by retention, stay as they are.
    """
    if not table_exists(cr, "legal_history_line"):
        return
    cr.execute("ALTER TABLE legal_visit DISABLE TRIGGER legal_visit_seal")
    cr.execute(
        """
        WITH told AS (
            SELECT v.id, v.import_key, concat_ws('|', v.village_id, v.advisor_id,
                       concat_ws('|', v.date, v.service_mode,
                           COALESCE(v.time_start::text, ''), v.minutes,
                           COALESCE(m.category_id, 0), COALESCE(m.summary, ''))
                   ) AS before,
                   concat_ws('|', 't' || m.topic_id,
                       'c' || NULLIF(m.client_kind, 'villager'), 'a' || m.advice
                   ) AS more
              FROM legal_visit v
              LEFT JOIN legal_matter m ON m.visit_id = v.id
             WHERE v.import_key IS NOT NULL AND v.service_mode <> 'on_site'
        )
        UPDATE legal_visit v
           SET import_key = md5(concat_ws('|', told.before, NULLIF(told.more, '')))
          FROM told
         WHERE told.id = v.id AND told.more <> '' AND told.import_key = md5(told.before)
        """
    )
    cr.execute("ALTER TABLE legal_visit ENABLE TRIGGER legal_visit_seal")
