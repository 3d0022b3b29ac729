from psycopg2 import IntegrityError, errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_visit import VisitCase

DECISION = {"decision": "Doc 7", "reason": "The adviser left at ten"}


@tagged("post_install", "-at_install")
class TestVisitCorrection(VisitCase):
    """Confirmed entries are put right by further numbered entries only (rule 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._make_visit(cls.assignment, cls.day(3, 4), state="confirmed")
        cls.second = cls._make_visit(cls.assignment, cls.day(3, 5), state="confirmed")

    def _as_manager(self, visit):
        return visit.with_user(self.manager)

    def test_a_correction_is_a_numbered_entry_with_decision_and_reason(self):
        correction = self._as_manager(self.first).action_correct(60, **DECISION)
        self.assertRecordValues(
            correction,
            [
                {
                    "corrects_id": self.first.id,
                    "correction_kind": "correct",
                    "correction_decision": "Doc 7",
                    "correction_reason": "The adviser left at ten",
                    "minutes": -60,
                    "date": self.first.date,
                    "state": "confirmed",
                    "number": 3,
                    "volume_id": self.first.volume_id.id,
                    "confirmed_by_id": self.manager.id,
                    "marks": "Late entry, Corrects entry No. 1"
                    if correction.is_late_entry
                    else "Corrects entry No. 1",
                }
            ],
        )
        self.assertEqual((self.first.minutes, self.first.is_annulled), (120, False))
        self.assertIn("Corrected by entry No. 3", self.first.marks)

    def test_an_entry_named_twice_is_corrected_once(self):
        twice = self._as_manager(self.first.browse(self.first.ids * 2))
        self.assertEqual(len(twice.action_correct(90, **DECISION)), 1)
        self.assertEqual(self.first._get_counted_minutes(), 90)
        self.assertEqual(len(twice.action_annul(**DECISION)), 1)

    def test_a_second_correction_starts_from_the_first(self):
        self._as_manager(self.first).action_correct(60, **DECISION)
        again = self._as_manager(self.first).action_correct(90, **DECISION)
        self.assertEqual(again.minutes, 30)
        nothing = self._as_manager(self.first).action_correct(**DECISION)
        self.assertEqual(nothing.minutes, 0)
        annulment = self._as_manager(self.first).action_annul(**DECISION)
        self.assertEqual(annulment.minutes, -90)

    def test_an_annulled_entry_stays_struck_out_in_the_volume(self):
        annulments = self._as_manager(self.first | self.second).action_annul(**DECISION)
        self.assertEqual(annulments.mapped("number"), [3, 4])
        self.assertEqual((self.first | self.second).mapped("is_annulled"), [True] * 2)
        self.assertIn("Annulled by entry No. 3", self.first.marks)
        self.assertIn("Annuls entry No. 1", annulments[0].marks)
        for action in ("action_annul", "action_correct"):
            with self.assertRaisesRegex(UserError, "annulled already"):
                getattr(self._as_manager(self.first), action)(**DECISION)

    def test_only_a_manager_decides_with_a_document_and_a_reason(self):
        for user in (self.officer, self.township_officer, self.advisor_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.first.with_user(user).action_annul(**DECISION)
        for name in DECISION:
            for action in ("action_annul", "action_correct"):
                with self.subTest(name=name), self.assertRaises(UserError):
                    getattr(self._as_manager(self.first), action)(
                        **DECISION | {name: " "}
                    )

    def test_what_is_not_confirmed_or_a_correction_itself_is_not_corrected(self):
        draft = self._make_visit(self.assignment, self.day(3, 6))
        with self.assertRaisesRegex(UserError, "not confirmed"):
            self._as_manager(draft).action_correct(60, **DECISION)
        correction = self._as_manager(self.first).action_correct(60, **DECISION)
        with self.assertRaisesRegex(UserError, self.first.reference):
            correction.action_annul(**DECISION)
        for minutes in (0, -5, 1441):
            with self.assertRaisesRegex(UserError, "at most a day"):
                self._as_manager(self.first).action_correct(minutes, **DECISION)

    def test_nothing_is_corrected_in_a_closed_year(self):
        self.program._guarded_write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "closed"):
            self._as_manager(self.first).action_annul(**DECISION)

    @mute_logger("odoo.sql_db")
    def test_the_database_strikes_out_nothing_without_an_annulling_entry(self):
        statements = (
            "UPDATE legal_visit SET is_annulled = TRUE WHERE id = %s",
            "UPDATE legal_visit SET minutes = 5 WHERE id = %s",
        )
        self.env.flush_all()
        for statement in statements:
            with (
                self.assertRaises(errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [self.first.id])
        self._as_manager(self.first).action_annul(**DECISION)
        self.env.flush_all()
        with self.assertRaises(errors.RestrictViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE legal_visit SET is_annulled = FALSE WHERE id = %s",
                [self.first.id],
            )
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE legal_visit SET correction_kind = NULL WHERE corrects_id = %s",
                [self.first.id],
            )

    def test_the_dialog_corrects_and_annuls(self):
        dialog = self.env["legal.visit.decision"].with_user(self.manager)
        dialog.create(
            {
                "visit_ids": [(6, 0, self.first.ids)],
                "decision": "correct",
                "minutes": 60,
                "document": "Doc 7",
                "reason": "Left early",
            }
        ).action_apply()
        dialog.create(
            {
                "visit_ids": [(6, 0, self.second.ids)],
                "decision": "annul",
                "document": "Doc 8",
                "reason": "Another village",
            }
        ).action_apply()
        self.assertEqual(self.first.correction_ids.minutes, -60)
        self.assertTrue(self.second.is_annulled)
