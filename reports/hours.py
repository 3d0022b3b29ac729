from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

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
        domain = Domain("program_id", "=", program.id)
        villages = self._get_year_villages(domain)
        totals = [None] * (len(MONTHS) + len(TOTALS))
        counts = [0, 0]
        for page in split_every(PAGE, villages, list):
            for row in self._read_year_page(domain, page, _get_first_days(program)):
                head, minutes, months = row[:3], row[3:-2], row[-2:]
                totals = [
                    total if value is None else value + (total or 0)
                    for total, value in zip(totals, minutes, strict=True)
                ]
                counts = [one + more for one, more in zip(counts, months, strict=True)]
                yield [*head, *map(_to_hours, minutes), *months]
        if villages:
            head = [self.env._("Total"), None, None]
            yield [*head, *map(_to_hours, totals), *counts]

    @api.model
    def _get_year_villages(self, domain):
        self.env["legal.village"].flush_model()
        query = self._search(domain)
        rows = self.env.execute_query(
            SQL(
                "SELECT %(village)s FROM %(source)s WHERE %(condition)s "
                "GROUP BY 1 ORDER BY MIN(%(code)s), 1",
                village=SQL.identifier(query.table, "village_id"),
                code=SQL.identifier(query.table, "village_code"),
                source=query.from_clause,
                condition=query.where_clause,
            )
        )
        return [village for (village,) in rows]

    @api.model
    def _read_year_page(self, domain, villages, first_days):
        """Rows of some villages.

        :param first_days: of the months, in the order of their columns
        :return: tuples of township, code, name, minutes by month and in all, how many
            months there are and how many were reached
        """
        query = self._search(domain & Domain("village_id", "in", villages))

        def column(name):
            return SQL.identifier(query.table, name)

        # Whoever may read a month reads its names, as in lists.
        return self.env.execute_query(
            SQL(
                """
                SELECT t.name, v.code, v.short_name, %(names)s, met.due, met.reached
                  FROM (
                       SELECT %(village)s AS village_id, %(sums)s, COUNT(*) AS due,
                              COUNT(*) FILTER (WHERE %(met)s) AS reached
                         FROM %(source)s WHERE %(condition)s GROUP BY 1
                       ) met
                  JOIN legal_village v ON v.id = met.village_id
                  JOIN legal_township t ON t.id = v.township_id
                 ORDER BY v.code, v.id""",
                names=SQL(", ").join(
                    SQL.identifier("met", f"sum_{place}")
                    for place in range(len(first_days) + len(TOTALS))
                ),
                village=column("village_id"),
                sums=SQL(", ").join(
                    SQL("%s AS %s", term, SQL.identifier(f"sum_{place}"))
                    for place, term in enumerate(
                        [
                            *(
                                SQL(
                                    "SUM(%s) FILTER (WHERE %s = %s)",
                                    column("minutes_confirmed"),
                                    column("month"),
                                    day,
                                )
                                for day in first_days
                            ),
                            *(SQL("SUM(%s)", column(f"minutes_{n}")) for n in TOTALS),
                        ]
                    )
                ),
                met=column("met"),
                source=query.from_clause,
                condition=query.where_clause,
            )
        )


def _get_first_days(program):
    """First days of a program year's months, in the order of the calendar."""
    start = fields.Date.start_of(program.date_start, "month")
    days = [fields.Date.add(start, months=number) for number in range(len(MONTHS))]
    return sorted(days, key=lambda day: day.month)


# The same few numbers of minutes come again and again.
@lru_cache(maxsize=4096)
def _to_hours(minutes):
    return None if minutes is None else round(minutes / 60, 2)
