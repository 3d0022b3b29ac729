from psycopg2 import IntegrityError
from psycopg2.errors import RestrictViolation

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .money_case import MoneyCase


@tagged("post_install", "-at_install")
class TestAppropriation(MoneyCase):
    """Documents give a program year its money and are final."""

    def test_increases_and_cuts_add_up_with_the_first_document(self):
        self._appropriate(5000)
        self._appropriate(2000, "increase")
        self._appropriate(1500, "cut")
        self._appropriate(900, source="village")
        self._appropriate(777, "increase", confirm=False)
        self.assertFigures(appropriated=5500, available=5500)
        self.assertFigures(self.village, appropriated=900)

    def test_a_document_in_force_is_neither_edited_nor_deleted(self):
        document = self._appropriate(5000)
        for vals in (
            {"amount": 6000},
            {"source": "village"},
            {"document_number": "Other"},
            {"note": "Later"},
            {"attachment_ids": [Command.create({"name": "a.txt", "raw": b"1"})]},
        ):
            with self.assertRefused("is in force"):
                document.sudo().write(vals)
        with self.assertRefused("is in force"):
            document.sudo().unlink()
        with self.assertRefused("is in force"):
            document.action_confirm()

    @mute_logger("odoo.sql_db")
    def test_the_database_itself_keeps_a_document_in_force(self):
        document = self._appropriate(5000)
        document.flush_recordset()
        for statement in (
            "UPDATE legal_appropriation SET amount = 1 WHERE id = %s",
            "UPDATE legal_appropriation SET state = 'draft' WHERE id = %s",
            "DELETE FROM legal_appropriation WHERE id = %s",
        ):
            with self.assertRaises(RestrictViolation), self.cr.savepoint():
                self.env.cr.execute(statement, [document.id])

    def test_state_and_who_confirmed_are_set_by_the_action_only(self):
        document = self._appropriate(5000, confirm=False)
        other = self._appropriate(10)
        for vals in (
            {"state": "in_force"},
            {"confirmed_by_id": self.env.uid},
            {"carried_from_id": other.id},
        ):
            with self.assertRefused("cannot be set directly"):
                document.sudo().write(vals)
        document.action_confirm()
        self.assertEqual(document.confirmed_by_id, self.finance)

    def test_a_draft_is_edited_and_deleted(self):
        document = self._appropriate(5000, confirm=False)
        document.source = "village"
        self.assertEqual(document.account_id.sudo(), self.village)
        document.unlink()
        self.assertFigures(appropriated=0)

    @mute_logger("odoo.sql_db")
    def test_a_document_counts_once_for_a_source_and_may_serve_several(self):
        self._appropriate(5000, document_number="No. 1")
        self._appropriate(2000, document_number="No. 1", source="village")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._appropriate(5000, document_number="No. 1", confirm=False)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._appropriate(0)

    def test_a_cut_below_what_is_committed_is_refused_where_the_year_blocks(self):
        self._set_basis("village", budget_control="block")
        self._appropriate(5000)
        self._contract(self.village_1)
        with self.assertRefused("500.00 more than was appropriated"):
            self._appropriate(2500, "cut")
        self._appropriate(2000, "cut")
        self.assertFigures(appropriated=3000, available=0)

    def test_a_cut_below_what_is_committed_is_warned_of_otherwise(self):
        self._set_basis("village")
        self._appropriate(5000)
        self._contract(self.village_1)
        cut = self._appropriate(2500, "cut")
        self.assertRegex(cut.message_ids[0].body, "500.00 more than was appropriated")

    def test_a_receipt_is_a_posted_entry_wholly_on_the_source(self):
        document = self._appropriate(5000)
        move = self._receive(document, 3000)
        self.assertEqual((move.state, move.move_type), ("posted", "entry"))
        line = move.line_ids.filtered("credit")
        self.assertEqual(line.account_id, self.income)
        self.assertEqual(line.analytic_distribution, {str(self.transfer.id): 100.0})
        self.assertFigures(received=3000, appropriated=5000, available=5000)
        self.assertEqual(document.received, 3000)
        self.assertEqual(document._get_not_received(), 2000)

    def test_a_receipt_that_is_taken_back_is_not_received(self):
        move = self._receive(self._appropriate(5000), 3000)
        move.button_draft()
        self.assertFigures(received=0)
        move.action_post()
        move._reverse_moves(cancel=True)
        self.assertFigures(received=0)
        self.assertEqual(move.legal_appropriation_id.received, 0)

    def test_no_more_goes_back_than_a_receipt_brought_in(self):
        move = self._receive(self._appropriate(5000), 3000)
        back = move._reverse_moves()
        for line in back.line_ids:
            side = "debit" if line.debit else "credit"
            line.with_context(check_move_validity=False)[side] = 3000.01
        with self.assertRefused("more than .* brought in"):
            back.action_post()
        again = move._reverse_moves()
        again.action_post()
        self.assertFigures(received=0)

    def test_money_is_received_for_a_document_in_force_only(self):
        with self.assertRefused("is not in force yet"):
            self._receive(self._appropriate(5000, confirm=False), 3000)
        with self.assertRefused("brings no money"):
            self._receive(self._appropriate(10, "cut"), 10)

    def test_only_finance_enters_and_confirms_appropriations(self):
        document = self._appropriate(5000, confirm=False)
        for user in (self.manager, self.officer, self.leading):
            theirs = document.with_user(user)
            self.assertEqual(theirs.amount, 5000)
            with self.assertRaises(AccessError):
                theirs.action_confirm()
            with self.assertRaises(AccessError):
                theirs.write({"amount": 1})
        for user in (self.township_officer, self.advisor_user, self.committee_user):
            with self.assertRaises(AccessError):
                document.with_user(user).read(["amount"])

    def test_an_entry_is_no_receipt_by_hand(self):
        document = self._appropriate(5000)
        Move = self.env["account.move"].with_user(self.finance)
        move = Move.with_context(default_legal_appropriation_id=document.id).create(
            {"move_type": "entry"}
        )
        self.assertFalse(move.legal_appropriation_id)
        with self.assertRefused("cannot be set directly"):
            move.write({"legal_appropriation_id": document.id})
        with self.assertRefused("cannot be set directly"):
            Move.create({"move_type": "entry", "legal_appropriation_id": document.id})
        receipt = self._receive(document, 3000)
        with self.assertRefused("follows from other fields"):
            receipt.write({"legal_is_funding": False})
