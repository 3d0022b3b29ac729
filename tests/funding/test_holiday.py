import csv
import doctest
from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged
from odoo.tools import file_open, mute_logger

from ...models.common import working_days
from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestWorkingDays(BaseCase):
    """The pure calendar; its examples live in its docstrings."""

    def test_the_examples_in_the_docstrings_hold(self):
        result = doctest.testmod(working_days)
        self.assertGreater(result.attempted, 10)
        self.assertEqual(result.failed, 0)


@tagged("post_install", "-at_install")
class TestHoliday(LegalCase):
    def _add(self, day, count, company=None):
        return (company or self.company)._legal_add_working_days(day, count)

    def test_the_years_announced_so_far_are_in_the_table(self):
        for year, count in ((2024, 36), (2025, 33), (2026, 39)):
            with self.subTest(year=year):
                found = self.env["legal.holiday"].search(
                    [("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")]
                )
                self.assertEqual(len(found), count)
                self.assertFalse(found.company_id)
                self.assertEqual(len(set(found.mapped("notice"))), 1)

    def test_only_weekends_are_worked_in_place_of_days_off(self):
        for row in self.env["legal.holiday"].search([("kind", "=", "workday")]):
            self.assertGreaterEqual(row.date.weekday(), 5, row.date)

    def test_the_spring_festival_is_left_out_and_its_saturdays_count(self):
        # 14 February, a Saturday, is worked; 15 to 23 are off; 28 is worked.
        friday = date(2026, 2, 13)
        self.assertEqual(
            [self._add(friday, count) for count in (1, 2, 6, 7)],
            [date(2026, 2, day) for day in (14, 24, 28)] + [date(2026, 3, 2)],
        )

    def test_counting_goes_on_over_new_year(self):
        self.assertEqual(self._add(date(2025, 12, 31), 1), date(2026, 1, 4))

    def test_a_year_that_is_not_announced_counts_weekends_only_and_says_so(self):
        friday = date(2027, 10, 1)
        self.assertEqual(self._add(friday, 1), date(2027, 10, 4))
        calendar = self.company._legal_get_working_calendar(date(2026, 5, 1), friday)
        self.assertEqual(calendar.get_missing_years(date(2026, 5, 1), friday), [2027])

    def test_one_local_holiday_does_not_stand_for_the_years_notice(self):
        self.env["legal.holiday"].create({"name": "Local", "date": "2027-03-10"})
        calendar = self.company._legal_get_working_calendar(
            date(2027, 3, 1), date(2027, 3, 1)
        )
        self.assertIn(2027, calendar.get_missing_years(*[date(2027, 3, 1)] * 2))

    def test_a_regions_own_holiday_holds_for_its_bureau_only(self):
        wednesday = date(2026, 5, 27)
        self.env["legal.holiday"].create(
            {
                "name": "古尔邦节",
                "date": wednesday,
                "company_id": self.company.id,
            }
        )
        tuesday = date(2026, 5, 26)
        self.assertEqual(self._add(tuesday, 1), date(2026, 5, 28))
        self.assertEqual(self._add(tuesday, 1, self.other_company), wednesday)

    def test_a_bureaus_own_row_goes_before_the_shared_one(self):
        self.env["legal.holiday"].create(
            {
                "name": "On duty",
                "kind": "workday",
                "date": "2026-10-01",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(self._add(date(2026, 9, 30), 1), date(2026, 10, 1))
        self.assertEqual(
            self._add(date(2026, 9, 30), 1, self.other_company), date(2026, 10, 8)
        )

    @mute_logger("odoo.sql_db")
    def test_a_day_is_in_the_table_once(self):
        with self.assertRefused("already", UniqueViolation):
            self.env["legal.holiday"].create({"name": "Twice", "date": "2026-10-01"})

    def test_many_days_are_counted_with_one_query(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            calendar = self.company._legal_get_working_calendar(
                date(2024, 1, 1), date(2026, 12, 1)
            )
            for month in range(1, 13):
                calendar.add(date(2025, month, 1), 7)

    def test_an_upgrade_leaves_a_year_alone_that_the_bureau_keeps(self):
        Holiday = self.env["legal.holiday"]
        domain = [("date", ">=", "2026-01-01"), ("date", "<=", "2026-12-31")]
        Holiday.search([*domain, ("date", "!=", "2026-10-01")]).unlink()
        Holiday.search([("date", "<", "2025-01-01")]).unlink()
        Holiday._load_published_years()
        self.assertEqual(Holiday.search_count(domain), 1)
        self.assertEqual(Holiday.search_count([("date", "<", "2025-01-01")]), 36)

    def test_a_manager_imports_the_next_year_and_nobody_else_does(self):
        with file_open("village_legal_advisor/data/holidays/2026.csv") as table:
            header, *rows = csv.reader(table)
        rows = [["2027" + row[0][4:], *row[1:]] for row in rows]
        Holiday = self.env["legal.holiday"]
        for user in (self.officer, self.township_officer, self.finance):
            with self.assertRaises(AccessError):
                Holiday.with_user(user).create({"name": "X", "date": "2027-01-01"})
        result = Holiday.with_user(self.manager).load(header, rows)
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["ids"]), 39)
        self.assertEqual(self._add(date(2026, 12, 31), 1), date(2027, 1, 4))
