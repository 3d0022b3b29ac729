from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SIGNED_PAPER
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitSteps(VisitCase):
    # === Defaults ===

    def test_no_default_of_a_caller_sets_what_only_actions_set(self):
        by_officer = self.visits.with_user(self.officer).with_context(
            default_state="confirmed",
            default_confirmed_by_kind="deemed",
            default_recognised_by_id=self.manager.id,
        )
        visit = by_officer.create({"assignment_id": self.assignment.id})
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "draft",
                    "confirmed_by_kind": False,
                    "recognised_by_id": False,
                }
            ],
        )
        self.env["ir.default"].with_user(self.officer).set(
            "legal.visit", "is_late_entry", True, user_id=True
        )
        visit = self.visits.with_user(self.officer).create(
            {"assignment_id": self.assignment.id}
        )
        self.assertFalse(visit.is_late_entry)

    def test_no_default_of_a_caller_passes_by_the_rules_of_times_and_matters(self):
        visit = self.visits.with_context(
            default_assignment_id=self.assignment.id,
            default_date=self.day(3, 9),
            default_time_start=f"{self.year}-03-03 02:00:00",
            default_time_stop=f"{self.year}-03-03 03:00:00",
            default_minutes=600,
        ).create({})
        self.assertEqual((visit.date, visit.minutes), (self.day(3, 3), 60))
        visit.action_submit()
        category = self.env["legal.matter.category"].search([], limit=1)
        with self.assertRaisesRegex(UserError, "has been submitted"):
            self.env["legal.matter"].with_context(default_visit_id=visit.id).create(
                {"category_id": category.id, "summary": "Added later"}
            )

    # === Confirming ===

    def test_confirming_opens_the_volume_and_numbers_by_date(self):
        later = self._make_visit(self.assignment, self.day(3, 5), state="submitted")
        earlier = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        elsewhere = self._make_visit(
            self.other_assignment, self.day(3, 6), state="submitted"
        )
        (later | elsewhere | earlier).action_confirm()
        self.assertEqual((earlier.number, later.number, elsewhere.number), (1, 2, 1))
        self.assertNotEqual(elsewhere.volume_id, later.volume_id)
        third = self._make_visit(self.assignment, self.day(3, 3), state="confirmed")
        self.assertEqual((third.number, third.volume_id), (3, later.volume_id))
        self.assertRecordValues(
            third.volume_id,
            [
                {
                    "village_id": self.village_1.id,
                    "program_id": self.program.id,
                    "township_id": self.township_1.id,
                    "company_id": self.company.id,
                    "state": "open",
                    "last_number": 3,
                }
            ],
        )

    def test_who_confirmed_stays_visible(self):
        by_village = self._make_visit(
            self.assignment, self.day(3, 4), state="submitted"
        )
        by_township = self._make_visit(
            self.assignment, self.day(3, 5), state="submitted"
        )
        deemed = self._make_visit(self.assignment, self.day(3, 6), state="submitted")
        by_village.with_user(self.committee_user).action_confirm()
        by_township.with_user(self.township_officer).action_confirm(paper=SIGNED_PAPER)
        deemed.action_confirm("deemed")
        self.assertRecordValues(
            by_village | by_township | deemed,
            [
                {
                    "confirmed_by_kind": "village",
                    "confirmed_by_id": self.committee_user.id,
                },
                {
                    "confirmed_by_kind": "township",
                    "confirmed_by_id": self.township_officer.id,
                },
                {"confirmed_by_kind": "deemed", "confirmed_by_id": self.env.uid},
            ],
        )

    def test_only_the_system_deems_hours_confirmed(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        with self.assertRaises(AccessError):
            visit.with_user(self.manager).action_confirm("deemed")

    def test_nobody_confirms_on_behalf_of_somebody_else(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        with self.assertRaises(AccessError):
            visit.with_user(self.officer).action_confirm("village")
        with self.assertRaises(AccessError):
            visit.with_user(self.committee_user).action_confirm("township")

    def test_other_people_do_not_confirm(self):
        visit = self._make_visit(
            self.other_assignment, self.day(3, 4), state="submitted"
        )
        other_township = self._make_user("township_2", "group_legal_township")
        self.township_2.user_ids = other_township
        for user in (
            self.committee_user,
            self.finance,
            self.leading,
            self.plain_user,
            self.other_officer,
            other_township,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                visit.with_user(user).action_confirm()

    def test_the_adviser_never_confirms_an_own_entry_whatever_other_role(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        own = visit.with_user(self.advisor_user)
        own.action_submit()
        with self.assertRaises(AccessError):
            own.action_confirm()
        self.village_1.user_ids |= self.advisor_user
        with self.assertRaises(AccessError):
            own.action_confirm()
        self.advisor.user_id = self.officer
        with self.assertRaises(AccessError):
            visit.with_user(self.officer).action_confirm()
        with self.assertRaises(AccessError):
            visit.with_user(self.officer).sudo().action_confirm()

    def test_a_draft_is_not_confirmed(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        with self.assertRaisesRegex(UserError, "Only a submitted entry"):
            visit.action_confirm()
        visit.action_submit()
        visit.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed already"):
            visit.action_confirm()

    def test_nothing_is_confirmed_in_a_closed_year(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        draft = self._make_visit(self.assignment, self.day(3, 5))
        self.program._guarded_write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "closed"):
            visit.action_confirm()
        with self.assertRaisesRegex(UserError, "closed"):
            draft.action_submit()

    def test_a_refusal_names_every_entry_and_changes_none(self):
        good = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        draft = self._make_visit(self.assignment, self.day(3, 5))
        rejected = self._make_visit(self.assignment, self.day(3, 6), state="rejected")
        with self.assertRaises(UserError) as caught:
            (good | draft | rejected).action_confirm()
        self.assertIn(draft.reference, str(caught.exception))
        self.assertIn(rejected.reference, str(caught.exception))
        self.assertEqual(good.state, "submitted")

    # === Disputing and rejecting ===

    def test_the_village_disputes_and_the_township_overrules(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        visit.with_user(self.committee_user).action_dispute("He left at ten")
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "disputed",
                    "disputed_by_id": self.committee_user.id,
                    "dispute_reason": "He left at ten",
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "township decides"):
            visit.with_user(self.committee_user).action_confirm()
        visit.with_user(self.township_officer).action_confirm(
            answer="The sheet says 11"
        )
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "confirmed",
                    "number": 1,
                    "dispute_upheld": False,
                    "dispute_answer": "The sheet says 11",
                }
            ],
        )

    def test_an_upheld_dispute_goes_back_to_the_adviser_and_stays_on_record(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="disputed")
        visit.with_user(self.township_officer).action_reject("Ten it was")
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "rejected",
                    "dispute_upheld": True,
                    "rejected_by_id": self.township_officer.id,
                    "reject_reason": "Ten it was",
                }
            ],
        )
        own = visit.with_user(self.advisor_user)
        for user in (self.advisor_user, self.officer, self.manager):
            with self.assertRaisesRegex(UserError, "stays on record"):
                visit.with_user(user).unlink()
        own.hour_to = 10
        with self.assertRaisesRegex(UserError, "set it back to draft"):
            own.action_submit()
        own.action_reset()
        own.action_submit()
        self.assertEqual((visit.state, visit.minutes), ("submitted", 60))
        self.assertTrue(visit.dispute_upheld)

    def test_an_upheld_dispute_does_not_move_to_another_month_or_assignment(self):
        other = self.other_assignment
        visit = self._make_visit(self.assignment, self.day(3, 4), state="disputed")
        visit.action_reject("Ten it was")
        for vals in (
            {"assignment_id": other.id, "village_id": self.village_2.id},
            {"date": self.day(4, 4)},
        ):
            for user in (self.advisor_user, self.officer):
                with (
                    self.subTest(vals=vals, user=user.login),
                    self.assertRaises(UserError),
                ):
                    visit.with_user(user).write(vals)
        visit.with_user(self.advisor_user).date = self.day(3, 5)
        self.assertEqual(visit.date, self.day(3, 5))

    def test_rejecting_without_a_dispute_upholds_none(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="rejected")
        self.assertFalse(visit.dispute_upheld)

    def test_the_village_does_not_reject(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="submitted")
        with self.assertRaises(AccessError):
            visit.with_user(self.committee_user).action_reject("No")

    def test_wrong_states_are_refused(self):
        draft = self._make_visit(self.assignment, self.day(3, 4))
        confirmed = self._make_visit(self.assignment, self.day(3, 5), state="confirmed")
        for visit in (draft, confirmed):
            for action in ("action_dispute", "action_reject", "action_reset"):
                with (
                    self.subTest(state=visit.state, action=action),
                    self.assertRaises(UserError),
                ):
                    getattr(visit, action)(*["Wrong day"] * (action != "action_reset"))

    # === Editing ===

    def test_only_drafts_and_rejected_entries_are_edited_or_deleted(self):
        for index, state in enumerate(("submitted", "disputed", "confirmed")):
            visit = self._make_visit(
                self.assignment, self.day(3, 10 + index), state=state
            )
            with self.subTest(state=state):
                with self.assertRaises(UserError):
                    visit.place = "Elsewhere"
                with self.assertRaises(UserError):
                    visit.matter_ids.advice = "Changed"
                with self.assertRaises(UserError):
                    visit.write({"matter_ids": [(5, 0, 0)]})
                with self.assertRaises(UserError):
                    visit.matter_ids.unlink()
                with self.assertRaises(UserError):
                    visit.unlink()
        for index, state in enumerate(("draft", "rejected")):
            visit = self._make_visit(
                self.assignment, self.day(3, 20 + index), state=state
            )
            visit.place = "Elsewhere"
            visit.unlink()
            self.assertFalse(visit.exists())

    def test_a_mended_entry_keeps_the_day_of_its_first_submission(self):
        visit = self._make_visit(self.assignment, self.day(5, 18), state="submitted")
        first = visit.submitted_at
        visit.action_reject("Wrong place")
        self._go_on_at("2026-06-20 02:00:00")
        visit.action_reset()
        visit.action_submit()
        self.assertEqual(visit.submitted_at, first)
        self.assertFalse(visit.is_late_entry)
        visit.action_reject("Wrong day")
        visit.action_reset()
        visit.date = self.day(6, 19)
        visit.action_submit()
        self.assertGreater(visit.submitted_at, first)

    def test_recorded_more_than_seven_days_later_is_a_late_entry(self):
        in_time = self._make_visit(self.assignment, self.day(5, 13), state="submitted")
        late = self._make_visit(self.assignment, self.day(5, 12), state="submitted")
        self.assertFalse(in_time.is_late_entry)
        self.assertTrue(late.is_late_entry)
        self.assertEqual(late.marks, "Late entry")

    # === Guard ===

    def test_what_actions_set_is_refused_on_every_path(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        values = {
            "state": "confirmed",
            "submitted_at": "2026-03-04 10:00:00",
            "submitted_by_id": self.officer.id,
            "is_late_entry": True,
            "confirmed_at": "2026-03-04 10:00:00",
            "confirmed_by_id": self.officer.id,
            "confirmed_by_kind": "village",
            "dispute_upheld": True,
            "dispute_reason": "x",
            "recognised_by_id": self.manager.id,
            "recognised_reason": "x",
            "long_day_agreed_by_id": self.manager.id,
            "number": 7,
            "corrects_id": visit.id,
            "is_annulled": True,
            "township_id": self.township_2.id,
            "reference": "FW-1",
        }
        base = {"assignment_id": self.assignment.id, "date": self.day(3, 5)}
        for user in (self.env.user, self.manager, self.advisor_user):
            for name, value in values.items():
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(UserError):
                        visit.with_user(user).sudo(user == self.env.user).write(
                            {name: value}
                        )
                    with self.assertRaises(UserError):
                        self.visits.with_user(user).create(base | {name: value})
        with self.assertRaises(UserError):
            visit.with_context(legal_guard=True, legal_guard_lifted=1).write(
                {"state": "confirmed"}
            )

    def test_an_import_cannot_set_a_state(self):
        result = self.visits.load(
            ["assignment_id/.id", "date", "state"],
            [[str(self.assignment.id), "2026-03-04", "Confirmed"]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("cannot be set directly", result["messages"][0]["message"])

    def test_references_are_given_from_creation_by_year(self):
        first, second = self.visits.create(
            [
                {"assignment_id": self.assignment.id, "date": self.day(3, 4)},
                {"assignment_id": self.assignment.id, "date": self.day(3, 5)},
            ]
        )
        self.assertRegex(first.reference, rf"^FW{self.year}-\d{{6}}$")
        self.assertEqual(int(second.reference[-6:]), int(first.reference[-6:]) + 1)

    def test_a_bureau_may_number_its_references_another_way(self):
        first = self.visits.create({"assignment_id": self.assignment.id})
        sequence = self.company.legal_visit_sequence_id
        sequence.write(
            {"prefix": "A%(range_year)s/", "padding": 3, "implementation": "no_gap"}
        )
        second = self.visits.create({"assignment_id": self.assignment.id})
        self.assertTrue(first.reference)
        self.assertEqual(second.reference, f"A{self.year}/001")

    def test_a_thousand_entries_are_confirmed_in_a_fixed_number_of_queries(self):
        def confirm(month, count):
            visits = self.visits.create(
                [
                    {
                        "assignment_id": self.assignment.id,
                        "date": self.day(month, 1 + index // 20),
                        "hour_from": 1 + index % 20,
                        "hour_to": 2 + index % 20,
                    }
                    for index in range(count)
                ]
            )
            visits.action_submit()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            visits.action_confirm()
            self.env.flush_all()
            return visits, self.env.cr.sql_log_count - before

        _few, few_queries = confirm(2, 20)
        many, many_queries = confirm(3, 500)
        self.assertLessEqual(many_queries, few_queries + 5)
        self.assertEqual(
            sorted(many.mapped("number")), list(range(21, 521)), "without gap or repeat"
        )
