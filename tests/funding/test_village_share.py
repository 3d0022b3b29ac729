from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .share_case import ShareCase


@tagged("post_install", "-at_install")
class TestVillageShare(ShareCase):
    # === What is due ===

    def test_a_village_served_all_the_year_owes_the_villages_share(self):
        share = self._make_share()
        self.assertEqual(share.amount_due, 2000)
        self.assertEqual(share.amount_outstanding, 2000)
        self.assertEqual(share.township_id, self.township_1)
        self.assertEqual(share.year, self.year)

    def test_a_part_year_is_owed_in_proportion_to_the_cent(self):
        self._make_assignment(
            self.village_1, self.advisor, self.day(3, 16), self.day(8, 31)
        )
        self._prepare()
        self.assertEqual(self._get_share().amount_due, 833.33)

    def test_after_a_hand_over_both_parts_make_the_whole(self):
        first = self._make_assignment(self.village_1, self.advisor)
        first._hand_over(self.other_advisor, self.day(5, 9), "Moved")
        self._prepare()
        self.assertEqual(self._get_share().amount_due, 2000)

    def test_unpaid_volunteers_cost_the_village_nothing(self):
        volunteer = self._make_advisor(
            "Zhao", self.day(1), kind="retired_judge", firm_id=False
        )
        self._make_assignment(self.village_1, volunteer, paid=False)
        half = self._make_assignment(
            self.village_2, volunteer, end=self.day(6, 30), paid=False
        )
        self._make_assignment(self.village_2, self.advisor, start=self.day(7))
        self._prepare()
        self.assertFalse(self._get_share())
        self.assertTrue(half)
        self.assertEqual(self._get_share(self.village_2).amount_due, 1000)

    def test_per_adviser_the_share_is_split_over_the_villages_served(self):
        self.program._guarded_write({"funding_basis": "advisor"})
        for village in (self.village_1, self.village_2, self.village_3):
            self._make_assignment(village, self.advisor)
        self._prepare()
        shares = self.program.env["legal.village.share"].search([], order="id")
        self.assertEqual(sum(shares.mapped("amount_due")), 2000)
        self.assertEqual(sorted(shares.mapped("amount_due")), [666.66, 666.67, 666.67])

    def test_advisers_who_follow_each_other_never_cost_more_than_the_share(self):
        self.program._guarded_write({"funding_basis": "advisor"})
        third = self._make_advisor("Sun", self.day(1))
        for advisor, start, end in (
            (self.advisor, 1, 4),
            (self.other_advisor, 5, 8),
            (third, 9, 12),
        ):
            self._make_assignment(
                self.village_1, advisor, self.day(start), self.day(end, 30)
            )
        self._prepare()
        # Three times 666.67 would be a cent too much.
        self.assertEqual(self._get_share().amount_due, 2000)

    def test_proposals_owe_nothing_yet(self):
        self._make_assignment(self.village_1, self.advisor, activate=False)
        self._prepare()
        self.assertFalse(self._get_share())

    # === Preparing ===

    def test_preparing_again_changes_nothing(self):
        share = self._make_share()
        new, changed = self._prepare()
        self.assertFalse(new | changed)
        self.assertEqual(self._get_share(), share)
        self.assertEqual(share.state, "outstanding")

    def test_many_villages_get_rows_like_the_first(self):
        villages = self.village_1 | self.village_2 | self.village_4
        for village in villages:
            self._make_assignment(village, self.advisor)
        new, _changed = self._prepare()
        self.assertEqual(new.village_id, villages)
        self.assertRecordValues(
            new.sorted(lambda share: share.village_id.code),
            [
                {
                    "township_id": village.township_id.id,
                    "company_id": self.company.id,
                    "year": self.year,
                    "amount_due": 2000,
                    "amount_outstanding": 2000,
                    "amount_paid": 0,
                    "state": "to_arrange",
                    "handling": "village",
                }
                for village in villages.sorted("code")
            ],
        )

    def test_what_is_not_paid_yet_is_reckoned_anew(self):
        share = self._make_share()
        share.program_id.assignment_ids.action_end(self.day(6, 20), "Left")
        _new, changed = self._prepare()
        self.assertEqual(changed, share)
        self.assertEqual(share.amount_due, 1000)

    def test_what_was_paid_on_stays_and_is_shown(self):
        share = self._make_share()
        self._pay(share, 500)
        share.program_id.assignment_ids.action_end(self.day(6, 20), "Left")
        wizard = (
            self.env["legal.village.share.prepare"]
            .with_user(self.finance)
            .create({"program_id": self.program.id})
        )
        self.assertEqual((wizard.new_count, wizard.changed_count), (0, 0))
        self.assertEqual(wizard.kept_count, 1)
        self.assertEqual(wizard.action_view_kept()["domain"], [("id", "in", share.ids)])
        wizard.action_prepare()
        self.assertEqual(share.amount_due, 2000)

    def test_what_was_paid_on_is_reckoned_anew_by_reason_only(self):
        share = self._make_share().with_user(self.finance)
        self._pay(share, 500)
        with self.assertRefused("the same amount"):
            share.action_reckon("Left")
        share.program_id.sudo().assignment_ids.action_end(self.day(6, 20), "Left")
        with self.assertRefused("Say why"):
            share.action_reckon(" ")
        with self.assertRaises(AccessError):
            share.with_user(self.manager).action_reckon("Left")
        self.env["legal.village.share.reckon"].with_user(self.finance).create(
            {"share_ids": share.ids, "reason": "Left in June"}
        ).action_reckon()
        self.assertEqual((share.amount_due, share.amount_outstanding), (1000, 500))
        self.assertEqual(share.reckon_reason, "Left in June")
        self.assertEqual(share.reckoned_by_id, self.finance)

    def test_a_new_amount_is_never_below_what_is_paid(self):
        share = self._make_share()
        self._pay(share, 1500)
        share.program_id.assignment_ids.action_end(self.day(6, 20), "Left")
        with self.assertRefused("is paid already"):
            share.with_user(self.finance).action_reckon("Left")

    def test_the_wizard_says_beforehand_what_it_does(self):
        self._make_assignment(self.village_1, self.advisor)
        self._make_assignment(self.village_2, self.advisor, end=self.day(6, 30))
        action = self.program.with_user(self.finance).action_prepare_shares()
        wizard = Form(
            self.env["legal.village.share.prepare"]
            .with_user(self.finance)
            .with_context(**action["context"])
        )
        self.assertEqual((wizard.new_count, wizard.new_amount), (2, 3000))
        wizard.save().action_prepare()
        self.assertEqual(self.program.share_count, 2)

    def test_a_draft_year_has_no_shares_yet(self):
        draft = self._make_program(self.year + 1, state="draft")
        with self.assertRefused("not open"):
            self._prepare(draft)

    def test_nobody_but_finance_prepares(self):
        for user in (self.manager, self.township_officer, self.leading):
            with self.assertRaises(AccessError):
                self._prepare(user=user)

    def test_no_share_is_made_by_hand(self):
        with self.assertRefused("prepared for the whole year"):
            self.env["legal.village.share"].with_user(self.finance).create(
                {
                    "program_id": self.program.id,
                    "village_id": self.village_1.id,
                    "amount_due": 1,
                }
            )

    # === Who bears it ===

    def test_without_bearer_or_resolution_a_share_is_to_arrange(self):
        share = self._make_share(arranged=False)
        self.assertEqual(share.state, "to_arrange")
        share.bearer = "village"
        self.assertEqual(share.state, "to_arrange")
        share.resolution_date = self.day(2)
        self.assertEqual(share.state, "to_arrange")
        share.resolution_file_ids = [self._paper("resolution.gif")]
        self.assertEqual(share.state, "outstanding")

    def test_a_street_office_needs_no_villagers_resolution(self):
        share = self._make_share(arranged=False)
        share.with_user(self.township_officer).bearer = "street"
        self.assertEqual(share.state, "outstanding")
        self.assertEqual(share.bearer_recorded_by_id, self.township_officer)
        self.assertTrue(share.bearer_recorded_at)

    def test_city_and_waiver_are_decided_above_the_township_by_a_document(self):
        for village, bearer in ((self.village_1, "city"), (self.village_2, "waived")):
            share = self._make_share(village, arranged=False)
            vals = {"bearer": bearer, "bearer_document": "Document 7"}
            with self.assertRaises(AccessError):
                share.with_user(self.township_officer).write(vals)
            with self.assertRefused("number of the document", ValidationError):
                share.with_user(self.officer).bearer = bearer
            share.with_user(self.officer).write(vals)
            # Nor does the township take back what was decided above it.
            with self.assertRaises(AccessError):
                share.with_user(self.township_officer).bearer = "street"
        self.assertEqual(share.state, "waived")
        self.assertEqual(share.amount_outstanding, 0)

    def test_what_was_paid_on_is_not_waived(self):
        share = self._make_share()
        self._pay(share, 100)
        with self.assertRefused("Cancel that first"):
            share.write({"bearer": "waived", "bearer_document": "Document 7"})

    def test_a_resolution_is_not_of_tomorrow(self):
        share = self._make_share(arranged=False)
        with self.assertRefused("still to come", ValidationError):
            share.resolution_date = self.day(12, 1)

    def test_amounts_and_state_are_set_by_no_one(self):
        share = self._make_share().with_user(self.finance)
        for name, value in (
            ("amount_due", 1),
            ("handling", "bureau"),
            ("state", "settled"),
            ("amount_paid", 2000),
            ("bearer_recorded_by_id", self.officer.id),
            ("village_id", self.village_2.id),
        ):
            with self.assertRaises(UserError):
                share.write({name: value})

    def test_a_judicial_office_records_for_its_own_villages_only(self):
        share = self._make_share(self.village_4, arranged=False)
        theirs = self.env["legal.village.share"].with_user(self.township_officer)
        self.assertFalse(theirs.search([]))
        with self.assertRaises(AccessError):
            theirs.browse(share.id).bearer = "street"

    # === Reminders ===

    def test_a_reminder_goes_to_the_judicial_office_once(self):
        share = self._make_share()
        share.with_user(self.officer).action_remind()
        share.with_user(self.finance).action_remind()
        self.assertEqual(share.activity_ids.user_id, self.township_officer)
        self.assertEqual(len(share.activity_ids), 1)
        self.assertEqual(share.reminded_by_id, self.finance)

    def test_nobody_is_reminded_of_what_is_to_arrange(self):
        share = self._make_share(arranged=False)
        share.bearer = "village"
        with self.assertRefused("still to be arranged"):
            share.with_user(self.finance).action_remind()
        self.assertFalse(share.activity_ids)
        self.assertFalse(share.reminded_at)

    def test_nobody_is_reminded_of_what_is_settled_or_waived(self):
        share = self._make_share()
        self._pay(share, 2000)
        with self.assertRefused("is settled"):
            share.with_user(self.finance).action_remind()
        other = self._make_share(self.village_2)
        other.write({"bearer": "waived", "bearer_document": "Document 7"})
        with self.assertRefused("is waived"):
            other.with_user(self.finance).action_remind()

    def test_a_reminder_ends_when_the_share_is_paid(self):
        share = self._make_share()
        share.with_user(self.finance).action_remind()
        self._pay(share, 1999.99)
        self.assertTrue(share.activity_ids)
        self._pay(share, 0.01)
        self.assertFalse(share.activity_ids)

    def test_a_township_without_staff_is_named(self):
        share = self._make_share()
        self.township_1.user_ids = [Command.clear()]
        with self.assertRefused("East Township has no judicial office staff"):
            share.with_user(self.finance).action_remind()

    # === Deleting ===

    @mute_logger("odoo.models.unlink")
    def test_a_share_goes_only_while_nothing_was_paid_on_it(self):
        share = self._make_share()
        payment = self._pay(share, 5)
        with self.assertRefused("on record"):
            share.with_user(self.finance).unlink()
        self.assertTrue(payment.exists())
        other = self._make_share(self.village_2)
        other.with_user(self.finance).unlink()
        self.assertFalse(other.exists())
