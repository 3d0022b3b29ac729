import csv
from pathlib import Path

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import file_path

from .working_days import WorkingCalendar

PUBLISHED = "village_legal_advisor/data/holidays"


class LegalHoliday(models.Model):
    """Days that are off or worked otherwise than Monday to Friday.

    By the yearly notice of the State Council's General Office; a row without company
    holds for every bureau, one with a company only there (a region's own holidays)
    and before the other.
    """

    _name = "legal.holiday"
    _description = "Official holiday"
    _inherit = ["legal.reach.mixin"]
    _order = "date DESC, id DESC"

    name = fields.Char(required=True)
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("holiday", "Day off"), ("workday", "Worked")],
        required=True,
        default="holiday",
        help="Worked: a Saturday or Sunday that is worked in place of a day off.",
    )
    notice = fields.Char(help="Number of the document that announced the day.")
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: every bureau of the database uses it."
    )

    _date_unique = models.UniqueIndex(
        "(date, COALESCE(company_id, 0))", "This day is in the table already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        holidays = super().create(vals_list)
        holidays._refresh_deadlines(holidays.mapped("date"))
        return holidays

    def write(self, vals):
        days = self.mapped("date")
        result = super().write(vals)
        self._refresh_deadlines(days + self.mapped("date"))
        return result

    def unlink(self):
        days = self.mapped("date")
        result = super().unlink()
        self._refresh_deadlines(days)
        return result

    @api.model
    def _refresh_deadlines(self, days):
        """Have stored days computed again that were counted over these days.

        :param list days: dates whose rows were added, changed or removed
        """

    @api.model
    def _get_calendar(self, company, first, last):
        """What is known of the days of a period and the year after it; one query.

        A year is known when its New Year's Day is in the table: it is off in every
        year, and a region's own holiday does not stand for the whole notice.

        :rtype: WorkingCalendar
        """
        # Everybody counts with the public calendar, whether they open the table or
        # not.
        rows = self.sudo().search_fetch(
            Domain("date", ">=", first.replace(month=1, day=1))
            & Domain("date", "<=", last.replace(year=last.year + 1, month=12, day=31))
            & Domain("company_id", "in", [False, *company.ids]),
            ["date", "kind", "company_id"],
        )
        # A company's own row comes last and wins.
        rows = rows.sorted(lambda row: bool(row.company_id))
        exceptions = {row.date: row.kind == "workday" for row in rows}
        years = {day.year for day in exceptions if (day.month, day.day) == (1, 1)}
        return WorkingCalendar(exceptions, years)

    @api.model
    def _load_published_years(self):
        """Add the years of `data/holidays` that the table does not hold yet.

        A year that holds any row is the bureau's own: it may have been corrected, or
        imported before a version of this module brought it.
        """
        for path in sorted(Path(file_path(PUBLISHED)).glob("*.csv")):
            year = int(path.stem)
            in_year = Domain("date", ">=", f"{year}-01-01") & Domain(
                "date", "<=", f"{year}-12-31"
            )
            if self.search_count(in_year & Domain("company_id", "=", False), limit=1):
                continue
            with path.open(encoding="utf-8", newline="") as rows:
                self.create(list(csv.DictReader(rows)))
