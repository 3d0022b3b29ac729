import json

from psycopg2 import IntegrityError, errors

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger

from ..common import LegalFixtures
from .chain_case import ChainBreaker, verify
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVolumeChain(ChainBreaker, VisitCase):
    """Each numbered entry is chained to the one before: what changes, shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = cls.env["legal.visit"]
        for day in (4, 5, 6):
            cls.visits |= cls._make_visit(
                cls.assignment, cls.day(3, day), state="confirmed"
            )
        cls.volume = cls.visits.volume_id

    def test_entries_that_are_as_they_were_numbered_fit(self):
        self.env.invalidate_all()
        self.assertEqual(len(set(self.visits.mapped("entry_hash"))), 3)
        self.assertEqual(self.volume.last_hash, self.visits[2].entry_hash)
        action = self.volume.with_user(self.township_officer).action_verify()
        self.assertEqual(action["params"]["type"], "success")
        self.assertIn("3 entries", action["params"]["message"])

    def test_a_batch_is_chained_by_its_numbers(self):
        batch = self.visits.browse()
        for day in (12, 10, 11):
            batch |= self._make_visit(
                self.assignment, self.day(3, day), state="submitted"
            )
        batch.action_confirm()
        self.env.invalidate_all()
        self.assertFalse(self.volume._find_misfit())
        self.assertEqual(self.volume.last_hash, batch[0].entry_hash)

    def test_the_first_changed_entry_is_named(self):
        self._break(
            "UPDATE legal_visit SET place = 'Elsewhere' WHERE id IN (%s, %s)",
            *self.visits[1:].ids,
        )
        with self.assertRaisesRegex(UserError, f"No. 2 .{self.visits[1].reference}"):
            self.volume.action_verify()

    def test_changed_words_of_a_matter_are_noticed(self):
        self._break(
            "UPDATE legal_matter SET advice = 'Other' WHERE visit_id = %s",
            self.visits[2].id,
        )
        with self.assertRaisesRegex(UserError, "No. 3"):
            self.volume.action_verify()

    def test_entries_missing_at_the_end_are_noticed(self):
        self._break("DELETE FROM legal_matter WHERE visit_id = %s", self.visits[2].id)
        self._break("DELETE FROM legal_visit WHERE id = %s", self.visits[2].id)
        with self.assertRaisesRegex(UserError, "last entries are missing"):
            self.volume.action_verify()

    def test_what_was_read_before_with_fewer_rights_changes_no_verdict(self):
        matters = self.visits.matter_ids
        self.env.invalidate_all()
        field = self.visits._fields["matter_ids"]
        field._update_cache(self.visits, ())
        self.assertFalse(self.visits.matter_ids)
        self.volume.action_verify()
        self.assertEqual(self.visits.matter_ids, matters)

    @mute_logger("odoo.sql_db")
    def test_an_open_volume_stays_what_it_was_begun_as(self):
        for column, value in (
            ("village_id", self.village_3.id),
            ("genesis_hash", "x"),
            ("company_id", None),
        ):
            with (
                self.subTest(column=column),
                self.assertRaises(errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        "UPDATE legal_volume SET %s = %s WHERE id = %s",
                        *(SQL.identifier(column), value, self.volume.id),
                    )
                )

    @mute_logger("odoo.sql_db")
    def test_a_volume_gives_no_number_that_no_entry_has(self):
        self.env.flush_all()
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with self.assertRaises(errors.RestrictViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE legal_volume SET last_number = 8 WHERE id = %s",
                self.volume.ids,
            )
        self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")

    def test_a_supplement_follows_the_closed_volume(self):
        self.volume.action_close()
        late = self._make_visit(
            self.assignment, self.day(3, 9), state="confirmed", supplement_reason="Lost"
        )
        supplement = late.volume_id
        self.env.invalidate_all()
        self.assertEqual(supplement.genesis_hash, self.volume.last_hash)
        self.assertFalse(supplement._find_misfit())
        self.volume.action_verify()

    def test_an_annulled_entry_and_its_annulment_still_fit(self):
        self.visits[0].with_user(self.manager).action_annul("Doc 7", "Elsewhere")
        self.env.invalidate_all()
        self.assertFalse(self.volume._find_misfit())

    def test_a_supplement_that_follows_another_end_does_not_fit(self):
        self.volume.action_close()
        late = self._make_visit(
            self.assignment, self.day(3, 9), state="confirmed", supplement_reason="Lost"
        )
        self._break(
            "ALTER TABLE legal_volume DISABLE TRIGGER USER; "
            "UPDATE legal_volume SET last_hash = 'x' WHERE id = %s",
            self.volume.id,
        )
        self.assertEqual(late.volume_id._find_misfit(), late)

    def test_an_entry_beyond_the_last_number_is_named(self):
        self._break(
            "UPDATE legal_volume SET last_number = 2, last_hash = %s WHERE id = %s",
            self.visits[1].entry_hash,
            self.volume.id,
        )
        self.assertEqual(self.volume._find_misfit(), self.visits[2])

    def test_personal_data_removed_by_retention_does_not_break_the_chain(self):
        export = self.volume._prepare_export()
        self._break(
            "UPDATE legal_matter SET client_name = NULL, summary = NULL, "
            "advice = NULL, outcome = NULL WHERE visit_id = %s; "
            "UPDATE legal_visit SET personal_salt = NULL WHERE id = %s",
            self.visits[1].id,
            self.visits[1].id,
        )
        self.volume.action_verify()
        self.assertEqual(self.volume._prepare_export(), export)
        self.assertEqual(verify(export)[0], 0)
        # Without its salt a digest proves no other words.
        self._break(
            "UPDATE legal_matter SET summary = 'Other' WHERE visit_id = %s",
            self.visits[1].id,
        )
        with self.assertRaisesRegex(UserError, "No. 2"):
            self.volume.action_verify()

    def test_reasons_and_files_of_matters_are_removed_without_breaking_it(self):
        visit = self._make_visit(self.assignment, self.day(3, 9))
        visit.matter_ids.file_ids = [
            Command.create({"name": "letter.txt", "raw": b"What Zhang brought along"})
        ]
        visit.action_submit()
        visit.action_confirm()
        annulment = visit.with_user(self.manager).action_annul("Doc 7", "Zhang erred")
        self.volume.action_verify()
        export = self.volume._prepare_export()
        self.assertNotIn("Zhang", json.dumps(export))
        self._break(
            "UPDATE legal_visit SET correction_reason = 'Other' WHERE id = %s",
            annulment.id,
        )
        with self.assertRaisesRegex(UserError, f"No. {annulment.number} "):
            self.volume.action_verify()
        self._break(
            "DELETE FROM legal_matter_file_rel WHERE matter_id = %s; "
            "UPDATE legal_matter SET summary = NULL, advice = NULL, outcome = NULL "
            "WHERE visit_id = %s; UPDATE legal_visit SET correction_reason = '—' "
            "WHERE id = %s; UPDATE legal_visit SET personal_salt = NULL "
            "WHERE id IN (%s, %s)",
            *(visit.matter_ids.id, visit.id, annulment.id, visit.id, annulment.id),
        )
        self.volume.action_verify()
        self.assertEqual(self.volume._prepare_export(), export)
        self.assertEqual(verify(export)[0], 0)

    def test_a_file_that_was_replaced_is_noticed(self):
        visit = self._make_visit(
            self.assignment,
            self.day(3, 7),
            proof_ids=[Command.create({"name": "photo.txt", "raw": b"As it was"})],
            state="confirmed",
        )
        self.volume.action_verify()
        self._break(
            "UPDATE ir_attachment SET db_datas = %s, store_fname = NULL WHERE id = %s",
            b"Another one",
            visit.proof_ids.id,
        )
        with self.assertRaisesRegex(UserError, f"No. {visit.number} "):
            self.volume.action_verify()

    @mute_logger("odoo.sql_db")
    def test_what_is_not_numbered_strikes_nothing_out(self):
        draft = self._make_visit(self.assignment, self.day(3, 8))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE legal_visit SET corrects_id = %s, correction_kind = 'annul', "
            "correction_decision = 'x', correction_reason = 'x' WHERE id = %s",
            (self.visits[0].id, draft.id),
        )
        with (
            self.assertRaisesRegex(IntegrityError, "only an annulling entry"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE legal_visit SET is_annulled = TRUE WHERE id = %s",
                [self.visits[0].id],
            )

    def test_an_entry_struck_out_by_no_other_is_named(self):
        self._break(
            "UPDATE legal_visit SET is_annulled = TRUE WHERE id = %s", self.visits[1].id
        )
        with self.assertRaisesRegex(UserError, "No. 2"):
            self.volume.action_verify()

    def test_the_database_wants_a_hash_with_every_number(self):
        draft = self._make_visit(self.assignment, self.day(3, 9), state="submitted")
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE legal_visit SET state = 'confirmed', number = 9, "
                "volume_id = %s WHERE id = %s",
                [self.volume.id, draft.id],
            )

    def test_a_script_without_odoo_verifies_an_export(self):
        export = self.volume._prepare_export()
        code, said = verify(export)
        self.assertEqual((code, said.count("all fit")), (0, 1), said)
        self.assertIn(self.volume.last_hash, said)
        self.assertNotIn("Rent of a field", json.dumps(export))
        export["entries"][1]["content"]["minutes"] = 500
        code, said = verify(export)
        self.assertEqual(code, 1)
        self.assertIn("No. 2", said)
        export = self.volume._prepare_export()
        export["entries"].pop()
        self.assertIn("last entries are missing", verify(export)[1])
        export = self.volume._prepare_export()
        del export["entries"][1]["content"]["reference"]
        self.assertIn("No. 2 (-)", verify(export)[1])
        # The hash on the signed paper does not stand for an empty volume.
        export |= {"entries": [], "last_number": 0}
        code, said = verify(export)
        self.assertEqual(code, 1)
        self.assertIn("the last hash is another one", said)
        code, said = verify({})
        self.assertEqual(code, 1)
        self.assertIn("no exported volume", said)

    def test_the_script_tells_whether_a_supplement_follows_its_volume(self):
        self.volume.action_close()
        late = self._make_visit(
            self.assignment, self.day(3, 9), state="confirmed", supplement_reason="Lost"
        )
        exports = [rec._prepare_export() for rec in self.volume | late.volume_id]
        code, said = verify(*exports)
        self.assertEqual((code, said.count("all fit")), (0, 2), said)
        self.assertIn(f"goes on from: {self.volume.last_hash}", said)
        # One alone is not compared with any.
        self.assertEqual(verify(exports[1])[0], 0)
        exports[0] = self.volume._prepare_export() | {
            "entries": [],
            "last_number": 0,
            "last_hash": "",
        }
        code, said = verify(*exports)
        self.assertEqual(code, 1)
        self.assertIn("none of the others", said)


@tagged("post_install", "-at_install")
class TestVolumeExport(LegalFixtures, HttpCase):
    # A browser's session does not outlive a clock that stands still.
    frozen_time = None

    def test_the_bureau_downloads_a_volume_and_others_do_not(self):
        advisor = self._make_advisor("Li", self.day(1))
        assignment = self._make_assignment(self.village_1, advisor)
        visit = self._make_visit(
            assignment, self.program.date_start, 0, 0.5, state="confirmed"
        )
        url = f"/legal/volume/{visit.volume_id.id}/export"
        for user, status in (
            (self.officer, 200),
            (self.township_officer, 404),
            (self.other_officer, 404),
            (self.committee_user, 404),
        ):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                response = self.url_open(url)
                self.assertEqual(response.status_code, status)
                if status == 200:
                    self.assertEqual(verify(response.json())[0], 0)
