from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .month_mixin import READERS

COLUMNS = (
    "village_id",
    "program_id",
    "month",
    "village_code",
    "township_id",
    "company_id",
    "advisor_id",
    "firm_id",
    "advisor_count",
    "day_first",
    "day_last",
    "minutes_required",
    "minutes_confirmed",
    "minutes_pending",
    "minutes_shortfall",
    "hours_required",
    "hours_confirmed",
    "hours_pending",
    "hours_shortfall",
    "met",
)


class LegalVillageMonth(models.Model):
    """A village's month: the sum of its service months, which lists show first.

    The policy's eight hours are owed to the village (clause 五): it reaches its
    month when all its advisers together reach the standard, even where one of
    them stays below the own share. A month in which nobody was assigned has no
    row; such gaps are shown by coverage.
    """

    _name = "legal.village.month"
    _description = "Village month"
    _inherit = "legal.month.mixin"
    _log_access = False

    advisor_id = fields.Many2one(
        string="Latest adviser",
        help="The adviser who answers for the village last in this month.",
    )
    advisor_count = fields.Integer("Advisers in the month", aggregator=None)
    advisor_ids = fields.Many2many(
        "legal.advisor",
        string="Legal advisers",
        compute="_compute_advisor_ids",
        groups=READERS,
    )
    service_month_ids = fields.Many2many(
        "legal.service.month",
        string="Shares",
        compute="_compute_service_month_ids",
        groups=READERS,
    )

    _village_month_unique = models.UniqueIndex("(village_id, program_id, month)")
    _township_month_idx = models.Index("(township_id, month DESC, village_code, id)")
    _month_idx = models.Index("(month DESC, village_code, id)")

    def _get_service_months(self):
        """The shares that rows are the sum of.

        :rtype: dict[legal.village.month, legal.service.month]
        """
        shares = self.env["legal.service.month"].search(
            Domain("village_id", "in", self.village_id.ids)
            & Domain("month", "in", list({row.month for row in self})),
            order="day_first, id",
        )
        by_key = shares.grouped(lambda row: (row.village_id, row.month))
        return {
            row: by_key.get((row.village_id, row.month), shares.browse())
            for row in self
        }

    def _compute_service_month_ids(self):
        for row, shares in self._get_service_months().items():
            row.service_month_ids = shares

    def _compute_advisor_ids(self):
        # Setting the field asks of each by itself whether the user may read it.
        self.advisor_id.fetch()
        for row in self:
            row.advisor_ids = row.advisor_id
        several = self.filtered(lambda row: row.advisor_count > 1)
        for row, shares in several._get_service_months().items():
            row.advisor_ids = shares.advisor_id

    def _get_entries_domain(self):
        return (
            super()._get_entries_domain()
            & Domain("village_id", "=", self.village_id.id)
            & Domain("program_id", "=", self.program_id.id)
        )

    @api.model
    def _get_delete_sql(self, scope):
        return SQL(
            """
            WITH scope (village_id, program_id, month) AS (%s)
            DELETE FROM legal_village_month t
             USING scope k
             WHERE t.village_id = k.village_id
               AND t.program_id = k.program_id
               AND t.month = k.month
               AND NOT EXISTS (
                   SELECT FROM legal_service_month s
                    WHERE s.village_id = t.village_id
                      AND s.program_id = t.program_id
                      AND s.month = t.month
               )""",
            scope,
        )

    @api.model
    def _get_upsert_sql(self, scope, only_changed):
        query = SQL(
            """
            WITH scope (village_id, program_id, month) AS (%s),
            summed AS (
                SELECT s.village_id, s.program_id, s.month, s.village_code,
                       s.township_id, s.company_id,
                       MIN(s.day_first) AS day_first, MAX(s.day_last) AS day_last,
                       COUNT(DISTINCT s.advisor_id) AS advisor_count,
                       (ARRAY_AGG(s.advisor_id ORDER BY s.day_last DESC))[1]
                           AS advisor_id,
                       (ARRAY_AGG(s.firm_id ORDER BY s.day_last DESC))[1] AS firm_id,
                       SUM(s.minutes_required) AS minutes_required,
                       SUM(s.minutes_confirmed) AS minutes_confirmed,
                       SUM(s.minutes_pending) AS minutes_pending
                  FROM legal_service_month s
                  JOIN scope k USING (village_id, program_id, month)
                 GROUP BY s.village_id, s.program_id, s.month, s.village_code,
                       s.township_id, s.company_id
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
              FROM summed""",
            scope,
        )
        return self._get_insert_sql(
            COLUMNS, query, ("village_id", "program_id", "month"), only_changed
        )
