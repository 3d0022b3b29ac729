import base64
import csv
import hashlib
import io

import openpyxl
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from ...wizards.service import history_work
from ..statements import StatementCounts
from .chain_case import ChainBreaker
from .history_case import COLUMNS, HistoryCase


@tagged("post_install", "-at_install")
class TestHistoryImport(StatementCounts, ChainBreaker, HistoryCase):
    def _many(self, count):
        """Good lines of three villages, latest first, on site and by phone."""
        owners = (
            (self.village_1.code, "LI", 9),
            (self.village_2.code, "LI", 14),
            (self.village_4.code, "WANG", 9),
        )
        rows = []
        for index in reversed(range(count)):
            village, licence, hour = owners[index % 3]
            day = self.company._legal_utc(self.day(1, 5)).toordinal() + index // 6
            row = self._row(
                village_code=village,
                licence_number=licence,
                date=str(self.today.fromordinal(day)),
                time_start=f"{hour}:00",
                time_stop=f"{hour + 1}:30",
                summary=f"Question {index}",
            )
            if index % 6 > 2:
                row |= {
                    "mode": "phone",
                    "time_start": "",
                    "time_stop": "",
                    "minutes": "10",
                }
            rows.append(row)
        return rows

    def test_lines_become_confirmed_entries_with_their_matters(self):
        run = self._run(
            [
                self._row(topic="land_transfer"),
                self._row(
                    date="2026年3月9日",
                    time_start="",
                    time_stop="",
                    minutes="20",
                    mode="电话",
                ),
            ]
        )
        self.assertEqual(run.state, "done", run.error)
        by_phone, on_site = self._entries(run)
        common = {
            "assignment_id": self.assignment.id,
            "state": "confirmed",
            "source": "import",
            "is_late_entry": True,
            "is_complete": True,
            "confirmed_by_kind": "township",
            "confirmed_by_id": self.manager.id,
            "submitted_by_id": self.manager.id,
        }
        self.assertRecordValues(
            by_phone + on_site,
            [
                common | {"minutes": 20, "service_mode": "phone", "number": 1},
                common | {"minutes": 120, "service_mode": "on_site", "number": 2},
            ],
        )
        self.assertRecordValues(
            on_site.matter_ids,
            [
                {
                    "summary": "Rent of a field",
                    "client_kind": "villager",
                    "state": "done",
                    "date": self.day(3, 10),
                    "township_id": self.township_1.id,
                    "topic_id": self.env.ref(
                        "village_legal_advisor.matter_topic_land_transfer"
                    ).id,
                }
            ],
        )
        self.assertEqual((on_site.hour_from, on_site.hour_to), (9.0, 11.0))

    def test_chinese_headings_and_words_of_a_workbook_are_understood(self):
        book = openpyxl.Workbook()
        book.active.append(
            [
                "村（社区）代码",
                "执业证号",
                "服务日期",
                "开始时间",
                "结束时间",
                "服务形式",
            ]
            + ["事项类别", "内容摘要", "法律意见"]
        )
        book.active.append(
            [int(self.village_1.code), "LI", self.day(3, 10)]
            + [self.company._legal_utc(self.day(3, 10), 16).time(), "10:30", "现场"]
            + ["Legal consultation", "Rent", "Write it down"]
        )
        content = io.BytesIO()
        book.save(content)
        run = self._run(content.getvalue())
        self.assertEqual(run.state, "done", run.error)
        self.assertEqual(self._entries(run).minutes, 150)

    def test_a_recorded_date_is_believed_and_no_date_means_late(self):
        run = self._run(
            [
                self._row(recorded_date="2026-03-12", confirmed_date="2026-03-31"),
                self._row(date="2026-03-11", recorded_date="2026-03-30"),
                self._row(date="2026-03-12"),
            ]
        )
        entries = self._entries(run)
        self.assertEqual(entries.mapped("is_late_entry"), [False, True, True])
        local = self.company._legal_local
        self.assertEqual(local(entries[0].submitted_at).date(), self.day(3, 12))
        self.assertEqual(local(entries[0].confirmed_at).date(), self.day(3, 31))
        self.assertEqual(local(entries[2].submitted_at).date(), self.today)

    def test_dates_of_recording_and_confirming_must_be_possible(self):
        run = self._run(
            [
                self._row(recorded_date="2026-03-09"),
                self._row(date="2026-03-11", confirmed_date="2026-03-12"),
                self._row(
                    date="2026-03-12",
                    recorded_date="2026-03-13",
                    confirmed_date="2026-05-21",
                ),
            ]
        )
        self.assertEqual(
            self._reasons(run),
            {2: ["recorded_dates"], 3: ["confirmed_dates"], 4: ["confirmed_dates"]},
        )

    def test_every_bad_line_is_told_with_all_that_is_wrong_with_it(self):
        run = self._run(
            [
                self._row(village_code="654002999201", licence_number="NOBODY"),
                self._row(date="2026-02-30", time_start="9.5", mode="letter"),
                self._row(category="nonsense", topic="nothing"),
                self._row(category="", date="2026-03-12"),
                self._row(date="", village_code=""),
                self._row(minutes="119", date="2026-03-13"),
                self._row(kind="lecture", mode="phone", minutes="5", topic="Land"),
            ]
        )
        self.assertEqual(
            self._reasons(run),
            {
                2: ["unknown_village", "unknown_licence"],
                3: ["unreadable", "unreadable", "unreadable"],
                4: ["unknown_category"],
                5: ["empty"],
                6: ["empty", "empty"],
                7: ["minutes_differ"],
                8: ["lecture_on_site"],
            },
        )
        self.assertEqual(run.bad_count, 7)

    def test_with_one_bad_line_nothing_is_imported(self):
        run = self._run([self._row(), self._row(date="2027-01-01")])
        self.assertEqual(run.state, "refused")
        self.assertFalse(self._entries(run))
        self.assertFalse(self.env["legal.volume"].search([]))

    def test_good_lines_only_leaves_the_bad_ones_in_a_workbook(self):
        run = self._run(
            [self._row(), self._row(date="2027-01-01"), self._row(date="2026-03-11")],
            on_error="good",
        )
        self.assertEqual((run.state, run.entry_count, run.bad_count), ("done", 2, 1))
        self.assertEqual(self._entries(run).mapped("number"), [1, 2])
        head, *rows = self._workbook(run)
        self.assertEqual(head[-2:], ("line", "reason"))
        self.assertEqual(len(rows), 1)
        told = dict(zip(head, rows[0], strict=True))
        self.assertEqual(told["date"], "2027-01-01")
        self.assertEqual(told["summary"], "Rent of a field")
        self.assertEqual(told["line"], 3)
        self.assertIn("outside the assignment (2026-01-01", told["reason"])

    def test_the_workbook_of_bad_lines_mended_is_imported_as_it_is(self):
        run = self._run([self._row(), self._row(date="2027-01-01")], on_error="good")
        book = openpyxl.load_workbook(io.BytesIO(run.sudo().bad_file_ids.raw))
        sheet = book.active
        sheet.cell(2, COLUMNS.index("date") + 1).value = "2026-03-20"
        content = io.BytesIO()
        book.save(content)
        again = self._run(content.getvalue())
        self.assertEqual(again.state, "done", again.error)
        self.assertEqual(self._entries(again).date, self.day(3, 20))

    def test_reasons_are_in_the_reader_s_language(self):
        run = self._run([self._row(date="2026-05-21")])
        line = run.bad_line_ids
        self.assertEqual(line.note, "The service lies in the future.")
        self.assertEqual(line.line, 2)

    def test_the_same_file_again_adds_nothing(self):
        rows = self._many(12)
        self._run(rows)
        run = self._run(rows)
        self.assertEqual(
            (run.state, run.known_count, run.entry_count, run.bad_count),
            ("done", 12, 0, 0),
        )
        added = self._many(13)
        run = self._run(added)
        self.assertEqual((run.known_count, run.entry_count), (12, 1))

    def test_an_annulled_entry_is_imported_anew(self):
        first = self._entries(self._run([self._row()]))
        first.with_user(self.manager).action_annul("Doc 7", "The summary was wrong")
        run = self._run([self._row(summary="Rent of a house")])
        self.assertEqual((run.state, run.known_count), ("done", 0))
        self.assertEqual(self._entries(run).number, 3)

    def test_the_same_service_twice_in_a_file_is_a_bad_line(self):
        run = self._run([self._row(), self._row(summary="Told otherwise")])
        self.assertEqual(self._reasons(run), {3: ["duplicate_line"]})

    def test_calls_that_differ_in_what_was_said_are_services_of_their_own(self):
        call = {"mode": "phone", "time_start": "", "time_stop": "", "minutes": "10"}
        first = self._row(**call)
        others = [
            self._row(**call, advice="Ask the township first."),
            self._row(**call, summary="Rent of a house"),
        ]
        run = self._run([first, others[0]])
        self.assertEqual((run.state, run.entry_count), ("done", 2), self._reasons(run))
        run = self._run([first, *others])
        self.assertEqual((run.known_count, run.entry_count), (2, 1))
        self.assertEqual(self._reasons(self._run([first, first])), {})

    def test_calls_of_an_older_version_are_known_after_the_upgrade(self):
        rows = [
            self._row(mode="phone", time_start="", time_stop="", minutes="10"),
            self._row(),
        ]
        entries = self._entries(self._run(rows))
        call = entries.filtered(lambda entry: entry.service_mode == "phone")
        matter = call.matter_ids
        self._break(
            "UPDATE legal_visit SET import_key = md5(%s) WHERE id = %s",
            f"{call.village_id.id}|{call.advisor_id.id}|{call.date}|phone||10|"
            f"{matter.category_id.id}|{matter.summary}",
            call.id,
        )
        self.assertEqual(self._run(rows, action="action_check").known_count, 1)
        path = "village_legal_advisor/migrations/19.0.1.3.0/post-import_keys.py"
        load_script(file_path(path), "import_keys").migrate(self.env.cr, None)
        self.assertEqual(self._run(rows).known_count, 2)

    def test_cells_beyond_the_headings_are_handed_back(self):
        columns = ("village_code", "licence_number", "date", "mode")
        line = f"{self.village_1.code},LI,2026-03-10,phone,and more\n"
        content = f"{','.join(columns)}\n{line}".encode()
        run = self._run(content)
        self.assertIn("quotation marks", run.sudo().bad_line_ids.note)
        rows = self._workbook(run)
        self.assertEqual(rows[0][4], None)
        self.assertEqual(rows[1][4], "and more")
        # Brought back as it is, the line is not cut short.
        again = self._run(run.sudo().bad_file_ids.raw, filename="bad.xlsx")
        self.assertEqual(again.bad_count, 1)

    def test_an_entry_that_came_with_an_import_comes_only_once(self):
        run = self._run([self._row()])
        entry = self._entries(run)
        key = entry.import_key
        other = self._make_visit(self.second, self.day(3, 20))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            other._guarded_write({"import_key": key})
            other.flush_recordset()

    def test_a_line_gives_way_to_those_above_it_that_are_good(self):
        def row(start, stop):
            return self._row(time_start=start, time_stop=stop)

        run = self._run(
            [row("9:00", "11:00"), row("10:00", "12:00"), row("11:30", "13:00")],
            on_error="good",
        )
        self.assertEqual(self._reasons(run), {3: ["overlap_line"]})
        self.assertEqual(run.entry_count, 2)

    def test_numbers_follow_the_dates_without_gap_and_the_chain_holds(self):
        before = self._make_visit(
            self.assignment, self.day(3, 3), state="confirmed"
        ).volume_id
        run = self._run(self._many(60))
        self.assertEqual(run.state, "done", run.error)
        self.env.invalidate_all()
        volumes = self._entries(run).volume_id
        self.assertIn(before, volumes)
        for volume in volumes:
            entries = volume.visit_ids.sorted("number")
            self.assertEqual(entries.mapped("number"), list(range(1, len(entries) + 1)))
            brought = entries.filtered("import_id")
            self.assertEqual(brought.mapped("date"), sorted(brought.mapped("date")))
        self.assertIn("61 entries", volumes.action_verify()["params"]["message"])
        references = self._entries(run).mapped("reference")
        self.assertEqual(len(set(references)), 60)

    def test_months_are_what_a_rebuild_finds(self):
        # Calls would not count, and have the same months recomputed.
        self._run([row for row in self._many(60) if row["mode"] == "on_site"])
        Month = self.env["legal.service.month"]
        march = Month.search([("assignment_id", "=", self.assignment.id)])
        self.assertTrue(sum(march.mapped("minutes_confirmed")))
        self.assertEqual(Month._rebuild(self.program), 0)

    def test_a_longer_file_asks_no_more_of_the_database(self):
        def importing(rows):
            run = self._run(rows, action="exists")
            return self._count_statements(run.action_import)

        importing(self._many(1)[:1])
        short = importing([self._row()])
        long = importing(self._many(201)[1:])
        self.assertEqual(self._get_grown(short, long), {})

    def test_a_lecture_is_held_and_its_paper_outline_judged(self):
        run = self._run(
            [
                self._row(
                    kind="法制讲座",
                    mode="",
                    category="",
                    summary="",
                    advice="",
                    topic="Land contracts",
                    audience_count="35",
                    receipt_date="2026-03-31",
                ),
                self._row(
                    kind="lecture",
                    date="2026-02-20",
                    topic="Debts",
                    receipt_date="2026-04-01",
                ),
                self._row(kind="lecture", date="2026-04-20", topic="Marriage"),
            ]
        )
        self.assertEqual((run.entry_count, run.lecture_count), (3, 3), run.error)
        late, in_time, without = self._entries(run).lecture_ids.sorted("date")
        self.assertRecordValues(
            in_time,
            [
                {
                    "topic": "Land contracts",
                    "state": "held",
                    "quarter": "1",
                    "date_due": self.day(3, 31),
                    "on_time": True,
                    "audience_count": 35,
                    "hour_from": 9.0,
                    "hour_to": 11.0,
                    "paper_receipt_reason": "Paper ledgers",
                    "paper_receipt_by_id": self.manager.id,
                    "submitted_date": False,
                }
            ],
        )
        self.assertFalse(late.on_time)
        self.assertEqual(without.quarter, "2")
        self.assertFalse(without.paper_receipt_date)
        matter = in_time.visit_id.matter_ids
        self.assertEqual(matter.summary, "Land contracts")
        self.assertIn("35 people", matter.advice)
        in_time.visit_id.volume_id.action_verify()
        before = in_time.read()[0]
        for name in ("date_due", "quarter", "on_time", "hour_from", "hour_to"):
            self.env.add_to_compute(in_time._fields[name], in_time)
        self.assertEqual(in_time.read()[0], before)

    def test_checking_records_nothing_and_tells_what_an_import_would_do(self):
        run = self._run(
            [self._row(), self._row(date="2027-01-01")], action="action_check"
        )
        self.assertEqual((run.state, run.good_count, run.bad_count), ("checked", 1, 1))
        self.assertFalse(self._entries(run))
        run.on_error = "good"
        run.action_import()
        self.assertEqual((run.state, run.entry_count), ("done", 1))

    def test_a_run_stays_on_record_and_is_not_begun_again(self):
        run = self._run([self._row()])
        self.assertEqual(run.user_id, self.manager)
        content = self._csv([self._row()])
        self.assertEqual(run.file_hash, hashlib.sha256(content).hexdigest())
        for change in (
            lambda: run.action_import(),
            lambda: run.write({"basis": "Other"}),
            lambda: run.write({"entry_count": 7}),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            run.unlink()

    def test_what_entries_were_taken_from_is_not_exchanged(self):
        run = self._run([self._row()])
        file = run.sudo()._get_file_attachment().with_user(self.manager)
        for change in (
            lambda: file.write({"raw": b"other"}),
            lambda: file.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "The run has begun"):
                change()
        # One that failed half way has recorded entries too.
        run._guarded_write({"state": "failed"})
        for change in (
            lambda: run.write({"basis": "Other"}),
            lambda: run.action_import(),
        ):
            with self.assertRaisesRegex(UserError, "make a new"):
                change()

    def test_only_managers_import(self):
        for user in (self.officer, self.township_officer, self.finance):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._run([self._row()], user=user)

    def test_a_file_that_is_none_says_so(self):
        for content, sentence in (
            (b"\xd0\xcf\x11\xe0", "old Excel"),
            (b"\x00\x01", "neither a CSV"),
            (b"village_code,licence_number,date,mode\n", "no line"),
            (b"village_code,date,mode\n1,2,3\n", "licence_number"),
            (b"village_code,licence_number,date,mode,colour\n", "colour"),
            (b"village_code,licence_number,date,mode,Date\n", "twice"),
        ):
            with self.subTest(content=content):
                run = self._run(content)
                self.assertEqual(run.state, "failed")
                self.assertRegex(run.error, sentence)

    def test_a_long_file_goes_on_in_the_background(self):
        rows = self._many(60)
        filler = {"advice": "x" * 12_000}
        run = self._run([row | filler for row in rows])
        self.assertEqual((run.state, run.is_in_background), ("running", True))
        self.assertFalse(self._entries(run))
        with self.enter_registry_test_mode():
            self.env.ref(
                "village_legal_advisor.ir_cron_history"
            ).method_direct_trigger()
        self.assertEqual((run.state, run.entry_count), ("done", 60), run.error)
        self.assertEqual(run.progress, 100)
        self._entries(run).volume_id.action_verify()

    def test_a_long_file_finds_what_others_did_meanwhile(self):
        rows = [row | {"advice": "x" * 12_000} for row in self._many(60)]
        for on_error, state, count in (("good", "done", 59), ("nothing", "refused", 0)):
            with self.subTest(on_error=on_error):
                savepoint = self.env.cr.savepoint()
                run = self._run(rows, on_error=on_error)
                self._make_visit(self.second, self.day(1, 5), 14, 15, state="submitted")
                run._work_through()
                self.assertEqual((run.state, run.bad_count), (state, 1))
                self.assertEqual(run.entry_count, count)
                self.assertEqual(run.good_count, 59)
                savepoint.close(rollback=True)

    def test_all_or_nothing_looks_again_when_lines_were_overtaken_while_written(self):
        rows = [row | {"advice": "x" * 12_000} for row in self._many(60)]
        run = self._run(rows)
        work = run._work()
        while run.phase != "write":
            next(work)
        self._make_visit(self.second, self.day(1, 5), 14, 15, state="submitted")
        next(work)
        self.assertEqual((run.phase, run.entry_count), ("check", 0))
        self.assertFalse(self._entries(run))
        self.assertFalse(run._work_through())
        self.assertEqual((run.state, run.bad_count), ("refused", 1))
        self.assertEqual(list(self._reasons(run).values()), [["overlap_entry"]])
        self.assertFalse(self._entries(run))

    def test_a_file_too_long_to_be_taken_as_a_whole_says_what_to_do(self):
        self.patch(history_work, "WHOLE_LINES", 2)
        rows = [self._row(date=f"2026-03-{day:02d}") for day in (10, 11, 12)]
        run = self._run(rows)
        self.assertEqual(run.state, "failed")
        self.assertIn("Good lines only", run.error)
        self.assertFalse(self._entries(run))
        self.assertEqual(self._run(rows, action="action_check").state, "checked")
        self.assertEqual(self._run(rows, on_error="good").entry_count, 3)

    def test_old_files_and_bad_lines_go_and_the_run_stays(self):
        run = self._run([self._row(date="2027-01-01")])
        self.env.cr.execute(
            "UPDATE legal_history_import SET finished_at = finished_at "
            "- interval '31 days'"
        )
        run.invalidate_recordset()
        self.env["legal.history.import"]._gc_old_files()
        self.assertFalse(run.file)
        self.assertFalse(run.bad_file_ids)
        self.assertFalse(run.bad_line_ids)
        self.assertEqual(run.bad_count, 1)

    def test_the_template_takes_what_it_explains(self):
        content = self.env["legal.history.import"]._build_template()
        book = openpyxl.load_workbook(io.BytesIO(content))
        head = [cell.value for cell in book.worksheets[0][1]]
        notes = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
        self.assertEqual(head, [note[0] for note in notes])
        self.assertTrue(all(note[2] for note in notes))
        text = io.StringIO()
        writer = csv.DictWriter(text, head)
        writer.writeheader()
        writer.writerow(self._row())
        run = self._run(text.getvalue().encode())
        self.assertEqual(run.state, "done", run.error)

    def test_runs_cannot_be_made_to_look_done(self):
        vals = {
            "file": base64.b64encode(b"x"),
            "basis": "Paper",
            "entry_count": 5,
        }
        with self.assertRaises(UserError):
            self.env["legal.history.import"].with_user(self.manager).create(vals)
