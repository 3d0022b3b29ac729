import base64
import csv
import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..common import LegalCase

COLUMNS = (
    "code",
    "name",
    "township_code",
    "township_name",
    "county_code",
    "county_name",
)
ROWS = (
    ("654002101201", "上村委会", "654002101", "巴彦岱镇", "654002", "伊宁市"),
    ("654002101202", "下村村民委员会", "654002101", "巴彦岱镇", "654002", "伊宁市"),
    ("654002102001", "河滨社区居委会", "654002102", "河滨街道", "654002", "伊宁市"),
    ("654002102498", "农场虚拟社区", "654002102", "河滨街道", "654002", "伊宁市"),
    ("654002102598", "林场虚拟生活区", "654002102", "河滨街道", "654002", "伊宁市"),
)


def csv_text(rows=ROWS, columns=COLUMNS):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def workbook(rows=ROWS, columns=COLUMNS):
    book = openpyxl.Workbook()
    book.active.append(columns)
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class RosterImportCase(LegalCase):
    def _wizard(self, content, user=None, **vals):
        if isinstance(content, str):
            content = content.encode()
        model = self.env["legal.roster.import"].with_user(user or self.officer)
        return model.create({"file": base64.b64encode(content)} | vals)

    def _import(self, content, **vals):
        wizard = self._wizard(content, **vals)
        wizard.action_import()
        return wizard

    def _imported(self):
        return self.env["legal.village"].search([("code", "=like", "6540021%")])

    def _snapshot(self):
        """Everything of the roster, write dates included."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id, name, short_name, township_id, in_scope_from, ctid::text "
            "FROM legal_village ORDER BY id"
        )
        villages = self.env.cr.fetchall()
        self.env.cr.execute(
            "SELECT id, name, county_name, ctid::text FROM legal_township ORDER BY id"
        )
        return villages, self.env.cr.fetchall()


@tagged("post_install", "-at_install")
class TestRosterImport(RosterImportCase):
    def test_officer_imports_townships_and_villages_with_their_committees(self):
        wizard = self._import(csv_text())
        villages = self._imported()
        self.assertRecordValues(
            villages,
            [
                {"short_name": "上村", "kind": "village"},
                {"short_name": "下村", "kind": "village"},
                {"short_name": "河滨社区", "kind": "community"},
                {"short_name": "农场虚拟社区", "kind": "community"},
                {"short_name": "林场虚拟生活区", "kind": "village"},
            ],
        )
        self.assertEqual(villages.township_id.mapped("name"), ["巴彦岱镇", "河滨街道"])
        self.assertEqual(set(villages.township_id.mapped("county_name")), {"伊宁市"})
        self.assertEqual(villages.partner_id.mapped("name"), [row[1] for row in ROWS])
        self.assertEqual(wizard.state, "done")
        self.assertEqual((wizard.township_new_count, wizard.village_new_count), (2, 5))

    def test_new_villages_take_part_from_the_year_s_first_day_by_default(self):
        self._import(csv_text())
        self.assertEqual(
            set(self._imported()[:3].mapped("in_scope_from")), {self.day(1)}
        )

    def test_the_chosen_day_is_used_and_virtual_units_stay_out(self):
        wizard = self._import(csv_text(), in_scope_from="2026-07-01")
        self.assertEqual(
            self._imported().mapped("in_scope_from"),
            [date(2026, 7, 1)] * 3 + [False] * 2,
        )
        self.assertEqual(wizard.village_virtual_count, 2)

    def test_checking_the_file_changes_nothing(self):
        before = self._snapshot()
        wizard = self._wizard(csv_text())
        wizard.action_preview()
        self.assertEqual(self._snapshot(), before)
        self.assertEqual(wizard.state, "checked")
        self.assertEqual(len(wizard.village_ids), 5)
        self.assertEqual(len(wizard.township_ids), 2)
        self.assertFalse(wizard.error_ids)

    def test_a_second_run_changes_nothing(self):
        self._import(csv_text())
        before = self._snapshot()
        wizard = self._import(csv_text(), in_scope_from="2026-09-01")
        self.assertEqual(self._snapshot(), before)
        self.assertEqual(
            (
                wizard.village_new_count,
                wizard.village_renamed_count,
                wizard.township_changed_count,
                wizard.village_unchanged_count,
            ),
            (0, 0, 0, 5),
        )

    def test_a_changed_name_updates_village_committee_and_township(self):
        self._import(csv_text())
        rows = [list(row) for row in ROWS]
        rows[0][1] = "上河村委会"
        rows[0][3] = rows[1][3] = "巴彦岱街道"
        wizard = self._import(csv_text(rows))
        village = self._imported()[0]
        self.assertEqual(village.name, "上河村委会")
        self.assertEqual(village.short_name, "上河村")
        self.assertEqual(village.partner_id.name, "上河村委会")
        self.assertEqual(village.township_id.name, "巴彦岱街道")
        self.assertEqual(
            (wizard.village_renamed_count, wizard.township_changed_count), (1, 1)
        )
        self.assertIn("上村委会", wizard.village_ids.note)

    def test_a_village_missing_from_the_file_is_listed_and_kept(self):
        self._import(csv_text())
        wizard = self._import(csv_text(ROWS[1:]))
        missing = wizard.kept_ids.filtered(lambda f: f.kind == "village_missing")
        self.assertIn("654002101201", missing.mapped("code"))
        self.assertIn(
            self.village_1.code, missing.mapped("code"), "same county, so missing"
        )
        self.assertEqual(len(self._imported()), 5)

    def test_villages_of_other_counties_are_not_missing(self):
        elsewhere = self._make_township("Elsewhere", "654003001")
        self._make_village("654003001201", elsewhere)
        wizard = self._import(csv_text())
        self.assertNotIn("654003001201", wizard.kept_ids.mapped("code"))

    def test_an_archived_village_stays_archived(self):
        self._import(csv_text())
        self._imported()[0].active = False
        wizard = self._import(csv_text())
        self.assertEqual(wizard.village_archived_count, 1)
        self.assertEqual(len(self._imported()), 4)

    def test_files_of_every_allowed_kind_read_alike(self):
        order = (3, 1, 0, 5, 4, 2)
        shuffled = csv_text(
            [[row[i] for i in order] for row in ROWS], [COLUMNS[i] for i in order]
        )
        numbers = [
            (int(row[0]), row[1], float(row[2]), row[3], int(row[4]), row[5])
            for row in ROWS
        ]
        self._import(csv_text())
        before = self._snapshot()
        for label, content in {
            "utf-8 with mark": csv_text().encode("utf-8-sig"),
            "gb18030": csv_text().encode("gb18030"),
            "gb18030 with a mark": ("\ufeff" + csv_text()).encode("gb18030"),
            "columns in another order": shuffled.encode(),
            "semicolons": csv_text().replace(",", ";").encode(),
            "windows line ends, blank lines": csv_text()
            .replace("\n", "\r\n\r\n")
            .encode(),
            "workbook of text": workbook(),
            "workbook of numbers": workbook(numbers),
        }.items():
            with self.subTest(label):
                wizard = self._import(content)
                self.assertFalse(wizard.error_ids.mapped("note"))
                self.assertEqual(wizard.village_unchanged_count, 5)
        self.assertEqual(self._snapshot(), before)

    def test_each_bureau_has_its_own_roster(self):
        self._import(csv_text())
        wizard = (
            self.env["legal.roster.import"]
            .with_user(self.other_officer)
            .create({"file": base64.b64encode(csv_text().encode())})
        )
        wizard.action_import()
        self.assertEqual(wizard.village_new_count, 5)
        self.assertEqual(
            len(self._imported().filtered(lambda v: v.company_id == self.company)), 5
        )

    def test_a_township_officer_cannot_import(self):
        with self.assertRaises(AccessError):
            self._wizard(csv_text(), user=self.township_officer)

    def test_choosing_another_file_asks_for_a_new_check(self):
        wizard = self._wizard(csv_text())
        wizard.action_preview()
        with Form(wizard) as form:
            form.file = base64.b64encode(csv_text(ROWS[:1]).encode())
            self.assertEqual(form.state, "choose")

    def test_the_result_leads_to_the_villages(self):
        action = self._import(csv_text()).action_view_villages()
        self.assertEqual(action["res_model"], "legal.village")


@tagged("post_install", "-at_install")
class TestRosterImportBadLines(RosterImportCase):
    def _assert_refused(self, content, *findings):
        """Nothing is imported; each finding is (line, part of the reason)."""
        before = self._snapshot()
        wizard = self._import(content)
        self.assertEqual(self._snapshot(), before)
        self.assertEqual(wizard.state, "checked")
        self.assertEqual(wizard.error_count, len({line for line, _part in findings}))
        told = [(error.line, error.note) for error in wizard.error_ids]
        self.assertEqual(len(told), len(findings), told)
        for (line, note), (expected_line, part) in zip(told, findings, strict=True):
            self.assertEqual(line, expected_line, note)
            self.assertIn(part, note)

    def _with(self, **changes):
        """The good rows with changed cells of the second one (line 3)."""
        row = dict(zip(COLUMNS, ROWS[1], strict=True)) | changes
        return csv_text([ROWS[0], tuple(row.values()), *ROWS[2:]])

    def test_every_bad_line_is_told_and_nothing_is_imported(self):
        rows = [
            ROWS[0],
            ("65400210120", "短村委会", "654002101", "巴彦岱镇", "654002", "伊宁市"),
            ("654002101203", "", "654002101", "巴彦岱镇", "654002", "伊宁市"),
            ROWS[2],
            ("654002101204", "外村委会", "654002102", "河滨街道", "654002", "伊宁市"),
            ROWS[2],
        ]
        self._assert_refused(
            csv_text(rows),
            (3, "must have 12 digits"),
            (4, "name is empty"),
            (6, "does not begin with its township"),
            (7, "stands on line 5"),
        )

    def test_codes_of_other_characters_are_refused(self):
        self._assert_refused(
            self._with(code="65400210120A"), (3, "must have 12 digits")
        )
        self._assert_refused(
            self._with(code="65400210120２"), (3, "must have 12 digits")
        )

    def test_a_code_that_is_neither_kind_is_refused(self):
        self._assert_refused(
            self._with(code="654002101600"), (3, "neither a community's")
        )

    def test_a_township_outside_its_county_is_refused(self):
        self._assert_refused(
            self._with(county_code="654003"), (3, "does not begin with its county")
        )

    def test_a_township_with_two_names_is_refused(self):
        self._assert_refused(
            self._with(township_name="别名镇"), (3, "is called 巴彦岱镇 on line 2")
        )

    def test_a_line_under_a_wrong_township_casts_no_doubt_on_others(self):
        rows = [
            (*ROWS[0][:2], "654002102", "巴彦岱镇", *ROWS[0][4:]),
            *ROWS[1:],
        ]
        self._assert_refused(csv_text(rows), (2, "does not begin with its township"))

    def test_an_empty_township_name_is_refused(self):
        self._assert_refused(self._with(township_name=" "), (3, "township_name is"))

    def test_numbers_mangled_by_a_spreadsheet_are_refused(self):
        for value in ("6.54002E+11", "654002101202.0", "6.54002101202e11"):
            with self.subTest(value):
                self._assert_refused(self._with(code=value), (3, "Excel turned code"))
        rows = [ROWS[0], (654002101202.5, *ROWS[1][1:])]
        self._assert_refused(workbook(rows), (3, "Excel turned code"))

    def test_columns_must_be_the_known_ones(self):
        missing = csv_text([row[:5] for row in ROWS], COLUMNS[:5])
        self._assert_refused(missing, (1, "county_name is missing"))
        unknown = csv_text([(*row, "x") for row in ROWS], (*COLUMNS, "remark"))
        self._assert_refused(unknown, (1, "Unknown column remark"))
        twice = csv_text([(*row, row[0]) for row in ROWS], (*COLUMNS, "code"))
        self._assert_refused(twice, (1, "code appears twice"))

    def test_a_comma_in_a_name_is_told(self):
        broken = csv_text().replace("下村村民委员会", "下村,村民委员会")
        self._assert_refused(broken, (3, "more than the 6 cells"))

    def test_a_short_line_is_told(self):
        self._assert_refused(
            csv_text([ROWS[0], ROWS[1][:4]]),
            (3, "county_code must have 6 digits"),
            (3, "county_name is empty"),
        )

    def test_files_that_are_no_roster_are_refused(self):
        for content, reason in (
            (csv_text([]), "holds no village"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "neither a CSV text nor"),
            (b"PK\x03\x04 damaged", "neither a CSV text nor"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
            (workbook([]), "holds no village"),
        ):
            with self.subTest(content=content[:20]):
                self._assert_refused(content, (1, reason))
