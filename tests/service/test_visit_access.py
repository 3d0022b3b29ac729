from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import MODULE
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitAccess(VisitCase):
    """Rule 12 for entries, matters, volumes and their files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matters = cls.env["legal.matter"]
        cls.consultation = cls.env.ref(f"{MODULE}.matter_category_consultation")
        cls.stranger = cls._make_advisor("Wang", cls.day(1))
        cls.strange_assignment = cls._make_assignment(cls.village_4, cls.stranger)
        # village_1: villager's and committee's matter; village_2 and 4: villager's
        cls.visit_1 = cls._make_visit(cls.assignment, cls.day(3, 4), state="draft")
        cls.committee_matter = cls.matters.create(
            {
                "visit_id": cls.visit_1.id,
                "client_kind": "committee",
                "category_id": cls.consultation.id,
                "summary": "Contract for the reservoir",
                "advice": "Ask for a guarantee.",
            }
        )
        cls.villager_matter = cls.visit_1.matter_ids - cls.committee_matter
        cls.villager_file, cls.committee_file, cls.proof = (
            cls.env["ir.attachment"].create(
                {
                    "name": "file.txt",
                    "raw": b"text",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
            for record in (cls.villager_matter, cls.committee_matter, cls.visit_1)
        )
        cls.visit_1.action_submit()
        cls.visit_1.action_confirm()
        cls.visit_2 = cls._make_visit(
            cls.other_assignment, cls.day(3, 5), state="submitted"
        )
        cls.visit_4 = cls._make_visit(
            cls.strange_assignment, cls.day(3, 5), state="submitted"
        )
        cls.draft = cls._make_visit(cls.assignment, cls.day(3, 6))
        cls.all_visits = cls.visit_1 | cls.visit_2 | cls.visit_4 | cls.draft
        cls.all_matters = cls.all_visits.matter_ids

    def _seen(self, model, user):
        return (
            self.env[model]
            .with_user(user)
            .with_context(active_test=False)
            .search([])
            .sudo()
        )

    def test_officer_and_manager_see_their_whole_company(self):
        for user in (self.officer, self.manager):
            self.assertEqual(self._seen("legal.visit", user), self.all_visits.sorted())
            self.assertEqual(len(self._seen("legal.matter", user)), 5)
            self.assertEqual(len(self._seen("legal.volume", user)), 1)
        for model in ("legal.visit", "legal.matter", "legal.volume"):
            self.assertFalse(self._seen(model, self.other_officer))

    def test_a_township_sees_its_own_and_stops_when_the_officer_leaves(self):
        user = self.township_officer
        self.assertEqual(
            self._seen("legal.visit", user),
            (self.visit_1 | self.visit_2 | self.draft).sorted(),
        )
        self.assertNotIn(self.visit_4.matter_ids, self._seen("legal.matter", user))
        with self.assertRaises(AccessError):
            self.visit_4.with_user(user).read(["date"])
        self.township_1.user_ids = False
        self.assertFalse(self._seen("legal.visit", user))
        self.assertFalse(self._seen("legal.volume", user))

    def test_leading_group_and_finance_see_no_entries_and_no_matters(self):
        for user in (self.leading, self.finance, self.plain_user):
            for model in ("legal.visit", "legal.matter", "legal.volume"):
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self._seen(model, user)
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).formatted_read_group(
                            [], ["village_id"], ["__count"]
                        )
            with self.assertRaises(AccessError):
                self.villager_file.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                self.proof.with_user(user).read(["raw"])

    def test_an_adviser_sees_own_entries_for_ever(self):
        user = self.advisor_user
        own = self.visit_1 | self.visit_2 | self.draft
        self.assertEqual(self._seen("legal.visit", user), own.sorted())
        self.assertEqual(self._seen("legal.matter", user), own.matter_ids.sorted())
        self.assignment.action_end(self.day(3, 31), "Ill")
        successor = self._make_assignment(
            self.village_1, self.stranger, start=self.day(4, 1)
        )
        self.assertTrue(successor)
        self.assertEqual(self._seen("legal.visit", user), own.sorted())

    def test_the_responsible_adviser_sees_the_villages_open_matters_only(self):
        open_matter = self.draft.matter_ids
        open_matter.state = "open"
        self.draft.action_submit()
        new_user = self._make_user("advisor_2", "group_legal_portal_advisor")
        self.stranger.user_id = new_user
        own = self.visit_4.matter_ids
        self.assertEqual(self._seen("legal.matter", new_user), own)
        self.assignment.action_end(self.day(3, 31), "Ill")
        self._make_assignment(self.village_1, self.stranger, start=self.day(4, 1))
        seen = self._seen("legal.matter", new_user)
        self.assertEqual(seen, (own | open_matter).sorted())
        with self.assertRaises(AccessError):
            open_matter.with_user(new_user).write({"state": "done"})
        self.assertEqual(self._seen("legal.visit", new_user), self.visit_4)
        self._go_on_at("2027-01-01 02:00:00")
        self.assertEqual(self._seen("legal.matter", new_user), own)

    def test_the_committee_reads_hours_and_its_own_matters_only(self):
        user = self.committee_user
        self.assertEqual(self._seen("legal.visit", user), self.visit_1)
        self.assertEqual(self._seen("legal.matter", user), self.committee_matter)
        row = self.visit_1.with_user(user).read(["date", "hours", "matter_ids"])[0]
        self.assertEqual(row["hours"], 2)
        self.assertEqual(row["matter_ids"], self.committee_matter.ids)
        with self.assertRaises(AccessError):
            self.villager_matter.with_user(user).read(["summary"])
        for file in (self.villager_file, self.committee_file):
            # Portal users get files from pages that check the record first.
            with self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])
        with self.assertRaises(UserError):
            self.visit_1.with_user(user).export_data(["matter_ids/summary"])
        groups = (
            self.env["legal.matter"]
            .with_user(user)
            .formatted_read_group([], ["category_id"], ["__count"])
        )
        self.assertEqual(sum(group["__count"] for group in groups), 1)
        self.village_1.user_ids = False
        self.assertFalse(self._seen("legal.visit", user))

    def test_no_way_round_by_filtering_on_content(self):
        found = (
            self.env["legal.visit"]
            .with_user(self.committee_user)
            .search([("matter_ids.summary", "ilike", "Rent")])
        )
        self.assertFalse(found)

    def test_the_committee_changes_nothing(self):
        user = self.committee_user
        draft = self._make_visit(self.assignment, self.day(3, 9), state="rejected")
        for change in (
            lambda: draft.with_user(user).write({"place": "x"}),
            lambda: draft.with_user(user).unlink(),
            lambda: draft.with_user(user).action_submit(),
            lambda: draft.with_user(user).action_reset(),
            lambda: self.env["legal.visit"]
            .with_user(user)
            .create({"assignment_id": self.assignment.id}),
            lambda: self.committee_matter.with_user(user).write({"outcome": "x"}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_an_adviser_enters_own_services_only(self):
        visits = self.env["legal.visit"].with_user(self.advisor_user)
        own = visits.create(
            {
                "assignment_id": self.assignment.id,
                "date": self.day(4, 1),
                "hour_from": 9,
                "hour_to": 10,
                "place": "Village office",
                "matter_ids": [
                    Command.create(
                        {
                            "category_id": self.consultation.id,
                            "summary": "Wages",
                            "advice": "Ask in writing.",
                        }
                    )
                ],
            }
        )
        own.action_submit()
        self.assertEqual(own.submitted_by_id, self.advisor_user)
        for vals in (
            {"assignment_id": self.strange_assignment.id},
            {
                "assignment_id": self.strange_assignment.id,
                "advisor_id": self.advisor.id,
            },
            {
                "assignment_id": self.assignment.id,
                "advisor_id": self.stranger.id,
            },
        ):
            with self.assertRaises(AccessError):
                visits.create(vals | {"date": self.day(4, 2)})
        draft = self.draft.with_user(self.advisor_user)
        with self.assertRaises(AccessError):
            draft.write({"advisor_id": self.stranger.id})
        with self.assertRaises(AccessError):
            draft.write(
                {
                    "assignment_id": self.strange_assignment.id,
                    "advisor_id": self.advisor.id,
                    "village_id": self.village_4.id,
                }
            )
        with self.assertRaises(AccessError):
            self.matters.with_user(self.advisor_user).create(
                {"visit_id": self.visit_4.id, "category_id": self.consultation.id}
            )

    def test_a_file_of_another_record_is_not_borrowed(self):
        draft = self.draft.with_user(self.advisor_user)
        strange_file = self.env["ir.attachment"].create(
            {
                "name": "strange.txt",
                "raw": b"secret",
                "res_model": "legal.matter",
                "res_id": self.visit_4.matter_ids.id,
            }
        )
        loose_file = self.env["ir.attachment"].create({"name": "x.txt", "raw": b"x"})
        for file in (strange_file, loose_file):
            with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                draft.write({"proof_ids": [Command.link(file.id)]})
            self.assertIn(
                type(caught.exception).__name__, ("AccessError", "ValidationError")
            )

    def test_a_new_file_becomes_its_records_own(self):
        draft = self.draft.with_user(self.township_officer)
        file = (
            self.env["ir.attachment"]
            .with_user(self.township_officer)
            .create({"name": "sheet.txt", "raw": b"x", "res_model": "legal.visit"})
        )
        draft.write({"proof_ids": [Command.link(file.id)]})
        self.assertEqual(file.res_id, draft.id)
        file.with_user(self.officer).read(["raw"])
        draft.write({"proof_ids": [Command.unlink(file.id)]})
        self.assertFalse(file.exists())

    def test_the_reason_wizard_gives_no_rights(self):
        decisions = self.env["legal.visit.decision"].with_user(self.township_officer)
        vals = {"decision": "reject", "reason": "No"}
        with self.assertRaises(AccessError):
            decisions.create(vals | {"visit_ids": self.visit_4.ids}).action_apply()
        with self.assertRaises(AccessError):
            decisions.create(
                vals | {"decision": "recognise", "visit_ids": self.visit_2.ids}
            ).action_apply()

    def test_the_reason_wizard_takes_each_decision(self):
        def decide(visit, decision, user):
            self.env["legal.visit.decision"].with_user(user).with_context(
                active_model="legal.visit", active_ids=visit.ids
            ).create({"decision": decision, "reason": "Because"}).action_apply()

        decide(self.visit_2, "dispute", self.township_officer)
        self.assertEqual(self.visit_2.dispute_reason, "Because")
        decide(self.visit_2, "overrule", self.township_officer)
        self.assertEqual(self.visit_2.dispute_answer, "Because")
        decide(self.visit_4, "reject", self.officer)
        self.assertEqual(self.visit_4.reject_reason, "Because")
        uncovered = self._make_advisor("Sun", self.day(4, 1))
        visit = self._make_visit(
            self._make_assignment(self.village_3, uncovered), self.day(3, 1)
        )
        decide(visit, "recognise", self.manager)
        self.assertEqual(visit.recognised_reason, "Because")
