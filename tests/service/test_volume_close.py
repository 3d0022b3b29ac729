from psycopg2 import errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common import SIGNED_PAPER
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVolumeClose(VisitCase):
    """A closed volume is bound: later entries go into its supplement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._make_visit(cls.assignment, cls.day(3, 4), state="confirmed")
        cls.volume = cls.visit.volume_id

    def _close(self, user=None):
        self.volume.with_user(user or self.township_officer).action_close()

    def _make_late(self, **vals):
        return self._make_visit(self.assignment, self.day(3, 9), **vals)

    def test_closing_says_who_and_when_and_is_final(self):
        self._close()
        self.assertRecordValues(
            self.volume,
            [{"state": "closed", "closed_by_id": self.township_officer.id}],
        )
        self.assertTrue(self.volume.closed_at)
        with self.assertRaisesRegex(UserError, "closed already"):
            self._close()
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(errors.RestrictViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE legal_volume SET last_number = 9 WHERE id = %s",
                [self.volume.id],
            )

    def test_closing_takes_the_year_s_retention_period_and_keeps_it(self):
        with self.assertRefused("Only", AccessError):
            self.program.with_user(self.officer).retention_class = "y10"
        self.program.with_user(self.manager).retention_class = "permanent"
        self.assertFalse(self.volume.retention_class)
        self.assertEqual(self.volume._get_retention_label(), "Permanent")
        self._close()
        self.program.with_user(self.manager).retention_class = "y10"
        self.assertEqual(self.volume.retention_class, "permanent")
        with self.assertRefused("cannot be set directly|final"):
            self.volume.sudo().retention_class = "y10"

    def test_nothing_closed_can_be_removed(self):
        self._close()
        with self.assertRefused("numbered entries|final"):
            self.volume.sudo().unlink()
        with self.assertRefused("no longer be changed or deleted"):
            self.visit.sudo().unlink()
        self.env.flush_all()
        for table in ("legal_volume", "legal_visit"):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(errors.IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE company_id = %s",
                        SQL.identifier(table),
                        self.company.id,
                    )
                )

    def test_what_is_pending_is_named_and_nothing_is_closed(self):
        self._make_visit(self.assignment, self.day(3, 5), state="submitted")
        self._make_visit(self.assignment, self.day(3, 6))
        self.env["legal.lecture"].create(
            {
                "assignment_id": self.assignment.id,
                "date": self.day(3, 7),
                "hour_from": 9,
                "hour_to": 10,
                "topic": "Inheritance",
            }
        )
        with self.assertRaisesRegex(
            UserError, "2 entries not confirmed; 1 lectures not filed"
        ):
            self._close()
        self.assertEqual(self.volume.state, "open")
        volume = self.volume.with_user(self.township_officer)
        self.assertEqual(
            (volume.pending_visit_count, volume.pending_lecture_count), (2, 1)
        )
        for action, count in (
            (volume.action_view_pending_visits(), 2),
            (volume.action_view_pending_lectures(), 1),
        ):
            found = self.env[action["res_model"]].with_user(self.township_officer)
            self.assertEqual(found.search_count(action["domain"]), count)

    def test_nothing_is_said_to_be_pending_in_a_closed_volume(self):
        self._close()
        self._make_visit(
            self.assignment, self.day(3, 8), state="confirmed", supplement_reason="Lost"
        )
        self._make_late(state="submitted", supplement_reason="Found")
        self.env.invalidate_all()
        self.assertEqual(self.volume.pending_visit_count, 0)
        self.assertEqual(self.volume.supplement_ids.pending_visit_count, 1)

    def test_an_upheld_objection_stays_on_record_and_keeps_no_volume_open(self):
        visit = self._make_visit(self.assignment, self.day(3, 5), state="disputed")
        visit.with_user(self.officer).action_reject("Nobody came")
        self.assertTrue(visit.dispute_upheld)
        self.assertEqual(self.volume.pending_visit_count, 0)
        self._close()

    def test_a_lecture_whose_entry_was_annulled_keeps_no_volume_open(self):
        lecture = self.env["legal.lecture"].create(
            {
                "assignment_id": self.assignment.id,
                "date": self.day(3, 7),
                "hour_from": 9,
                "hour_to": 10,
                "topic": "Inheritance",
                "audience_count": 20,
                "place": "Village office",
            }
        )
        lecture.action_hold()
        lecture.visit_id.action_confirm()
        with self.assertRefused("1 lectures not filed"):
            self._close()
        lecture.visit_id.with_user(self.manager).action_annul("Doc 7", "Not held")
        self._close()

    @mute_logger("odoo.sql_db")
    def test_the_database_gives_no_number_of_a_closed_volume(self):
        late = self._make_late(state="submitted")
        self._make_late(state="draft").unlink()
        late.with_user(self.officer).action_reject("Wrong day")
        late.unlink()
        self._close()
        other = self._make_late(supplement_reason="Found in a drawer")
        other.action_submit()
        self.env.flush_all()
        numbered = (
            "volume_id = %s, number = 2, entry_hash = 'x', chain_format = 2, "
            "state = 'confirmed'"
        )
        for statement, parameters in (
            (
                f"UPDATE legal_visit SET {numbered} WHERE id = %s",
                (self.volume.id, other.id),
            ),
            (
                "INSERT INTO legal_visit (reference, assignment_id, advisor_id, "
                "village_id, township_id, program_id, company_id, date, time_start, "
                "time_stop, minutes, service_mode, service_form, source, state, "
                "volume_id, number, entry_hash, chain_format) "
                "SELECT 'X', assignment_id, advisor_id, village_id, township_id, "
                "program_id, company_id, date, time_start, time_stop, minutes, "
                "'phone', service_form, source, 'confirmed', %s, 2, 'x', 2 "
                "FROM legal_visit WHERE id = %s",
                (self.volume.id, other.id),
            ),
            ("TRUNCATE legal_visit CASCADE", ()),
        ):
            with (
                self.subTest(statement[:6]),
                self.assertRaises(errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, parameters)

    def test_an_entry_submitted_while_the_volume_closed_gives_its_reason_first(self):
        self._close()
        late = self._make_late(supplement_reason="Found in a drawer")
        late.action_submit()
        late.flush_recordset()
        # As when the two did not see one another.
        self.env.cr.execute(
            "UPDATE legal_visit SET supplement_reason = NULL WHERE id = %s", [late.id]
        )
        late.invalidate_recordset()
        with self.assertRefused("closed meanwhile"):
            late.with_user(self.officer).action_confirm(paper=SIGNED_PAPER)
        late.with_user(self.officer).action_reject("Say why it comes so late")
        late.action_reset()
        late.supplement_reason = "Found in a drawer"
        late.action_submit()
        late.with_user(self.officer).action_confirm(paper=SIGNED_PAPER)
        self.assertEqual(late.volume_id.supplement_of_id, self.volume)

    def test_a_bound_volume_keeps_the_names_on_its_cover(self):
        book = self.env["report.village_legal_advisor.paper_volume"]

        def told():
            paper = book._get_paper(self.volume)
            names = ("code", "title", "village", "township", "advisors")
            entry = paper["entries"][0]
            return [
                *(paper[name] for name in names),
                *(entry["advisor"], entry["subject"]),
                entry["matters"][0]["category"],
            ]

        self._close()
        self.env.invalidate_all()
        before = told()
        self.assertEqual(before[0], f"{self.village_1.code}-{self.year}")
        self.village_1.write(
            {
                "name": "Renamed",
                "code": f"{self.township_2.code}299",
                "township_id": self.township_2.id,
            }
        )
        self.township_1.name = "Renamed Township"
        self.advisor.name = "Renamed Adviser"
        self.volume.visit_ids.matter_ids.category_id.name = "Renamed category"
        self.env.invalidate_all()
        self.assertEqual(told(), before)
        self.volume.action_verify()
        late = self._make_late(state="confirmed", supplement_reason="Drawer").volume_id
        self.assertEqual(book._get_paper(late)["township"], self.township_2.name)

    def test_only_the_township_and_the_bureau_close(self):
        for user in (self.finance, self.leading, self.advisor_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._close(user)
        self._close(self.officer)

    def test_a_later_entry_needs_a_reason_and_goes_into_the_supplement(self):
        self._close()
        late = self._make_late()
        self.assertTrue(late.is_after_closing)
        with self.assertRaisesRegex(UserError, "comes only now"):
            late.action_submit()
        late.supplement_reason = "Found in a drawer"
        late.action_submit()
        late.with_user(self.township_officer).action_confirm(paper=SIGNED_PAPER)
        self.assertRecordValues(
            late.volume_id,
            [
                {
                    "supplement_of_id": self.volume.id,
                    "state": "open",
                    "last_number": 1,
                    "township_id": self.volume.township_id.id,
                }
            ],
        )
        self.assertIn("After closing", late.marks)
        self.assertIn("supplement", late.volume_id.display_name)
        self.assertEqual(self.volume.last_number, 1)
        again = self._make_visit(
            self.assignment,
            self.day(3, 10),
            state="confirmed",
            supplement_reason="In the same drawer",
        )
        self.assertEqual((again.volume_id, again.number), (late.volume_id, 2))

    def test_a_correction_after_closing_goes_into_the_supplement(self):
        self._close()
        correction = self.visit.with_user(self.manager).action_correct(
            60, "Doc 7", "Left early"
        )
        self.assertEqual(correction.volume_id.supplement_of_id, self.volume)
        # Both are No. 1 of their volumes: told apart by their references.
        self.assertIn(f"Corrects {self.visit.reference}", correction.marks)
        self.assertIn("After closing", correction.marks)
        self.assertIn(f"Corrected by {correction.reference}", self.visit.marks)

    def test_a_closed_supplement_is_followed_by_another_one(self):
        self._close()
        first = self._make_late(state="confirmed", supplement_reason="Drawer")
        first.volume_id.with_user(self.officer).action_close()
        second = self._make_visit(
            self.assignment,
            self.day(3, 11),
            state="confirmed",
            supplement_reason="Other drawer",
        )
        self.assertEqual(second.number, 1)
        self.assertEqual(self.volume.supplement_ids, first.volume_id | second.volume_id)
