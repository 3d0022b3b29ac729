from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SIGNED_PAPER
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitBypass(VisitCase):
    """Rule 7 against every role that calls what the screens do not offer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._make_visit(cls.assignment, cls.day(3, 4))
        cls.matter = cls.visit.matter_ids
        cls.proof, cls.file = (
            cls.env["ir.attachment"].create(
                {
                    "name": "file.txt",
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
        cls.slot = cls.env["legal.assignment.slot"].create(
            {
                "assignment_id": cls.assignment.id,
                "weekday": "2",
                "hour_from": 9,
                "hour_to": 11,
                "place": "Office",
            }
        )
        cls.users = (
            cls.township_officer,
            cls.officer,
            cls.manager,
            cls.advisor_user,
            cls.committee_user,
        )
        cls.env.flush_all()

    def assertRefusedToEverybody(self, changes):
        for user in self.users:
            for name, change in changes.items():
                self.env.invalidate_all()
                with (
                    self.subTest(user=user.login, change=name),
                    self.assertRaises(UserError),
                ):
                    change(user)
                    self.env.flush_all()

    def _get_changes(self):
        """Ways to alter an entry, its matters and its files, by name."""
        visit, matter = self.visit.with_user, self.matter.with_user
        values = {
            "place": "Elsewhere",
            "date": self.day(3, 5),
            "minutes": 300,
            "service_mode": "phone",
            "slot_id": self.slot.id,
            "assignment_id": self.other_assignment.id,
            "proof_ids": [Command.clear()],
            "paper_ids": [Command.create({"name": "x", "datas": SIGNED_PAPER})],
            "matter_ids": [Command.clear()],
            "state": "confirmed",
        }
        changes = {
            f"write {name}": lambda user, name=name: visit(user).write(
                {name: values[name]}
            )
            for name in values
        }
        for file in (self.proof, self.file):
            theirs = file.with_user
            changes |= {
                f"{file.res_model} {name}": change
                for name, change in {
                    "file's text": lambda user, at=theirs: at(user).write(
                        {"raw": b"other"}
                    ),
                    "file's name": lambda user, at=theirs: at(user).write(
                        {"name": "other.txt"}
                    ),
                    "file moved": lambda user, at=theirs: at(user).write(
                        {"res_model": False, "res_id": 0}
                    ),
                    "file deleted": lambda user, at=theirs: at(user).unlink(),
                }.items()
            }
        return changes | {
            "delete": lambda user: visit(user).unlink(),
            "matter": lambda user: matter(user).write({"advice": "Changed"}),
            "matter's client": lambda user: matter(user).write(
                {"client_kind": "committee"}
            ),
            "matter deleted": lambda user: matter(user).unlink(),
            "matter added": lambda user: matter(user).create(
                {"visit_id": self.visit.id, "category_id": self.matter.category_id.id}
            ),
        }

    def test_a_submitted_entry_is_altered_by_nobody(self):
        self.assertRefusedToEverybody(self._get_changes())

    def test_a_disputed_entry_is_altered_by_nobody(self):
        self.visit.action_dispute("Wrong day")
        self.assertRefusedToEverybody(self._get_changes())

    def test_a_confirmed_entry_is_altered_by_nobody(self):
        self.visit.with_user(self.township_officer).action_confirm(paper=SIGNED_PAPER)
        paper = self.visit.paper_ids
        self.assertRefusedToEverybody(
            self._get_changes()
            | {
                "paper": lambda user: paper.with_user(user).write({"raw": b"other"}),
                "paper gone": lambda user: paper.with_user(user).unlink(),
            }
        )

    def test_files_of_a_rejected_entry_can_be_mended(self):
        self.visit.action_reject("The sheet is another day's")
        self.proof.with_user(self.township_officer).write({"name": "right.txt"})
        self.file.with_user(self.township_officer).unlink()
        self.assertFalse(self.matter.file_ids)

    def test_nobody_creates_an_entry_that_is_already_decided(self):
        base = {"assignment_id": self.assignment.id, "date": self.day(3, 9)}
        self.assertRefusedToEverybody(
            {
                state: lambda user, state=state: self.visits.with_user(user).create(
                    base | {"state": state}
                )
                for state in ("submitted", "confirmed", "disputed", "rejected")
            }
        )

    def test_a_copy_is_a_draft_without_a_past(self):
        self.visit.with_user(self.township_officer).action_confirm(paper=SIGNED_PAPER)
        for user in (self.township_officer, self.officer, self.advisor_user):
            with self.subTest(user=user.login):
                copy = self.visit.with_user(user).copy().sudo()
                self.assertNotEqual(copy.reference, self.visit.reference)
                for name in copy._get_guarded_fields() - {
                    "state",
                    "reference",
                    "township_id",
                    "program_id",
                    "company_id",
                }:
                    self.assertFalse(copy[name], name)
                self.assertEqual(copy.state, "draft")
                self.assertFalse(copy.matter_ids)
                self.assertFalse(copy.proof_ids)
        with self.assertRaises(UserError):
            self.visit.with_user(self.committee_user).copy()
