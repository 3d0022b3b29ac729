from psycopg2 import errors

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.service.lecture_seal import CONTENT_COLUMNS
from ...models.service.volume_chain import chain_hash
from .chain_case import ChainBreaker, verify
from .lecture_case import LectureCase

# A value of each sealed column that the lecture below has not.
OTHER = {
    "date": "2026-05-07",
    "hour_from": 9.75,
    "hour_to": 12.5,
    "place": "Elsewhere",
    "quarter": "3",
    "topic": "Marriage",
    "audience_count": 300,
    "is_wished": False,
    "wish": "Something else",
}


@tagged("post_install", "-at_install")
class TestLectureChain(ChainBreaker, LectureCase):
    """A numbered entry's hash stands for its lecture as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audiences = cls.env["legal.lecture.audience"].create(
            [{"name": "Farmers"}, {"name": "Pupils"}]
        )
        cls.before = cls._make_visit(cls.assignment, cls.day(4, 6), state="confirmed")
        cls.lecture = cls._make_lecture(
            cls.day(5, 6),
            state="held",
            is_wished=True,
            wish="Rents",
            audience_ids=cls.audiences[0].ids,
        )
        cls.entry = cls.lecture.visit_id
        cls.entry.action_confirm()
        cls.volume = cls.entry.volume_id

    def _assert_named(self):
        with self.assertRaisesRegex(UserError, f"No. 2 .{self.entry.reference}"):
            self.volume.action_verify()
        code, said = verify(self.volume._prepare_export())
        self.assertEqual(code, 1, said)
        self.assertIn(f"No. 2 ({self.entry.reference}) does not fit", said)

    def _assert_fits(self):
        self.env.invalidate_all()
        self.volume.action_verify()
        code, said = verify(self.volume._prepare_export())
        self.assertEqual(code, 0, said)

    def _turn_old(self, visits):
        """Number entries as versions before 19.0.1.2.0 did."""
        last = ""
        for visit in visits.sorted("number"):
            digest = chain_hash(visit.personal_salt, visit._get_personal_part(1))
            content = visit._get_chain_content(visit.number, digest, 1)
            last = chain_hash(last, content)
            self._break(
                "UPDATE legal_visit SET chain_format = 1, personal_digest = %s, "
                "entry_hash = %s WHERE id = %s",
                *(digest, last, visit.id),
            )
        self._break(
            "UPDATE legal_volume SET last_hash = %s WHERE id = %s",
            *(last, self.volume.id),
        )

    def test_a_lecture_s_other_topic_is_named_by_the_action_and_the_script(self):
        self._assert_fits()
        self._break(
            "UPDATE legal_lecture SET topic = 'Marriage' WHERE id = %s",
            self.lecture.id,
        )
        self._assert_named()

    def test_every_sealed_column_of_a_lecture_is_noticed(self):
        others = {
            "assignment_id": self.other_assignment.id,
            "advisor_id": self.other_advisor.id,
            "village_id": self.village_4.id,
            "program_id": self._make_program(2028, "draft").id,
            "visit_id": self.before.id,
        } | OTHER
        self.assertEqual(others.keys(), set(CONTENT_COLUMNS))
        for name, value in others.items():
            with self.subTest(column=name), self.env.cr.savepoint() as savepoint:
                self._break(
                    f"UPDATE legal_lecture SET {name} = %s WHERE id = %s",
                    *(value, self.lecture.id),
                )
                self.assertTrue(self.volume._find_misfit())
                # The wish stands in the file by its salted digest only.
                code = int(name != "wish")
                self.assertEqual(verify(self.volume._prepare_export())[0], code)
                savepoint.rollback()
                self.env.invalidate_all()
        self._assert_fits()

    @mute_logger("odoo.sql_db")
    def test_the_audience_of_a_numbered_lecture_is_frozen_in_the_database(self):
        other = self.audiences[1]
        for statement, parameters in (
            (
                "INSERT INTO legal_lecture_audience_rel (lecture_id, audience_id) "
                "VALUES (%s, %s)",
                (self.lecture.id, other.id),
            ),
            (
                "DELETE FROM legal_lecture_audience_rel WHERE lecture_id = %s",
                (self.lecture.id,),
            ),
        ):
            with (
                self.assertRaises(errors.RestrictViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, parameters)

    def test_another_audience_is_named(self):
        self._break(
            "UPDATE legal_lecture_audience_rel SET audience_id = %s "
            "WHERE lecture_id = %s",
            *(self.audiences[1].id, self.lecture.id),
        )
        self._assert_named()

    def test_a_lecture_that_is_gone_is_named(self):
        self._break(
            "DELETE FROM legal_lecture_audience_rel WHERE lecture_id = %s",
            self.lecture.id,
        )
        self._break("DELETE FROM legal_lecture WHERE id = %s", self.lecture.id)
        self._assert_named()

    def test_an_entry_is_not_turned_back_to_a_format_without_its_lecture(self):
        self._break(
            "UPDATE legal_lecture SET topic = 'Marriage' WHERE id = %s",
            self.lecture.id,
        )
        for chain_format in (0, 1, 2):
            self._break(
                "UPDATE legal_visit SET chain_format = %s WHERE id = %s",
                *(chain_format, self.entry.id),
            )
            self._assert_named()

    def test_entries_of_the_older_format_fit_and_newer_ones_follow_them(self):
        self._turn_old(self.before | self.entry)
        self._assert_fits()
        lecture = self._make_lecture(self.day(5, 12), state="held", topic="Debts")
        lecture.visit_id.action_confirm()
        self.assertEqual(
            self.volume.visit_ids.sorted("number").mapped("chain_format"), [1, 1, 3]
        )
        self._assert_fits()
        self._break(
            "UPDATE legal_visit SET place = 'Elsewhere' WHERE id = %s", self.entry.id
        )
        self._assert_named()

    def test_filing_and_annulling_leave_the_chain_whole(self):
        self.lecture.action_submit()
        self.lecture.action_file()
        self.entry.with_user(self.manager).action_annul("Doc 7", "Not held")
        self._assert_fits()

    def test_the_format_is_set_by_numbering_alone(self):
        draft = self._make_visit(self.assignment, self.day(4, 8))
        with self.assertRaises(UserError):
            draft.with_user(self.officer).chain_format = 1
