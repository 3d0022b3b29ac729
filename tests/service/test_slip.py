import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestSlip(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), user_id=cls.advisor_user.id)
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)
        cls.other_advisor = cls._make_advisor("Wang", cls.day(1))
        cls.other_assignment = cls._make_assignment(cls.village_4, cls.other_advisor)
        cls.first = cls._make_visit(cls.assignment, cls.day(4, 8), state="submitted")
        cls.second = cls._make_visit(
            cls.assignment, cls.day(4, 22), 9, 10.5, state="submitted"
        )

    def _prepare(self, villages=None, user=None, month=None):
        Slip = self.env["legal.slip"].with_user(user or self.township_officer)
        return Slip._prepare_slips(month or self.day(4), villages or self.village_1)

    def _attach_photo(self, slips, **vals):
        for slip in slips:
            slip.photo_ids = [
                Command.create(
                    {"name": "slip.jpg", "raw": b"\xff\xd8\xff\xe0 photo"}
                    | {"mimetype": "image/jpeg"}
                    | vals
                )
            ]

    def test_a_slip_has_the_months_submitted_entries_of_its_village(self):
        self._make_visit(self.assignment, self.day(4, 10))
        self._make_visit(self.assignment, self.day(4, 11), state="disputed")
        self._make_visit(self.assignment, self.day(3, 31), state="submitted")
        self._make_visit(self.assignment, self.day(5, 1), state="submitted")
        slip = self._prepare()
        self.assertRecordValues(
            slip.line_ids,
            [
                {
                    "sequence": 1,
                    "reference": self.first.reference,
                    "date": self.day(4, 8),
                    "minutes": 120,
                    "place": "Village office",
                    "time_span": "09:00-11:00",
                },
                {
                    "sequence": 2,
                    "reference": self.second.reference,
                    "date": self.day(4, 22),
                    "minutes": 90,
                    "place": "Village office",
                    "time_span": "09:00-10:30",
                },
            ],
        )
        self.assertEqual(slip.month, self.day(4))
        self.assertEqual((slip.line_count, slip.hours), (2, 3.5))
        self.assertTrue(slip.number.startswith(f"QR{self.year}04-"))
        self.assertEqual(slip.printed_by_id, self.township_officer)

    def test_remote_service_is_on_the_slip_but_not_in_its_hours(self):
        self._make_visit(
            self.assignment,
            self.day(4, 12),
            None,
            service_mode="phone",
            minutes=30,
            state="submitted",
        )
        slip = self._prepare()
        self.assertEqual((slip.line_count, slip.hours, slip.minutes), (3, 3.5, 240))

    def test_an_entry_is_on_one_slip_at_a_time(self):
        self.assertEqual(self._prepare().line_count, 2)
        self.assertFalse(self._prepare())
        third = self._make_visit(self.assignment, self.day(4, 23), state="submitted")
        self.assertEqual(self._prepare().line_ids.visit_id, third)

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_an_entry_on_one_slip_at_a_time(self):
        line = self._prepare().line_ids[0]
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            line.sudo()._guarded_create(
                [self.first._prepare_slip_line_vals(9) | {"slip_id": line.slip_id.id}]
            )

    def test_one_photo_confirms_all_lines(self):
        slip = self._prepare()
        with self.assertRaisesRegex(UserError, "photo"):
            slip.action_confirm_lines()
        self._attach_photo(slip)
        action = slip.action_confirm_lines()
        self.assertEqual(action["params"]["type"], "success")
        self.assertRecordValues(
            self.first | self.second,
            [
                {
                    "state": "confirmed",
                    "confirmed_by_kind": "township",
                    "confirmed_by_id": self.township_officer.id,
                    "slip_id": slip.id,
                    "number": number,
                }
                for number in (1, 2)
            ],
        )
        self.assertEqual((slip.state, slip.left_out_count), ("confirmed", 0))
        self.assertEqual(set(slip.line_ids.mapped("state")), {"confirmed"})
        with self.assertRaisesRegex(UserError, "final"):
            slip.action_confirm_lines()

    def test_the_signed_slip_is_a_photo_or_a_pdf(self):
        slip = self._prepare()
        for mimetype in ("text/plain", "image/jpeg"):
            self._attach_photo(slip, mimetype=mimetype, raw=b"yes")
            with self.assertRaisesRegex(UserError, "photo or a PDF"):
                slip.action_confirm_lines()

    def test_an_entry_changed_after_printing_is_left_out_and_named(self):
        slip = self._prepare()
        self.first.action_reject("Came at ten")
        self.first.action_reset()
        self.first.hour_from = 10
        self.first.action_submit()
        self._attach_photo(slip)
        action = slip.action_confirm_lines()
        self.assertIn(self.first.reference, action["params"]["message"])
        self.assertNotIn(self.second.reference, action["params"]["message"])
        self.assertEqual(action["params"]["type"], "warning")
        self.assertEqual(
            (self.first.state, self.second.state), ("submitted", "confirmed")
        )
        self.assertFalse(self.first.slip_id)
        line = slip.line_ids.filtered(lambda rec: rec.visit_id == self.first)
        self.assertEqual(line.state, "left_out")
        self.assertIn("changed", line.left_out_reason)
        self.assertIn(self.first.reference, slip.message_ids[0].body)
        again = self._prepare()
        self.assertEqual(again.line_ids.visit_id, self.first)
        self._attach_photo(again)
        again.action_confirm_lines()
        self.assertEqual((self.first.number, self.first.slip_id), (2, again))

    def test_a_place_corrected_after_printing_counts_as_a_change(self):
        slip = self._prepare()
        self.first.action_reject("Other place")
        self.first.action_reset()
        self.first.place = "School"
        self.first.action_submit()
        self.assertIn(slip.line_ids[0], slip.line_ids._get_left_out())

    def test_entries_no_longer_submitted_are_left_out(self):
        slip = self._prepare()
        self._attach_photo(slip)
        self.first.with_user(self.committee_user).action_dispute("Not that long")
        slip.action_confirm_lines()
        self.assertEqual(
            (self.first.state, self.second.state), ("disputed", "confirmed")
        )

    def test_what_the_village_confirmed_itself_stays_the_villages(self):
        slip = self._prepare()
        self._attach_photo(slip)
        self.first.with_user(self.committee_user).action_confirm()
        slip.action_confirm_lines()
        self.assertEqual(self.first.confirmed_by_kind, "village")
        self.assertFalse(self.first.slip_id)

    def test_an_entry_without_certificate_is_left_out_and_the_rest_confirmed(self):
        late = self._make_advisor("Sun", self.day(4, 20))
        assignment = self._make_assignment(self.village_2, late, start=self.day(4, 1))
        early = self._make_visit(assignment, self.day(4, 7), state="submitted")
        covered = self._make_visit(assignment, self.day(4, 21), state="submitted")
        slip = self._prepare(self.village_2)
        self._attach_photo(slip)
        slip.action_confirm_lines()
        self.assertEqual((early.state, covered.state), ("submitted", "confirmed"))
        line = slip.line_ids.filtered(lambda rec: rec.visit_id == early)
        self.assertIn("ertificate", line.left_out_reason)

    def test_a_slip_with_nothing_left_to_confirm_is_refused(self):
        slip = self._prepare()
        self._attach_photo(slip)
        (self.first | self.second).with_user(self.committee_user).action_confirm()
        with self.assertRaisesRegex(UserError, "Reprint or void"):
            slip.action_confirm_lines()
        slip.action_void("All confirmed online")
        self.assertEqual(slip.state, "void")

    def test_many_slips_are_confirmed_at_once(self):
        self._make_visit(self.other_assignment, self.day(4, 9), state="submitted")
        slips = self._prepare(self.village_1 | self.village_4, self.officer)
        self.assertEqual(len(slips), 2)
        self._attach_photo(slips)
        slips.action_confirm_lines()
        self.assertEqual(set(slips.mapped("state")), {"confirmed"})
        self.assertEqual(set(slips.line_ids.visit_id.mapped("state")), {"confirmed"})

    def test_a_reprint_voids_the_paper_that_is_out(self):
        slip = self._prepare()
        third = self._make_visit(self.assignment, self.day(4, 23), state="submitted")
        action = slip.action_reprint()
        self.assertEqual(action["type"], "ir.actions.report")
        again = self.env["legal.slip"].search([("replaces_id", "=", slip.id)])
        self.assertEqual(slip.state, "void")
        self.assertEqual(again.line_ids.visit_id, self.first | self.second | third)
        self.assertNotEqual(again.number, slip.number)
        self.assertEqual(slip.successor_ids, again)
        self._attach_photo(again)
        with self.assertRaisesRegex(UserError, "void"):
            slip.action_confirm_lines()
        again.action_confirm_lines()
        with self.assertRaisesRegex(UserError, "final"):
            again.action_reprint()

    def test_a_void_slip_needs_a_reason_and_frees_its_entries(self):
        slip = self._prepare()
        with self.assertRaises(UserError):
            slip.action_void(" ")
        slip.action_void("Lost")
        self.assertEqual(
            (slip.voided_by_id, slip.void_reason), (self.township_officer, "Lost")
        )
        self.assertEqual(self._prepare().line_count, 2)

    def test_what_actions_set_is_refused_from_outside(self):
        slip = self._prepare()
        for vals in (
            {"state": "confirmed"},
            {"number": "X"},
            {"village_id": self.village_2.id},
            {"line_ids": [Command.clear()]},
            {"township_id": self.township_2.id},
        ):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                slip.sudo().write(vals)
        for vals in ({"state": "confirmed"}, {"minutes": 600}, {"content_hash": "x"}):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                slip.line_ids.sudo().write(vals)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["legal.slip"].create({"village_id": self.village_1.id})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.first.sudo().slip_id = slip
        with self.assertRaises(UserError):
            slip.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_a_confirmed_slip_and_its_photo_are_final(self):
        slip = self._prepare()
        self._attach_photo(slip)
        slip.action_confirm_lines()
        with self.assertRaises(UserError), self.cr.savepoint():
            slip.photo_ids.sudo().write({"raw": b"another"})
        with self.assertRaises(UserError), self.cr.savepoint():
            slip.photo_ids.sudo().unlink()
        with self.assertRaises(UserError), self.cr.savepoint():
            slip.sudo().photo_ids = [Command.clear()]
        self.env.flush_all()
        for query in (
            "UPDATE legal_slip SET state = 'printed' WHERE id = %s",
            "UPDATE legal_slip_line SET minutes = 600 WHERE slip_id = %s",
            "UPDATE legal_slip_line SET visit_id = NULL WHERE slip_id = %s",
            "DELETE FROM legal_slip_line WHERE slip_id = %s",
            "DELETE FROM legal_slip_photo_rel WHERE slip_id = %s",
            "UPDATE legal_visit SET slip_id = NULL WHERE slip_id = %s",
        ):
            with self.assertRaises(psycopg2.IntegrityError, msg=query):
                with self.cr.savepoint(flush=False):
                    self.cr.execute(query, (slip.id,))

    def test_a_rejected_entry_can_be_deleted_though_it_was_printed(self):
        slip = self._prepare()
        self._attach_photo(slip)
        self.first.action_reject("Not here")
        slip.action_confirm_lines()
        reference = self.first.reference
        self.first.unlink()
        self.assertIn(reference, slip.line_ids.mapped("reference"))

    def test_a_township_sees_and_confirms_its_own_slips_only(self):
        self._make_visit(self.other_assignment, self.day(4, 9), state="submitted")
        own = self._prepare(self.village_1 | self.village_4)
        self.assertEqual(own.village_id, self.village_1)
        other = self._prepare(self.village_4, self.officer)
        Slip = self.env["legal.slip"].with_user(self.township_officer)
        self.assertEqual(Slip.search([]), own)
        self.assertEqual(Slip.search([("number", "=", other.number)]), Slip)
        self._attach_photo(other)
        with self.assertRaises(AccessError):
            other.with_user(self.township_officer).action_confirm_lines()
        with self.assertRaises(AccessError):
            other.line_ids.with_user(self.township_officer).mapped("place")

    def test_nobody_else_prepares_or_reads_slips(self):
        slip = self._prepare()
        for user in (
            self.leading,
            self.finance,
            self.advisor_user,
            self.committee_user,
            self.plain_user,
        ):
            with self.assertRaises(AccessError, msg=user.login):
                self._prepare(user=user)
            with self.assertRaises(AccessError, msg=user.login):
                slip.with_user(user).read(["number"])
        self.assertFalse(
            self.env["legal.slip"].with_user(self.other_officer).search([])
        )

    def test_an_adviser_does_not_confirm_own_entries_on_paper(self):
        self.advisor.user_id = self.township_officer
        slip = self._prepare()
        self._attach_photo(slip)
        with self.assertRaises(AccessError):
            slip.action_confirm_lines()

    def test_the_wizard_prepares_last_month_by_default(self):
        self._make_visit(self.other_assignment, self.day(4, 9), state="submitted")
        Wizard = self.env["legal.slip.prepare"]
        wizard = Wizard.with_user(self.officer).create({})
        self.assertEqual(wizard.month, self.day(4))
        self.assertEqual((wizard.entry_count, wizard.village_count), (3, 2))
        wizard.township_ids = self.township_1
        self.assertEqual(wizard.entry_count, 2)
        own = Wizard.with_user(self.township_officer).create({})
        self.assertEqual(own.village_count, 1)
        action = own.action_prepare()
        self.assertEqual(action["res_model"], "legal.slip")
        with self.assertRaisesRegex(UserError, "still out"):
            own.action_prepare()
        action = wizard.create({"village_ids": self.village_4.ids})
        action = action.action_prepare_and_print()
        self.assertEqual(action["type"], "ir.actions.report")
        self.assertTrue(action["close_on_report_download"])

    def test_entries_that_wait_for_paper_are_found(self):
        self._make_visit(self.assignment, self.day(4, 10))
        Visit = self.env["legal.visit"].with_user(self.township_officer)
        waiting = [("state", "=", "submitted"), ("is_on_slip", "=", False)]
        self.assertEqual(Visit.search(waiting), self.second | self.first)
        self._prepare()
        self.assertFalse(Visit.search(waiting))
        self.assertTrue(self.first.is_on_slip)
        self.assertEqual(
            Visit.search([("is_on_slip", "=", True)]), self.second | self.first
        )

    def test_slips_are_prepared_from_chosen_entries(self):
        third = self._make_visit(self.assignment, self.day(5, 6), state="submitted")
        entries = (self.first | third).with_user(self.township_officer)
        entries.action_prepare_slips()
        slips = self.env["legal.slip"].search([])
        self.assertEqual(set(slips.mapped("month")), {self.day(4), self.day(5)})
        with self.assertRaises(UserError):
            entries.action_prepare_slips()

    def test_a_scanned_number_finds_its_slip(self):
        slip = self._prepare()
        found = self.env["legal.slip"].name_search(slip.number)
        self.assertEqual([res_id for res_id, _name in found], slip.ids)
