"""Parts of an entry that change while it is numbered (rule 7); run by dev/test."""

import base64
from contextlib import contextmanager

import copies
from psycopg2 import errors

from odoo import SUPERUSER_ID
from odoo.api import Environment

YEAR = 2026


class TestPartsAtOnce(copies.CopyCase):
    """What an entry's hash tells is what its parts say, whoever was quicker."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            program = env["legal.program"].create(
                {
                    "year": YEAR,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "Document 1",
                }
            )
            program.action_open()
            firm = env["res.partner"].create({"name": "Firm", "is_company": True})
            advisor = env["legal.advisor"].create({"name": "Li", "firm_id": firm.id})
            advisor._guarded_write({"state": "qualified"})
            advisor._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
            township = env["legal.township"].create(
                {"name": "East Township", "code": "654002001"}
            )
            village = env["legal.village"].create(
                {
                    "name": "Village",
                    "code": "654002001201",
                    "township_id": township.id,
                }
            )
            assignment = env["legal.assignment"].create(
                {
                    "program_id": program.id,
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                }
            )
            assignment.action_activate()
            self.assignment = assignment.id

    def _make_visit(self):
        with self.environment() as env:
            visit = env["legal.visit"].create(
                {
                    "assignment_id": self.assignment,
                    "date": f"{YEAR}-02-04",
                    "hour_from": 9,
                    "hour_to": 10,
                    "proof_ids": [
                        (0, 0, {"name": "a.txt", "datas": base64.b64encode(b"a")})
                    ],
                    "matter_ids": [
                        (
                            0,
                            0,
                            {
                                "category_id": env["legal.matter.category"]
                                .search([], limit=1)
                                .id,
                                "summary": "Rent",
                            },
                        )
                    ],
                }
            )
            return visit.id

    def _make_lecture(self):
        with self.environment() as env:
            lecture = env["legal.lecture"].create(
                {
                    "assignment_id": self.assignment,
                    "topic": "Land",
                    "date": f"{YEAR}-02-05",
                    "hour_from": 9,
                    "hour_to": 10,
                    "place": "Hall",
                }
            )
            lecture.action_hold()
            return lecture.id

    @contextmanager
    def _begun_before(self):
        """An environment that sees nothing of what is committed from now on."""
        with self.registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            env["legal.visit"].search_count([])
            yield env
            cr.rollback()

    def _confirm(self, visit_id):
        with self.environment() as env:
            self._number(env, visit_id)

    def _number(self, env, visit_id):
        visit = env["legal.visit"].browse(visit_id)
        if visit.state == "draft":
            visit.action_submit()
        visit.action_confirm()

    def _change_matter(self, visit):
        visit.matter_ids.summary = "Something else"

    def _add_matter(self, visit):
        visit.matter_ids = [
            (0, 0, {"category_id": visit.matter_ids.category_id.id, "summary": "More"})
        ]

    def _change_proof(self, visit):
        visit.proof_ids.raw = b"b"

    def _take_off_proof(self, visit):
        visit.proof_ids = [(5,)]

    def _get_changes(self):
        return (
            self._change_matter,
            self._add_matter,
            self._change_proof,
            self._take_off_proof,
        )

    def test_no_part_changes_that_was_numbered_since_the_change_began(self):
        for change in self._get_changes():
            with self.subTest(change=change.__name__):
                visit_id = self._make_visit()
                with self._begun_before() as late:
                    self._confirm(visit_id)
                    with self.assertRaises(errors.SerializationFailure):
                        change(late["legal.visit"].browse(visit_id))
                        late.flush_all()
                self._assert_whole(visit_id)

    def test_no_entry_is_numbered_whose_parts_changed_since_that_began(self):
        for change in self._get_changes():
            with self.subTest(change=change.__name__):
                visit_id = self._make_visit()
                with self._begun_before() as late:
                    with self.environment() as env:
                        change(env["legal.visit"].browse(visit_id))
                    with self.assertRaises(errors.SerializationFailure):
                        self._number(late, visit_id)
                self._confirm(visit_id)
                self._assert_whole(visit_id)

    def test_a_lecture_and_its_entry_tell_the_same_whoever_is_quicker(self):
        lecture_id = self._make_lecture()
        with self.environment() as env:
            visit_id = env["legal.lecture"].browse(lecture_id).visit_id.id
            public = env["legal.lecture.audience"].search([], limit=1).id
        for values in ({"topic": "Other"}, {"audience_ids": [(4, public)]}):
            with self.subTest(values=values), self._begun_before() as late:
                with self.environment() as env:
                    env["legal.lecture"].browse(lecture_id).write(values)
                with self.assertRaises(errors.SerializationFailure):
                    self._number(late, visit_id)
        with self._begun_before() as late:
            self._confirm(visit_id)
            for values in ({"topic": "Third"}, {"audience_ids": [(5,)]}):
                with (
                    self.subTest(values=values),
                    self.assertRaises(errors.SerializationFailure),
                    late.cr.savepoint(),
                ):
                    late["legal.lecture"].browse(lecture_id).write(values)
                    late.flush_all()
        self._assert_whole(visit_id)

    def _assert_whole(self, visit_id):
        with self.environment() as env:
            visit = env["legal.visit"].browse(visit_id)
            self.assertTrue(visit.number)
            visit.volume_id.action_verify()
            # The next one is of another hour.
            visit.action_annul("Decision 1", "Mistake")
