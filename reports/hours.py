from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MONTHS = range(1, 13)
# Villages that are read at once: the year of a province is never in memory.
PAGE = 1000
TOTALS = ("required", "confirmed", "pending", "shortfall")


class LegalVillageMonth(models.Model):
    _inherit = "legal.village.month"

    def action_hours_workbook(self):
        """Download the hours of a whole year, a row per village.

        :raises UserError: for months of several years, or when there are none
        """
        self.check_access("read")
        program = self.program_id or self.search([], limit=1).program_id
        if not program:
            raise UserError(self.env._("There are no months to write out yet."))
        return program.action_hours_workbook()

    @api.model
    def _get_year_columns(self):
        """Names and widths of the columns of `_get_year_rows`.

        :rtype: list[tuple[str, float]]
        """
        return [
            (self.env._("Township"), 18),
            (self.env._("Division code"), 15),
            (self.env._("Village or community"), 22),
            *((self.env._("Month %(month)s", month=month), 8) for month in MONTHS),
            (self.env._("Required hours"), 10),
            (self.env._("Confirmed hours"), 10),
            (self.env._("Waiting hours"), 10),
            (self.env._("Missing hours"), 10),
            (self.env._("Months"), 8),
            (self.env._("Months reached"), 10),
        ]

    @api.model
    def _get_year_rows(self, program):
        """The confirmed hours of a year's months and its sums, by village.

        A month in which nobody was assigned is None. The user's rights decide which
        months are counted; the last row is the total of the others.

        :return: generator of lists of text, numbers or None, in the order of codes
        """
        query = self._search([("program_id", "=", program.id)])
        villages = self._get_year_villages(query)
        totals = [None] * (len(MONTHS) + len(TOTALS))
        counts = [0, 0]
        for start in range(0, len(villages), PAGE):
            for head, minutes, months in self._read_year_page(
                query, villages[start : start + PAGE]
            ):
                for index, value in enumerate(minutes):
                    if value is not None:
                        totals[index] = (totals[index] or 0) + value
                counts = [one + more for one, more in zip(counts, months, strict=True)]
                yield [*head, *map(_to_hours, minutes), *months]
        if villages:
            head = [self.env._("Total"), None, None]
            yield [*head, *map(_to_hours, totals), *counts]

    @api.model
    def _get_year_villages(self, query):
        self.flush_model()
        self.env["legal.village"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT m.village_id FROM legal_village_month m WHERE m.id IN %s "
                "GROUP BY m.village_id ORDER BY MIN(m.village_code), m.village_id",
                query.subselect(),
            )
        )
        return [village for (village,) in rows]

    @api.model
    def _read_year_page(self, query, villages):
        """Rows of some villages.

        :return: (township, code, name), minutes by month and in all, (months, met)
        """
        # Whoever may read a month reads its names, as in lists.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.name, v.code, v.short_name, %(months)s, %(totals)s,
                       COUNT(*), COUNT(*) FILTER (WHERE m.met)
                  FROM legal_village_month m
                  JOIN legal_village v ON v.id = m.village_id
                  JOIN legal_township t ON t.id = v.township_id
                 WHERE m.village_id = ANY(%(villages)s) AND m.id IN %(query)s
                 GROUP BY v.id, t.id
                 ORDER BY v.code, v.id""",
                months=SQL(", ").join(
                    SQL(
                        "SUM(m.minutes_confirmed) FILTER "
                        "(WHERE EXTRACT(month FROM m.month) = %s)",
                        month,
                    )
                    for month in MONTHS
                ),
                totals=SQL(", ").join(
                    SQL("SUM(%s)", SQL.identifier("m", f"minutes_{name}"))
                    for name in TOTALS
                ),
                villages=villages,
                query=query.subselect(),
            )
        )
        last = 3 + len(MONTHS) + len(TOTALS)
        return [(row[:3], row[3:last], row[last:]) for row in rows]


def _to_hours(minutes):
    return None if minutes is None else round(minutes / 60, 2)
