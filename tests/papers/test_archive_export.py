import hashlib
import io
import zipfile

from openpyxl import load_workbook
from psycopg2 import errors
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.common import paper_process
from ...models.common.workbook import build_workbook
from ..common import LegalCase, LegalFixtures
from .common import PaperCase


class ArchiveFixtures(LegalFixtures):
    """Three villages with volumes, two of them closed, in two townships."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("李明", cls.day(1))
        cls.visits = cls.env["legal.visit"]
        for place, village in enumerate((cls.village_1, cls.village_2, cls.village_4)):
            assignment = cls._make_assignment(village, cls.advisor)
            for day in range(1, 4):
                cls.visits |= cls._make_visit(
                    assignment,
                    cls.day(3, day + 4 * place),
                    place="村委会办公室",
                    state="submitted",
                )
        cls.visits.action_confirm()
        cls.volume_1, cls.volume_2, cls.volume_4 = (
            cls.visits.filtered(
                lambda visit, to=village: visit.village_id == to
            ).volume_id.ensure_one()
            for village in (cls.village_1, cls.village_2, cls.village_4)
        )
        (cls.volume_1 | cls.volume_4).with_user(cls.officer).action_close()
        cls.township_2.user_ids = cls._make_user("township_2", "group_legal_township")
        cls.env.invalidate_all()

    @classmethod
    def _make_export(cls, **vals):
        return (
            cls.env["legal.archive.export"]
            .with_user(cls.officer)
            .create({"program_id": cls.program.id} | vals)
        )

    def _run_crons(self):
        for name in ("ir_cron_archive_1", "ir_cron_archive_2"):
            self.env.ref(f"village_legal_advisor.{name}").method_direct_trigger()

    def _make_files(self, **vals):
        export = self._make_export(**vals)
        export.action_start()
        self._run_crons()
        return export


@tagged("post_install", "-at_install")
class TestArchiveExport(ArchiveFixtures, PaperCase, LegalCase):
    """A year's closed volumes as files for the archive."""

    def _run_crons(self):
        with self.enter_registry_test_mode():
            return super()._run_crons()

    def _line(self, export, volume):
        return export.line_ids.filtered(lambda line: line.volume_id == volume)

    # === What is made ===

    def test_every_closed_volume_becomes_one_file_and_the_others_are_named(self):
        export = self._make_files()
        self.assertRecordValues(
            export,
            [
                {
                    "state": "done",
                    "total_count": 2,
                    "done_count": 2,
                    "failed_count": 0,
                    "missing_count": 2,
                    "progress": 100.0,
                }
            ],
        )
        open_one = self._line(export, self.volume_2)
        self.assertRecordValues(
            open_one, [{"state": "missing", "reason": "It is not closed yet."}]
        )
        without = export.line_ids.filtered(lambda line: not line.volume_id)
        self.assertEqual(without.village_id, self.village_3)
        self.assertIn("no volume", without.reason)
        self.assertEqual(
            export.set_ids.mapped("township_id"), self.township_1 | self.township_2
        )

    def test_what_is_pending_is_the_reason(self):
        self._make_visit(self.visits[3].assignment_id, self.day(4, 1))
        export = self._make_files()
        self.assertEqual(
            self._line(export, self.volume_2).reason,
            "Still pending: 1 entries not confirmed.",
        )

    def test_a_file_is_the_full_book_as_pdf_a(self):
        line = self._line(self._make_files(), self.volume_1)
        content = line.sudo().attachment_id.raw
        reader = PdfReader(io.BytesIO(content))
        self.assertEqual(len(reader.pages), line.page_count)
        text = self._text(reader)
        for visit in self.volume_1.visit_ids:
            self.assertIn(visit.reference, text)
        self.assertIn("Rentofafield", text)
        self.assertIn("Retentionperiod30years", text)
        # What ISO 19005-2 asks for and a reader of the file can see.
        xmp = reader.xmp_metadata
        claim = xmp.rdf_root.toxml()
        self.assertRegex(claim, r"pdfaid:part(=\"|>)2")
        self.assertRegex(claim, r"pdfaid:conformance(=\"|>)U")
        root = reader.trailer["/Root"]
        intent = root["/OutputIntents"][0].get_object()
        self.assertEqual(intent["/S"], "/GTS_PDFA1")
        self.assertIn("/DestOutputProfile", intent)
        self.assertIn("/ID", reader.trailer)
        self.assertNotIn("/Encrypt", reader.trailer)
        self.assertNotIn(b"/JavaScript", content)
        self.assertTrue(all(self._fonts(reader).values()), "all fonts are embedded")

    def test_the_index_says_what_the_volumes_say(self):
        export = self._make_files()
        township_set = export.set_ids.filtered(
            lambda rec: rec.township_id == self.township_1
        )
        sheet = self._read_index(township_set)
        columns = [cell.value for cell in sheet[3]]
        rows = {
            row[3]: dict(zip(columns, row, strict=True))
            for row in sheet.iter_rows(min_row=4, values_only=True)
            if row[3]
        }
        line = self._line(export, self.volume_1)
        self.assertEqual(
            {name: rows[self.village_1.name][name] for name in columns[1:]},
            {
                "Archive code": self.volume_1.archive_code,
                "Title of the volume": f"{self.village_1.name}: services of the legal "
                f"adviser in {self.year}",
                "Village or community": self.village_1.name,
                "Year": self.year,
                "Items": 3,
                "Pages": line.page_count,
                "Retention period": "30 years",
                "Hash of the last entry": self.volume_1.last_hash,
                "Closed on": str(self.today),
                "File name": f"{self.volume_1.archive_code}.pdf",
                "SHA-256 of the file": hashlib.sha256(
                    line.sudo().attachment_id.raw
                ).hexdigest(),
                "Remarks": None,
            },
        )
        self.assertEqual(rows[self.village_2.name]["Remarks"], "It is not closed yet.")
        self.assertIsNone(rows[self.village_2.name]["File name"])
        self.assertEqual(set(rows), {v.name for v in self.township_1.village_ids})

    def _read_index(self, township_set):
        index = self.env["legal.archive.index"].with_user(self.officer)
        content = build_workbook(index._get_workbook(township_set))
        return load_workbook(io.BytesIO(content)).active

    # === Steps ===

    def test_only_the_chosen_townships_are_made(self):
        export = self._make_files(township_ids=self.township_2.ids)
        self.assertEqual(export.line_ids.volume_id, self.volume_4)
        with self.assertRefused("stay as they are"):
            export.township_ids = self.township_1

    def test_going_on_makes_what_was_closed_since_and_nothing_twice(self):
        export = self._make_files()
        first = self._line(export, self.volume_1)
        before = (first, first.attachment_id, first.made_at)
        self.volume_2.with_user(self.officer).action_close()
        export.action_start()
        self.assertEqual(export.state, "running")
        self._run_crons()
        self.assertEqual((export.state, export.done_count), ("done", 3))
        again = self._line(export, self.volume_1)
        self.assertEqual((again, again.attachment_id, again.made_at), before)
        self.assertEqual(len(export.line_ids.volume_id), 3)
        self.assertEqual(len(export.line_ids), 4)

    def test_stopped_is_stopped_until_it_goes_on(self):
        export = self._make_export()
        export.action_start()
        with self.assertRefused("already"):
            export.action_start()
        with self.assertRefused("Stop it first"):
            export.unlink()
        export.action_stop()
        self._run_crons()
        self.assertEqual((export.state, export.done_count), ("stopped", 0))
        export.action_start()
        self._run_crons()
        self.assertEqual((export.state, export.done_count), ("done", 2))
        with self.assertRefused("being made"):
            export.action_stop()

    def test_nothing_closed_is_nothing_to_export(self):
        export = self._make_export(program_id=self._make_program(self.year - 1).id)
        with self.assertRefused("no closed volume"):
            export.action_start()

    def test_a_file_is_laid_out_by_a_process_that_gives_its_memory_back(self):
        content, page_count = paper_process.lay_out_archive(["<p>a</p>", "<p>b</p>"])
        self.assertEqual(page_count, 2)
        self.assertEqual(len(PdfReader(io.BytesIO(content)).pages), 2)
        with self.assertRaisesRegex(paper_process.LayoutError, "IndexError"):
            paper_process.lay_out_archive([])

    @mute_logger("odoo.addons.village_legal_advisor.models.service.archive_make")
    def test_a_volume_that_fails_does_not_hold_up_the_others(self):
        export = self._make_export()
        export.action_start()
        # Whoever started it is moved to a township before the files are made.
        self.officer.group_ids = self.township_officer.group_ids
        self.township_1.user_ids |= self.officer
        self._run_crons()
        export = export.with_user(self.manager)
        self.assertEqual(self._line(export, self.volume_1).state, "done")
        failed = self._line(export, self.volume_4)
        self.assertEqual(failed.state, "failed")
        self.assertTrue(failed.reason)
        export.action_start()
        self._run_crons()
        self.assertEqual((export.done_count, export.failed_count), (2, 0))

    def test_files_go_with_the_export_and_can_be_made_again(self):
        export = self._make_files()
        files = export.line_ids.sudo().attachment_id
        self.assertEqual(len(files), 2)
        export.unlink()
        self.assertFalse(files.exists())
        self.assertEqual(self._make_files().done_count, 2)
        self.assertEqual(self.volume_1.state, "closed")

    def test_state_and_files_are_set_by_the_steps_only(self):
        export = self._make_export()
        with self.assertRefused("cannot be set"):
            export.state = "done"
        export.action_start()
        with self.assertRefused("cannot be set"):
            export.line_ids[:1].write({"state": "done"})
        for records in (export.set_ids, export.line_ids):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.has_access(operation))
        twin = self._line(export, self.volume_1).sudo().copy_data()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env["legal.archive.volume"]._guarded_create(twin)

    # === Who may ===

    def test_a_township_sees_its_own_files_only(self):
        export = self._make_files()
        foreign = export.set_ids.filtered(
            lambda rec: rec.township_id == self.township_2
        )
        file = self._line(export, self.volume_4).sudo().attachment_id
        self.env.invalidate_all()
        own = export.with_user(self.township_officer)
        self.assertEqual(own.line_ids.township_id, self.township_1)
        self.assertEqual(own.set_ids.township_id, self.township_1)
        self.assertEqual(
            (own.total_count, own.done_count, own.missing_count), (1, 1, 2)
        )
        self.assertEqual(own.township_ids, self.township_1)
        with self.assertRaises(AccessError):
            foreign.with_user(self.township_officer).action_download()
        with self.assertRaises(AccessError):
            file.with_user(self.township_officer).read(["raw"])
        for step in ("action_start", "action_stop", "unlink"):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(own, step)()

    def test_nobody_else_sees_exports(self):
        export = self._make_files()
        file = export.line_ids.sudo().attachment_id[:1]
        for user in (
            self.finance,
            self.leading,
            self.plain_user,
            self.advisor_user,
            self.committee_user,
        ):
            with self.subTest(user=user.login):
                for records in (export, export.set_ids, export.line_ids):
                    with self.assertRaises(AccessError):
                        records.with_user(user).read(
                            ["state" if "state" in records else "township_id"]
                        )
                with self.assertRaises(AccessError):
                    file.with_user(user).read(["raw"])
        other = self.env["legal.archive.export"].with_user(self.other_officer)
        self.assertFalse(other.search([]))


