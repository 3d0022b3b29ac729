import base64

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitFreeze(VisitCase):
    """Rule 7: confirmed is final, against superuser code and raw SQL too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._make_visit(cls.assignment, cls.day(3, 4))
        cls.matter = cls.visit.matter_ids
        cls.proof, cls.file = (
            cls.env["ir.attachment"].create(
                {
                    "name": f"{record._name}.txt",
                    "raw": b"text",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            for record in (cls.visit, cls.matter)
        )
        cls.visit.proof_ids = cls.proof
        cls.matter.file_ids = cls.file
        cls.visit.action_submit()
        cls.visit.action_confirm()
        cls.env.flush_all()

    @mute_logger("odoo.sql_db")
    def assertRefusedBySQL(self, statement, *args):
        with (
            self.subTest(statement=statement),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement, args)

    def test_no_numbered_entry_moves_to_another_bureau(self):
        other = self.env["res.company"].create({"name": "Other bureau"})
        for table in ("legal_visit", "legal_matter"):
            for company in (other.id, None):
                self.assertRefusedBySQL(f"UPDATE {table} SET company_id = %s", company)

    def test_no_sealed_column_changes_by_sql(self):
        unsealed = self.visits._get_unsealed_columns()
        self.assertEqual(
            unsealed - {"township_id"},
            {"create_uid", "create_date", "write_uid", "write_date", "is_annulled"},
        )
        columns = [
            name
            for name, field in self.visits._fields.items()
            if field.store and field.column_type and name not in unsealed | {"id"}
        ]
        self.assertGreater(len(columns), 35)
        other = self._make_visit(
            self.other_assignment, self.day(4, 8), 14, 15, "confirmed", place="Else"
        )
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM legal_visit WHERE id = %s", [self.visit.id])
        row = self.env.cr.dictfetchone()
        values = {
            "bool": "NOT COALESCE({0}, FALSE)",
            "int4": "COALESCE({0}, 0) + 1",
            "varchar": "{0} || 'x'",
            "text": "COALESCE({0}, '') || 'x'",
            "date": "{0} + 1",
            "timestamp": "COALESCE({0}, now() AT TIME ZONE 'UTC') + interval '1 hour'",
            "float8": "{0} + 1",
            "numeric": "{0} + 1",
        }
        self.assertTrue(other)
        for name in columns:
            kind = self.visits._fields[name].column_type[0]
            expression = values[kind].format(f'"{name}"')
            if kind == "varchar" and row[name] is None:
                expression = "'x'"
            self.assertRefusedBySQL(
                f'UPDATE legal_visit SET "{name}" = {expression} WHERE id = %s',
                self.visit.id,
            )

    def test_the_seal_speaks_before_other_constraints(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "the row is sealed"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE legal_visit SET place = 'x' WHERE id = %s", [self.visit.id]
            )

    def test_nothing_is_deleted_or_added_by_sql(self):
        for table, record in (
            ("legal_visit", self.visit),
            ("legal_matter", self.matter),
            ("legal_assignment", self.assignment),
            ("legal_volume", self.visit.volume_id),
            ("legal_village", self.village_1),
            ("legal_advisor", self.advisor),
            ("ir_attachment", self.proof),
            ("ir_attachment", self.file),
        ):
            self.assertRefusedBySQL(f"DELETE FROM {table} WHERE id = %s", record.id)
        self.assertRefusedBySQL(
            "DELETE FROM legal_visit_proof_rel WHERE visit_id = %s", self.visit.id
        )
        self.assertRefusedBySQL(
            "DELETE FROM legal_matter_file_rel WHERE matter_id = %s", self.matter.id
        )
        self.assertRefusedBySQL(
            "INSERT INTO legal_visit_proof_rel VALUES (%s, %s)",
            self.visit.id,
            self.file.id,
        )
        self.assertRefusedBySQL(
            "INSERT INTO legal_matter (visit_id, client_kind, category_id, company_id, "
            "state) SELECT visit_id, client_kind, category_id, company_id, state "
            "FROM legal_matter WHERE id = %s",
            self.matter.id,
        )
        self.assertRefusedBySQL(
            "UPDATE legal_matter SET advice = 'x' WHERE id = %s", self.matter.id
        )

    def test_nothing_moves_into_a_sealed_entry(self):
        draft = self._make_visit(self.assignment, self.day(3, 5))
        self.env.flush_all()
        self.assertRefusedBySQL(
            "UPDATE legal_matter SET visit_id = %s WHERE id = %s",
            self.visit.id,
            draft.matter_ids.id,
        )
        with self.assertRaises(UserError):
            draft.matter_ids.visit_id = self.visit
        with self.assertRaises(UserError):
            self.matter.visit_id = draft

    def test_the_superuser_reads_why(self):
        for change in (
            lambda: self.visit.write({"place": "x"}),
            lambda: self.visit._guarded_write({"state": "draft"}),
            lambda: self.visit._guarded_write({"number": 9}),
            lambda: self.visit.unlink(),
            lambda: self.matter.write({"advice": "x"}),
            lambda: self.matter.write({"state": "open"}),
            lambda: self.matter.unlink(),
            lambda: self.visit.write({"proof_ids": [Command.clear()]}),
            lambda: self.env["legal.matter"].create(
                {
                    "visit_id": self.visit.id,
                    "category_id": self.env.ref(f"{MODULE}.matter_category_other").id,
                }
            ),
        ):
            with self.assertRaisesRegex(UserError, "confirmed"):
                change()

    def test_files_of_sealed_records_stay_as_they_are(self):
        for file in (self.proof, self.file):
            for change in (
                lambda file=file: file.write({"raw": b"other"}),
                lambda file=file: file.write({"datas": base64.b64encode(b"other")}),
                lambda file=file: file.write({"name": "other.txt"}),
                lambda file=file: file.write({"res_id": 0, "res_model": False}),
                lambda file=file: file.unlink(),
                lambda file=file: self.env["ir.attachment"].create(
                    {
                        "name": "more.txt",
                        "res_model": file.res_model,
                        "res_id": file.res_id,
                    }
                ),
                lambda file=file: self.env["ir.attachment"]
                .with_context(
                    default_res_model=file.res_model, default_res_id=file.res_id
                )
                .create({"name": "more.txt", "raw": b"more"}),
            ):
                with self.assertRaisesRegex(UserError, "confirmed"):
                    change()
            file.generate_access_token()
        loose = self.env["ir.attachment"].create({"name": "loose.txt", "raw": b"x"})
        with self.assertRaisesRegex(UserError, "confirmed"):
            loose.write({"res_model": "legal.visit", "res_id": self.visit.id})

    def test_a_village_takes_its_sealed_entries_to_another_township(self):
        before = self.visit.read()[0]
        moved = self._make_township("New Township", "654002009")
        self.village_1.write({"township_id": moved.id, "code": "654002009201"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.visit.township_id, moved)
        self.assertEqual(self.matter.township_id, moved)
        self.assertEqual(self.visit.volume_id.township_id, moved)
        after = self.visit.read()[0]
        changed = {name for name in before if before[name] != after[name]}
        self.assertLessEqual(changed, {"township_id", "write_date", "display_name"})

    def test_a_renamed_adviser_or_village_leaves_the_entry_alone(self):
        self.advisor.name = "Li Ming"
        self.village_1.name = "Renamed Village Committee"
        self.assignment.action_end(self.day(3, 4), "Ill")
        self.env.flush_all()
        self.assertEqual(self.visit.state, "confirmed")

    def test_a_volume_with_entries_is_not_deleted_nor_renumbered(self):
        volume = self.visit.volume_id
        with self.assertRaises(UserError):
            volume.unlink()
        with self.assertRaises(UserError):
            volume.last_number = 0
        with self.assertRaises(UserError):
            volume.state = "closed"

    def test_drafts_go_with_their_matters_and_files(self):
        draft = self._make_visit(self.assignment, self.day(3, 6))
        matter = draft.matter_ids
        file = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"a"})
        matter.file_ids = file
        self.assertEqual((file.res_model, file.res_id), ("legal.matter", matter.id))
        draft.unlink()
        self.assertFalse(matter.exists() or file.exists())
