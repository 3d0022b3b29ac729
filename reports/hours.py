from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.common.long_query import fetch_in_pages

MONTHS = range(1, 13)
# The year of a province is never in memory.
ROWS_AT_ONCE = 2000
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
        sums = [None] * (len(MONTHS) + len(TOTALS) + 2)
        query = self._get_year_query(program)
        for rows in fetch_in_pages(self.env, query, ROWS_AT_ONCE):
            columns = list(zip(*rows, strict=True))[4:]
            sums = [
                _add_up((total, *column))
                for total, column in zip(sums, columns, strict=True)
            ]
            for row in rows:
                yield [*row[:3], *map(_to_hours, row[4:-2]), *row[-2:]]
        if any(sums):
            head = [self.env._("Total"), None, None]
            yield [*head, *map(_to_hours, sums[:-2]), *sums[-2:]]

    @api.model
    def _get_year_query(self, program):
        """Query of township, code, name and id of villages, minutes by month and in
        all, how many months there are and how many were reached.
        """
        query = self._search(Domain("program_id", "=", program.id))

        def column(name):
            return SQL.identifier(query.table, name)

        sums = [
            *(
                SQL(
                    "SUM(%s) FILTER (WHERE %s = %s)",
                    *(column("minutes_confirmed"), column("month"), day),
                )
                for day in _get_first_days(program)
            ),
            *(SQL("SUM(%s)", column(f"minutes_{name}")) for name in TOTALS),
            SQL("COUNT(*)"),
            SQL("COUNT(*) FILTER (WHERE %s)", column("met")),
        ]
        # Whoever may read a month reads its names, as in lists.
        self.env["legal.village"].flush_model()
        self.env["legal.township"].flush_model()
        return SQL(
            """
            SELECT t.name, v.code, v.short_name, summed.*
              FROM (
                   SELECT %s AS village_id, %s FROM %s WHERE %s GROUP BY 1
                   ) summed
              JOIN legal_village v ON v.id = summed.village_id
              JOIN legal_township t ON t.id = v.township_id
             ORDER BY v.code, v.id""",
            *(column("village_id"), SQL(", ").join(sums)),
            *(query.from_clause, query.where_clause),
        )


def _get_first_days(program):
    """First days of a program year's months, in the order of the calendar."""
    start = fields.Date.start_of(program.date_start, "month")
    days = [fields.Date.add(start, months=number) for number in range(len(MONTHS))]
    return sorted(days, key=lambda day: day.month)


def _add_up(values):
    """The sum of those that are not None, None when all are."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


# The same few numbers of minutes come again and again.
@lru_cache(maxsize=4096)
def _to_hours(minutes):
    return None if minutes is None else round(minutes / 60, 2)
