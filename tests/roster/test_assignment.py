from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import LegalCase


class AssignmentCase(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Adviser A", certified_from=cls.day(1))
        cls.other = cls._make_advisor("Adviser B", certified_from=cls.day(1))

    def _proposal(self, village=None, advisor=None, **kwargs):
        return self._make_assignment(
            village or self.village_1,
            advisor or self.advisor,
            activate=False,
            **kwargs,
        ).with_user(self.officer)

    def _villages(self, count):
        return [
            self._make_village(f"654002002{300 + number}", self.township_2)
            for number in range(count)
        ]

    def _suspend(self, advisor, start, end=None):
        self.env["legal.advisor.suspension"].create(
            {
                "advisor_id": advisor.id,
                "date_start": start,
                "date_end": end,
                "reason": "Under review",
            }
        )


@tagged("post_install", "-at_install")
class TestAssignment(AssignmentCase):
    def test_the_years_of_the_same_two_are_told_apart_where_one_is_chosen(self):
        assignment = self._proposal()
        self.assertNotIn("2026", assignment.display_name)
        chosen = assignment.with_context(formatted_display_name=True)
        self.assertEqual(chosen.display_name, f"{assignment.display_name} \t --2026--")

    # === Proposals ===

    def test_an_officer_proposes_on_the_form(self):
        form = Form(self.env["legal.assignment"].with_user(self.officer))
        self.assertEqual(form.program_id, self.program)
        self.assertEqual(form.date_start, self.program.date_start)
        self.assertEqual(form.date_end, self.program.date_end)
        form.village_id = self.village_1
        form.advisor_id = self.advisor
        form.date_start = self.day(3)
        with form.slot_ids.new() as slot:
            slot.weekday = "1"
            slot.place = "Village office"
        assignment = form.save()
        self.assertEqual(assignment.state, "proposed")
        self.assertEqual(assignment.township_id, self.township_1)
        self.assertEqual(assignment.company_id, self.company)
        self.assertFalse(assignment.activation_note)

    def test_the_form_of_a_saved_proposal_can_be_changed(self):
        assignment = self._proposal()
        with Form(assignment) as form:
            form.date_start = self.day(6)
            form.advisor_id = self.other
        self.assertEqual(assignment.advisor_id, self.other)

    def test_an_assignment_lies_within_its_year(self):
        with self.assertRaisesRegex(ValidationError, "must lie within"):
            self._proposal(start=date(self.year - 1, 12, 31))

    def test_proposals_follow_a_draft_year_that_moves(self):
        draft = self._make_program(self.year + 1, "draft")
        assignment = self._proposal(
            start=draft.date_start, end=draft.date_end, program_id=draft.id
        )
        draft.date_start = date(self.year + 1, 3, 1)
        self.assertEqual(assignment.date_start, date(self.year + 1, 3, 1))

    def test_dates_the_wrong_way_round_are_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            self._proposal(start=self.day(6), end=self.day(5))
        self.assertEqual(
            self.env["legal.assignment"]._sql_error_to_message(caught.exception),
            "The last day is before the first day.",
        )

    def test_adviser_and_village_belong_to_the_same_bureau(self):
        stranger = self._make_advisor("Stranger", company_id=self.other_company.id)
        with self.assertRaises(UserError):
            self._proposal(advisor=stranger)

    # === Activation ===

    def test_activation_copies_the_firm_and_records_who_did_it(self):
        assignment = self._proposal()
        assignment.action_activate()
        self.assertRecordValues(
            assignment,
            [
                {
                    "state": "active",
                    "firm_id": self.firm.id,
                    "activated_by_id": self.officer.id,
                }
            ],
        )
        self.advisor.firm_id = self._make_firm("Other firm")
        self.assertEqual(assignment.firm_id, self.firm, "the firm of the time stays")

    def test_an_active_assignment_cannot_be_edited(self):
        assignment = self._proposal()
        assignment.action_activate()
        for vals in (
            {"village_id": self.village_2.id},
            {"advisor_id": self.other.id},
            {"date_end": self.day(6)},
            {"paid": False},
        ):
            for user in (self.officer, self.env.user):
                with self.assertRaisesRegex(UserError, "no longer a proposal"):
                    assignment.with_user(user).write(vals)

    def test_state_cannot_be_set_by_hand(self):
        assignment = self._proposal()
        for user in (self.officer, self.manager, self.env.user):
            for vals in (
                {"state": "active"},
                {"firm_id": self.firm.id},
                {"cap_override_reason": "Because"},
                {"activated_by_id": self.manager.id},
            ):
                with self.assertRaises(UserError):
                    assignment.with_user(user).write(vals)
        with self.assertRaises(UserError):
            assignment.copy({"state": "active"})
        result = self.env["legal.assignment"].load(
            ["program_id/.id", "village_id/.id", "advisor_id/.id", "state"],
            [
                [
                    str(self.program.id),
                    str(self.village_2.id),
                    str(self.advisor.id),
                    "active",
                ]
            ],
        )
        self.assertFalse(result["ids"])

    def test_only_officers_deploy(self):
        assignment = self._proposal()
        for user in (self.township_officer, self.finance, self.leading):
            for action in ("action_activate", "action_cancel"):
                with self.assertRaises(AccessError):
                    getattr(assignment.with_user(user), action)()

    def test_only_proposals_are_activated(self):
        assignment = self._proposal()
        assignment.action_activate()
        with self.assertRaisesRegex(UserError, "this one is Active"):
            assignment.action_activate()

    def test_the_year_must_be_open(self):
        draft = self._make_program(self.year + 1, "draft")
        assignment = self._proposal(
            start=draft.date_start, end=draft.date_end, program_id=draft.id
        )
        with self.assertRaisesRegex(UserError, "is not open"):
            assignment.action_activate()

    # === Rule 1: one responsible adviser on any day ===

    def test_a_village_has_one_responsible_adviser_on_any_day(self):
        self._proposal(end=self.day(6, 30)).action_activate()
        second = self._proposal(advisor=self.other, start=self.day(6, 30))
        with self.assertRaisesRegex(UserError, "Adviser A already answers for"):
            second.action_activate()
        second.date_start = self.day(7)
        second.action_activate()
        self.assertEqual(second.state, "active")

    def test_the_database_refuses_two_responsible_advisers(self):
        self._proposal().action_activate()
        second = self._proposal(advisor=self.other)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            second._guarded_write({"state": "active"})
            second.flush_recordset()
        self.assertIn(
            "already has a responsible adviser",
            self.env["legal.assignment"]._sql_error_to_message(caught.exception),
        )

    def test_two_proposals_for_one_village_are_not_activated_together(self):
        both = self._proposal() | self._proposal(advisor=self.other)
        with self.assertRaisesRegex(UserError, "Activate only one of the two"):
            both.action_activate()

    def test_cancelled_and_proposed_ones_do_not_count(self):
        first = self._proposal()
        first.action_activate()
        first.action_cancel("A mistake")
        self._proposal(advisor=self.other).action_activate()

    # === Rule 3: the cap ===

    def test_the_cap_of_villages_counts_every_day(self):
        villages = self._villages(11)
        for village in villages[:5]:
            self._proposal(village, end=self.day(6, 30)).action_activate()
        for village in villages[5:10]:
            self._proposal(village, start=self.day(7)).action_activate()
        spanning = self._proposal(
            villages[10], start=self.day(6, 30), end=self.day(7, 1)
        )
        with self.assertRaisesRegex(UserError, "would serve 6 villages at once; at"):
            spanning.action_activate()

    def test_a_few_full_days_in_the_middle_count_too(self):
        villages = self._villages(6)
        for village in villages[:5]:
            self._proposal(
                village, start=self.day(7), end=self.day(7, 3)
            ).action_activate()
        year_long = self._proposal(villages[5])
        with self.assertRaisesRegex(UserError, "would serve 6 villages at once; at"):
            year_long.action_activate()
        year_long.date_end = self.day(6, 30)
        year_long.action_activate()

    def test_a_batch_beyond_the_cap_is_refused_as_a_whole(self):
        proposals = self.env["legal.assignment"].concat(
            *(self._proposal(village) for village in self._villages(6))
        )
        with self.assertRaisesRegex(UserError, "would serve 6 villages"):
            proposals.with_user(self.officer).action_activate()
        self.assertEqual(set(proposals.mapped("state")), {"proposed"})
        proposals[:5].with_user(self.officer).action_activate()

    def test_the_cap_is_the_year_s_standard(self):
        self.program.with_user(self.manager)._correct_standards(
            {"max_villages": 1}, "Because"
        )
        self._proposal().action_activate()
        with self.assertRaisesRegex(UserError, "at most 1 are allowed"):
            self._proposal(self.village_2).action_activate()

    def test_an_adviser_s_own_limit_counts_too(self):
        self.advisor.max_villages = 1
        self._proposal().action_activate()
        with self.assertRaisesRegex(UserError, "at most 1 are allowed"):
            self._proposal(self.village_2).action_activate()

    def test_only_a_manager_goes_beyond_the_cap_with_a_reason(self):
        villages = self._villages(6)
        for village in villages[:5]:
            self._proposal(village).action_activate()
        sixth = self._proposal(villages[5])
        self.assertTrue(sixth.is_over_cap)
        self.assertIn("would serve 6 villages", sixth.activation_note)
        with self.assertRaises(UserError):
            sixth.action_activate("I may")
        with self.assertRaises(UserError):
            sixth.with_user(self.manager).action_activate("   ")
        sixth.with_user(self.manager).action_activate("No other firm nearby")
        self.assertRecordValues(
            sixth,
            [
                {
                    "state": "active",
                    "cap_override_reason": "No other firm nearby",
                    "cap_override_user_id": self.manager.id,
                }
            ],
        )

    def test_a_reason_is_kept_only_where_the_cap_is_exceeded(self):
        assignment = self._proposal().with_user(self.manager)
        assignment.action_activate("Not needed")
        self.assertFalse(assignment.cap_override_reason)

    def test_in_a_batch_only_those_beyond_the_cap_keep_the_reason(self):
        self.other.max_villages = 1
        villages = self._villages(3)
        within = self._proposal(villages[0])
        beyond = self._proposal(villages[1], self.other)
        self._proposal(villages[2], self.other).action_activate()
        (within | beyond).with_user(self.manager).action_activate("Nobody else")
        self.assertFalse(within.cap_override_reason)
        self.assertEqual(beyond.cap_override_reason, "Nobody else")

    # === Rule 4: certificate and suspension ===

    def test_no_certificate_no_assignment(self):
        applicant = self._make_advisor("Applicant")
        with self.assertRaisesRegex(UserError, "no service certificate yet"):
            self._proposal(advisor=applicant).action_activate()

    def test_a_certificate_of_a_later_day_does_not_help_today(self):
        later = self._make_advisor("Later", certified_from=self.day(5, 21))
        with self.assertRaisesRegex(UserError, "no service certificate yet"):
            self._proposal(advisor=later).action_activate()

    def test_nobody_becomes_responsible_while_suspended(self):
        self._suspend(self.advisor, self.day(5, 1))
        with self.assertRaisesRegex(UserError, "is suspended"):
            self._proposal().action_activate()

    def test_a_suspension_of_other_days_does_not_matter(self):
        self._suspend(self.advisor, self.day(2), self.day(5, 19))
        self._suspend(self.advisor, self.day(5, 21))
        self._proposal().action_activate()

    def test_who_has_left_is_not_deployed(self):
        self.advisor._guarded_write({"state": "left"})
        with self.assertRaisesRegex(UserError, "has left"):
            self._proposal().action_activate()

    def test_many_refusals_name_each_assignment(self):
        applicant = self._make_advisor("Applicant")
        proposals = self.env["legal.assignment"].concat(
            *(self._proposal(village, applicant) for village in self._villages(12))
        )
        with self.assertRaises(UserError) as caught:
            proposals.with_user(self.officer).action_activate()
        lines = str(caught.exception).splitlines()
        self.assertEqual(len(lines), 11)
        self.assertIn("2 more", lines[-1])

    # === Deleting ===

    def test_what_was_active_is_never_deleted(self):
        proposal = self._proposal(self.village_2)
        assignment = self._proposal()
        assignment.action_activate()
        with self.assertRaisesRegex(UserError, "stays on record"):
            assignment.unlink()
        assignment.action_cancel()
        with self.assertRaisesRegex(UserError, "stays on record"):
            assignment.unlink()
        proposal.unlink()


@tagged("post_install", "-at_install")
class TestAssignmentEnding(AssignmentCase):
    def _active(self, village=None, **kwargs):
        assignment = self._proposal(village, **kwargs)
        assignment.action_activate()
        return assignment

    def test_ending_keeps_the_last_day_who_and_why(self):
        assignment = self._active()
        wizard = Form(
            self.env["legal.assignment.end"]
            .with_user(self.officer)
            .with_context(**assignment.action_open_end()["context"])
        )
        self.assertEqual(wizard.date_end, self.today)
        wizard.date_end = self.day(4, 30)
        wizard.reason = "Moves away"
        wizard.save().action_end()
        self.assertRecordValues(
            assignment,
            [
                {
                    "state": "ended",
                    "date_end": self.day(4, 30),
                    "end_reason": "Moves away",
                    "ended_by_id": self.officer.id,
                }
            ],
        )

    def test_ending_without_a_day_means_today(self):
        assignment = self._active()
        assignment.action_end()
        self.assertEqual(assignment.date_end, self.today)

    def test_the_last_day_lies_within_the_assignment(self):
        assignment = self._active(start=self.day(3))
        for day in (self.day(2, 28), f"{self.year + 1}-01-01"):
            with self.assertRaisesRegex(UserError, "must lie between"):
                assignment.action_end(day)

    def test_only_active_ones_end(self):
        with self.assertRaisesRegex(UserError, "this one is Proposed"):
            self._proposal().action_end()

    def test_a_hand_over_keeps_both_parts(self):
        assignment = self._active(paid=False)
        self.env["legal.assignment.slot"].create(
            {"assignment_id": assignment.id, "weekday": "2", "place": "Office"}
        ).action_agree()
        form = Form(
            self.env["legal.assignment.hand.over"]
            .with_user(self.officer)
            .with_context(**assignment.action_open_hand_over()["context"])
        )
        form.advisor_id = self.other
        form.last_day = self.day(5, 31)
        self.assertEqual(form.first_day, self.day(6, 1))
        form.reason = "Parental leave"
        action = form.save().action_hand_over()
        successor = self.env["legal.assignment"].browse(action["res_id"])
        self.assertRecordValues(
            assignment | successor,
            [
                {
                    "state": "ended",
                    "advisor_id": self.advisor.id,
                    "date_start": self.program.date_start,
                    "date_end": self.day(5, 31),
                    "end_reason": "Parental leave",
                    "predecessor_id": False,
                },
                {
                    "state": "active",
                    "advisor_id": self.other.id,
                    "date_start": self.day(6, 1),
                    "date_end": self.program.date_end,
                    "end_reason": False,
                    "predecessor_id": assignment.id,
                },
            ],
        )
        # That the predecessor served unpaid was the predecessor's own declaration.
        self.assertTrue(successor.paid)
        self.assertEqual(successor.firm_id, self.firm)
        self.assertRecordValues(
            successor.slot_ids, [{"place": "Office", "state": "proposed"}]
        )

    def test_a_refused_successor_leaves_everything_as_it_was(self):
        assignment = self._active()
        applicant = self._make_advisor("Applicant")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            assignment._hand_over(applicant, self.today, "Leave")
        self.assertRecordValues(
            assignment, [{"state": "active", "date_end": self.program.date_end}]
        )

    def test_a_hand_over_needs_another_adviser_and_days_left(self):
        assignment = self._active(end=self.day(6, 30))
        with self.assertRaisesRegex(UserError, "Choose another adviser"):
            assignment._hand_over(self.advisor, self.today, "Leave")
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            assignment._hand_over(self.other, self.day(6, 30), "Leave")

    def test_the_cap_holds_for_successors(self):
        self.program.with_user(self.manager)._correct_standards(
            {"max_villages": 1}, "Because"
        )
        self._active(self.village_2, advisor=self.other)
        assignment = self._active()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            assignment._hand_over(self.other, self.today, "Leave", "I may")
        successor = assignment.with_user(self.manager)._hand_over(
            self.other, self.today, "Leave", "Nobody else"
        )
        self.assertEqual(successor.cap_override_reason, "Nobody else")

    def test_many_villages_are_handed_over_at_once(self):
        both = self._active() | self._active(self.village_2)
        successors = both._hand_over(self.other, self.today, "Leave")
        self.assertEqual(successors.village_id, both.village_id)
        self.assertEqual(set(successors.mapped("state")), {"active"})

    def test_proposals_and_active_ones_are_cancelled(self):
        both = self._proposal() | self._active(self.village_2)
        both.action_cancel("By mistake")
        self.assertEqual(set(both.mapped("state")), {"cancelled"})
        self.assertEqual(both.ended_by_id, self.officer)
        with self.assertRaisesRegex(UserError, "this one is Cancelled"):
            both[0].action_cancel()

    def test_an_ended_one_is_not_cancelled(self):
        assignment = self._active()
        assignment.action_end()
        with self.assertRaisesRegex(UserError, "this one is Ended"):
            assignment.action_cancel()


@tagged("post_install", "-at_install")
class TestAssignmentActivationWizard(AssignmentCase):
    def _wizard(self, assignments, user=None):
        context = assignments.action_open_activation()["context"]
        model = self.env["legal.assignment.activate"].with_user(user or self.officer)
        return Form(model.with_context(**context))

    def test_the_wizard_activates_what_is_ready_and_names_the_rest(self):
        applicant = self._make_advisor("Applicant")
        ready = self._proposal()
        blocked = self._proposal(self.village_2, applicant)
        form = self._wizard(ready | blocked)
        self.assertEqual((form.ready_count, form.blocked_count), (1, 1))
        self.assertIn("no service certificate yet", form.blocker_note)
        form.save().action_activate()
        self.assertEqual(ready.state, "active")
        self.assertEqual(blocked.state, "proposed")

    def test_nothing_ready_is_said(self):
        form = self._wizard(self._proposal(advisor=self._make_advisor("Applicant")))
        with self.assertRaisesRegex(UserError, "None of the chosen"):
            form.save().action_activate()

    def test_a_manager_allows_more_in_the_wizard(self):
        self.program.with_user(self.manager)._correct_standards(
            {"max_villages": 1}, "Because"
        )
        self._proposal().action_activate()
        second = self._proposal(self.village_2).with_user(self.manager)
        form = self._wizard(second, self.manager)
        self.assertEqual((form.ready_count, form.over_cap_count), (0, 1))
        form.cap_override_reason = "Nobody else"
        form.save().action_activate()
        self.assertEqual(second.state, "active")
        self.assertEqual(second.cap_override_user_id, self.manager)
