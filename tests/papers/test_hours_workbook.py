import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...controllers.sheet import write_sheet
from ..supervision.common import EvaluationCase

TOTALS = ("hours_required", "hours_confirmed", "hours_pending", "hours_shortfall")


@tagged("post_install", "-at_install")
class TestHoursWorkbook(EvaluationCase, HttpCase):
    """The year's hours of every village, as one file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.village_1.short_name = "=1+1"
        cls._make_served(cls.village_1, "Li")
        cls._make_served(cls.village_2, "Wang", months=(1,))
        cls._make_served(cls.village_4, "Zhao", months=(1, 2))
        cls.env.flush_all()
        cls.months = cls.env["legal.village.month"].search(
            [("program_id", "=", cls.program.id)], order="village_code, month"
        )

    def _download(self, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/legal/hours/{self.program.id}")

    def _read(self, user):
        response = self._download(user)
        self.assertEqual(response.status_code, 200)
        sheet = load_workbook(io.BytesIO(response.content)).active
        rows = list(sheet.iter_rows(min_row=3))
        return rows[:-1], rows[-1]

    def test_a_row_has_the_hours_of_the_months_on_the_screen(self):
        rows, _total = self._read(self.officer)
        by_village = self.months.grouped("village_id")
        self.assertEqual(len(rows), len(by_village))
        for row, (village, months) in zip(rows, by_village.items(), strict=True):
            values = [cell.value for cell in row]
            self.assertEqual(values[1:3], [village.code, village.short_name])
            expected = {rec.month.month: rec.hours_confirmed for rec in months}
            self.assertEqual(
                values[3:15], [expected.get(month) for month in range(1, 13)]
            )
            for value, name in zip(values[15:19], TOTALS, strict=True):
                self.assertAlmostEqual(value, sum(months.mapped(name)), 2)
            self.assertEqual(values[19:], [len(months), len(months.filtered("met"))])

    def test_its_last_row_is_the_sum_below_the_list(self):
        _rows, total = self._read(self.officer)
        ((*sums,),) = (
            self.env["legal.village.month"]
            .with_user(self.officer)
            ._read_group(
                [("program_id", "=", self.program.id)],
                [],
                [f"{name}:sum" for name in TOTALS],
            )
        )
        self.assertGreater(sums[1], 0)
        for cell, value in zip(total[15:19], sums, strict=True):
            self.assertAlmostEqual(cell.value, value, 2)

    def test_a_name_that_looks_like_a_formula_stays_text(self):
        rows, _total = self._read(self.officer)
        names = [row[2] for row in rows if row[2].value == "=1+1"]
        self.assertEqual(len(names), 1)
        self.assertNotEqual(names[0].data_type, "f")
        for row in rows:
            self.assertFalse({cell.data_type for cell in row} - {"s", "n", "inlineStr"})

    def test_what_xml_cannot_write_is_left_out(self):
        target = io.BytesIO()
        write_sheet(
            target, "a/b'[1]", "<&>", [("A", 5)], iter([["a\x00\ud800<b>&"], [1.5]])
        )
        sheet = load_workbook(target).active
        self.assertEqual(
            [cell.value for (cell,) in sheet.iter_rows()], ["<&>", "A", "a<b>&", 1.5]
        )

    def test_a_township_officer_gets_the_own_villages_only(self):
        rows, total = self._read(self.township_officer)
        codes = {row[1].value for row in rows}
        self.assertEqual(codes, {self.village_1.code, self.village_2.code})
        own = self.months.filtered(lambda rec: rec.township_id == self.township_1)
        self.assertAlmostEqual(total[16].value, sum(own.mapped("hours_confirmed")), 2)

    @mute_logger("odoo.http")
    def test_others_get_no_workbook(self):
        for user in (self.plain_user, self.advisor_user, self.other_officer):
            response = self._download(user)
            self.assertIn(response.status_code, (403, 404), user.login)

    def test_the_list_offers_the_year_of_its_months(self):
        months = self.env["legal.village.month"].with_user(self.officer)
        url = f"/legal/hours/{self.program.id}"
        self.assertEqual(months.action_hours_workbook()["url"], url)
        chosen = self.months[0].with_user(self.officer)
        self.assertEqual(chosen.action_hours_workbook()["url"], url)

    def test_months_of_several_years_make_no_workbook(self):
        other = self.env["legal.program"].create(
            {"year": self.program.year + 1, "funding_basis": "village"}
        )
        with self.assertRaises(UserError):
            (self.program | other).with_user(self.officer).action_hours_workbook()
        with self.assertRaises(AccessError):
            self.program.with_user(self.plain_user).action_hours_workbook()