@tagged("post_install", "-at_install")
class TestArchiveDownload(ArchiveFixtures, HttpCase):
    """The files of a township as one archive."""

    def test_the_archive_holds_the_files_of_the_index(self):
        export = self._make_files()
        township_set = export.set_ids.filtered(
            lambda rec: rec.township_id == self.township_1
        )
        self.authenticate(self.township_officer.login, self.township_officer.login)
        url = township_set.with_user(self.township_officer).action_download()["url"]
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        self.assertIsNone(archive.testzip())
        name = f"{self.volume_1.archive_code}.pdf"
        self.assertEqual(
            [entry for entry in archive.namelist() if entry.endswith(".pdf")], [name]
        )
        line = township_set.line_ids.filtered("attachment_id")
        self.assertEqual(hashlib.sha256(archive.read(name)).hexdigest(), line.checksum)
        index = next(entry for entry in archive.namelist() if entry.endswith("xlsx"))
        sheet = load_workbook(io.BytesIO(archive.read(index))).active
        cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
        self.assertIn(line.checksum, cells)

    def test_forbidden_and_unknown_look_the_same(self):
        sets = self._make_files().set_ids
        foreign = sets.filtered(lambda rec: rec.township_id == self.township_2)
        for user, record_id in (
            (self.township_officer, foreign.id),
            (self.township_officer, sets[-1].id + 1000),
            (self.finance, foreign.id),
            (self.leading, foreign.id),
            (self.committee_user, foreign.id),
            (self.other_officer, foreign.id),
        ):
            with self.subTest(user=user.login, id=record_id):
                self.authenticate(user.login, user.login)
                for what in ("files", "index"):
                    answer = self.url_open(f"/legal/archive/{record_id}/{what}")
                    self.assertEqual(answer.status_code, 404)
