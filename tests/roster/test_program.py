from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestProgram(LegalCase):
    def _draft(self, year=None, **vals):
        values = {
            "funding_basis": False,
            "village_share_handling": False,
            "approval_document": False,
        }
        return self._make_program(year or self.year + 1, "draft", **(values | vals))

    # === The draft ===

    def test_a_new_year_starts_with_the_policy_s_standards(self):
        program = self.env["legal.program"].create({"year": 2031})
        self.assertRecordValues(
            program,
            [
                {
                    "monthly_hours": 8.0,
                    "quarterly_lectures": 1,
                    "max_villages": 5,
                    "fee": 5000.0,
                    "village_share": 2000.0,
                    "transfer_share": 3000.0,
                    "fee_floor": 5000.0,
                    "certificate_grace_days": 90,
                    "date_start": date(2031, 1, 1),
                    "date_end": date(2031, 12, 31),
                    "evaluation_cutoff": date(2031, 12, 31),
                    "funding_basis": False,
                    "village_share_handling": False,
                    "approval_document": False,
                    "state": "draft",
                }
            ],
        )

    def test_the_form_follows_year_and_first_day(self):
        form = Form(self.env["legal.program"].with_user(self.officer))
        self.assertEqual(form.date_start, self.day(1))
        form.year = 2031
        self.assertEqual(form.date_start, date(2031, 1, 1))
        form.date_start = date(2031, 9, 1)
        self.assertEqual(form.date_end, date(2032, 8, 31))
        self.assertEqual(form.evaluation_cutoff, date(2032, 8, 31))
        form.evaluation_cutoff = date(2032, 6, 30)
        program = form.save()
        self.assertEqual(program.date_end, date(2032, 8, 31))
        self.assertEqual(program.evaluation_cutoff, date(2032, 6, 30))

    def test_a_half_typed_year_does_not_break_the_form(self):
        form = Form(self.env["legal.program"])
        form.year = 20
        form.year = 2031
        self.assertEqual(form.save().date_end, date(2031, 12, 31))

    def test_there_is_one_program_per_bureau_and_year(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._draft(self.year)

    def test_another_bureau_has_its_own_year(self):
        program = self._make_program(self.year, company=self.other_company)
        self.assertEqual(program.company_id, self.other_company)

    def test_years_of_a_bureau_do_not_overlap(self):
        self._draft(2031, date_start="2031-07-01")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._draft(2032)

    def test_standards_that_cannot_be_are_refused(self):
        for vals in (
            {"village_share": 1000.0},
            {"fee": 4000.0, "village_share": 1000.0},
            {"monthly_hours": 0.0},
            {"max_villages": 0},
            {"grade_good": 95.0},
            {"date_start": "2031-01-15"},
            {"date_start": "2030-07-01"},
            {"evaluation_cutoff": "2032-01-31"},
        ):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._draft(2031, **vals)

    # === Opening ===

    def test_opening_asks_for_the_decisions_about_money(self):
        program = self._draft().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Approving document number"):
            program.action_open()
        self.assertEqual(program.state, "draft")

    def test_collecting_by_the_bureau_needs_a_legal_basis(self):
        program = self._draft(
            funding_basis="village",
            village_share_handling="bureau",
            approval_document="2027-3",
        ).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Legal basis"):
            program.action_open()
        program.legal_basis = "2027-4"
        program.action_open()
        self.assertEqual(program.state, "open")

    def test_opening_shows_both_totals_and_asks(self):
        self._make_advisor("A", certified_from=self.day(1))
        program = self._draft()
        form = Form(
            self.env["legal.program.open"]
            .with_user(self.manager)
            .with_context(default_program_id=program.id)
        )
        self.assertEqual((form.advisor_count, form.village_count), (1, 4))
        self.assertEqual(form.total_per_advisor, 5000.0)
        self.assertEqual(form.total_per_village, 20000.0)
        self.assertFalse(form.funding_basis)
        self.assertFalse(form.village_share_handling)
        form.funding_basis = "advisor"
        form.village_share_handling = "township"
        form.approval_document = "2027-3"
        form.save().action_open()
        self.assertEqual(program.state, "open")
        self.assertEqual(program.opened_by_id, self.manager)
        self.assertEqual(program.village_share_handling, "township")

    def test_only_a_manager_opens_and_closes(self):
        program = self._draft(
            funding_basis="advisor",
            village_share_handling="village",
            approval_document="2027-3",
        )
        with self.assertRaises(AccessError):
            program.with_user(self.officer).action_open()
        with self.assertRaises(AccessError):
            self.program.with_user(self.officer).action_close()

    def test_an_open_year_cannot_be_opened_again(self):
        with self.assertRaisesRegex(UserError, "Only a draft year"):
            self.program.with_user(self.manager).action_open()

    def test_state_is_set_by_actions_only(self):
        program = self._draft()
        for user in (self.manager, self.env.user):
            with self.assertRaises(UserError):
                program.with_user(user).write({"state": "open"})
            with self.assertRaises(UserError):
                program.with_user(user).with_context(legal_guard=True).write(
                    {"state": "open"}
                )
        with self.assertRaises(UserError):
            self.env["legal.program"].create({"year": 2032, "state": "open"})
        with self.assertRaises(UserError):
            program.write({"opened_by_id": self.officer.id})

    # === Totals ===

    def test_totals_count_paid_advisers_of_the_year_and_joined_villages(self):
        advisors = [
            self._make_advisor(name, certified_from=self.day(1)) for name in "ABC"
        ]
        self._make_assignment(self.village_1, advisors[0])
        self._make_assignment(self.village_2, advisors[0])
        self._make_assignment(self.village_3, advisors[1], paid=False)
        self._make_assignment(self.village_4, advisors[2]).action_cancel()
        self._make_village("654002002205", self.township_2, in_scope_from=False)
        self._make_village(
            "654002002206", self.township_2, in_scope_from=f"{self.year + 1}-01-01"
        )
        program = self.program
        self.assertEqual(program.assignment_count, 3)
        self.assertEqual((program.advisor_count, program.village_count), (1, 4))
        following = self._draft()
        self.assertEqual((following.advisor_count, following.village_count), (3, 5))
        both = program | following
        self.env.invalidate_all()
        self.assertEqual(both.mapped("total_per_village"), [20000.0, 25000.0])

    def test_the_township_sees_the_same_totals_as_the_bureau(self):
        program = self.program.with_user(self.township_officer)
        self.assertEqual(program.village_count, 4)

    # === Locked standards ===

    def test_standards_of_an_open_year_are_locked(self):
        for user in (self.manager, self.env.user):
            with self.assertRaisesRegex(UserError, "Correct standards"):
                self.program.with_user(user).write({"monthly_hours": 6.0})

    def test_a_manager_corrects_with_a_reason_that_stays_on_record(self):
        form = Form(
            self.env["legal.program.correct"]
            .with_user(self.manager)
            .with_context(default_program_id=self.program.id)
        )
        self.assertEqual(form.monthly_hours, 8.0)
        form.monthly_hours = 6.5
        form.fee = 6000.0
        form.transfer_share = 4000.0
        form.evaluation_cutoff = self.day(11, 30)
        form.reason = "Document 9"
        form.save().action_correct()
        self.assertEqual(self.program.monthly_hours, 6.5)
        correction = self.program.correction_ids
        self.assertEqual(correction.user_id, self.manager)
        self.assertEqual(correction.reason, "Document 9")
        self.assertTrue(correction.corrected_at)
        self.assertEqual(
            correction.old_values,
            {
                "monthly_hours": 8.0,
                "fee": 5000.0,
                "transfer_share": 3000.0,
                "evaluation_cutoff": f"{self.year}-12-31",
            },
        )
        self.assertIn("Hours per month and village: 8 -> 6.5", correction.changes)

    def test_a_correction_needs_a_manager_a_reason_and_a_change(self):
        with self.assertRaises(AccessError):
            self.program.with_user(self.officer)._correct_standards(
                {"monthly_hours": 6.0}, "Because"
            )
        program = self.program.with_user(self.manager)
        with self.assertRaises(ValidationError):
            program._correct_standards({"monthly_hours": 6.0}, "  ")
        with self.assertRaisesRegex(UserError, "Nothing differs"):
            program._correct_standards({"monthly_hours": 8.0}, "Because")
        with self.assertRaisesRegex(UserError, "cannot do without"):
            program._correct_standards({"approval_document": False}, "Because")
        self.assertEqual(self.program.monthly_hours, 8.0)

    def test_a_correction_never_moves_the_year(self):
        program = self.program.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Nothing differs"):
            program._correct_standards({"year": 2040, "date_start": "2040-01-01"}, "x")

    def test_records_of_corrections_cannot_be_forged_or_removed(self):
        self.program.with_user(self.manager)._correct_standards(
            {"monthly_hours": 6.0}, "Because"
        )
        correction = self.program.correction_ids
        with self.assertRaises(UserError):
            correction.write({"reason": "Other"})
        with self.assertRaises(UserError):
            correction.unlink()
        with self.assertRaises(UserError):
            correction.copy()

    # === Next year ===

    def test_next_year_copies_the_standards_but_not_the_decisions(self):
        self.program.with_user(self.manager)._correct_standards(
            {"monthly_hours": 6.0, "max_villages": 4}, "Because"
        )
        action = self.program.with_user(self.officer).action_prepare_next()
        following = self.env["legal.program"].browse(action["res_id"])
        self.assertRecordValues(
            following,
            [
                {
                    "year": self.year + 1,
                    "state": "draft",
                    "monthly_hours": 6.0,
                    "max_villages": 4,
                    "funding_basis": False,
                    "village_share_handling": False,
                    "approval_document": False,
                    "date_start": date(self.year + 1, 1, 1),
                    "evaluation_cutoff": date(self.year + 1, 12, 31),
                }
            ],
        )

    def test_preparing_next_year_twice_finds_the_same_draft(self):
        first = self.program.action_prepare_next()
        self.assertEqual(self.program.action_prepare_next()["res_id"], first["res_id"])

    def test_changing_next_year_never_changes_this_one(self):
        action = self.program.action_prepare_next()
        following = self.env["legal.program"].browse(action["res_id"])
        following.write({"monthly_hours": 4.0, "max_villages": 9})
        self.assertEqual(self.program.monthly_hours, 8.0)
        self.assertEqual(self.program.max_villages, 5)

    # === Closing ===

    def test_a_running_year_cannot_be_closed(self):
        with self.assertRaisesRegex(UserError, "close it after that day"):
            self.program.with_user(self.manager).action_close()

    def test_proposals_hinder_closing(self):
        program = self._make_program(self.year - 1)
        advisor = self._make_advisor("A", certified_from=program.date_start)
        assignment = self._make_assignment(
            self.village_1,
            advisor,
            program.date_start,
            program.date_end,
            activate=False,
            program_id=program.id,
        )
        with self.assertRaisesRegex(UserError, "1 assignments are still proposed"):
            program.with_user(self.manager).action_close()
        assignment.action_cancel()
        program.with_user(self.manager).action_close()
        self.assertEqual(program.closed_by_id, self.manager)

    def test_closing_ends_the_year_s_active_assignments(self):
        program = self._make_program(self.year - 1)
        advisor = self._make_advisor("A", certified_from=program.date_start)
        assignment = self._make_assignment(
            self.village_1,
            advisor,
            program.date_start,
            program.date_end,
            program_id=program.id,
        )
        # What the rooms to the right ask for first is theirs to test.
        program.with_user(self.manager)._close()
        self.assertEqual(program.state, "closed")
        self.assertEqual(assignment.state, "ended")
        self.assertEqual(assignment.date_end, program.date_end)
        with self.assertRaises(UserError):
            assignment.action_cancel()

    def test_only_a_draft_can_be_deleted(self):
        with self.assertRaisesRegex(UserError, "Only a draft"):
            self.program.with_user(self.manager).unlink()
        self._draft().with_user(self.manager).unlink()

    def test_a_year_is_found_by_its_number(self):
        Program = self.env["legal.program"]
        self.assertEqual(Program.name_search(str(self.year))[0][0], self.program.id)
