from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .bill_case import BillCase

DIGITS = "24442000000012345678"


@tagged("post_install", "-at_install")
class TestBill(BillCase):
    """Nothing is posted beyond what was accepted, in any document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.acceptance = cls._accept_first()

    def test_a_firm_gets_one_draft_bill_of_what_was_accepted(self):
        bill = self._bill(self.acceptance, post=False)
        self.assertEqual((bill.state, bill.partner_id), ("draft", self.firm))
        self.assertEqual(bill.amount_total, 2500.0)
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, self.order.order_line)
        for line in bill.invoice_line_ids:
            account = line.purchase_line_id.legal_account_id
            self.assertEqual(line.analytic_distribution, {str(account.id): 100.0})
        with self.assertRefused("drafts among them"):
            self.acceptance.with_user(self.finance).action_prepare_bills()

    def test_bills_are_found_by_their_program_year(self):
        bill = self._bill(self.acceptance)
        paper = self._make_bill(
            self._line("transfer"),
            5,
            item={"product_id": False, "purchase_line_id": False},
        )
        both = [("id", "in", (bill | paper).ids)]
        program = bill.legal_program_id
        self.assertEqual(program, self.order.legal_program_id)
        Move = self.env["account.move"].with_user(self.finance)
        for condition, found in (
            (("legal_program_id", "=", program.id), bill),
            (("legal_program_id", "!=", False), bill),
            (("legal_program_id", "=", False), paper),
            (("legal_program_id", "!=", program.id), paper),
            (("legal_program_id", "in", [False, program.id]), bill | paper),
        ):
            self.assertEqual(Move.search([*both, condition]), found, condition)

    def test_posting_it_bills_the_contract(self):
        self._bill(self.acceptance)
        self.assertEqual(self.order.legal_billed, 2500.0)
        self.assertEqual(self.order.legal_paid, 0.0)

    def test_no_bill_before_acceptance(self):
        with self._after_the_year():
            second = self._prepare_acceptance(self.second)
            with self.assertRefused("not accepted yet"):
                second.with_user(self.finance).action_prepare_bills()

    def test_no_document_takes_more_than_was_accepted(self):
        line = self._line("transfer")
        for move_type in ("in_invoice", "in_receipt"):
            with self.assertRefused("was accepted and"):
                self._make_bill(line, 1500.01, move_type).action_post()
        with self.assertRefused("was accepted and"):
            self._make_bill(
                line, 0.33, item={"quantity": 0.33, "price_unit": 99999}
            ).action_post()
        self._make_bill(line, 1500.0).action_post()
        with self.assertRefused("was accepted and"):
            self._make_bill(line, 0.01).action_post()

    def test_two_bills_posted_in_one_call_share_what_was_accepted(self):
        line = self._line("transfer")
        bills = self._make_bill(line, 800) | self._make_bill(line, 800)
        with self.assertRefused("was accepted and"):
            bills.action_post()

    def test_two_lines_of_one_bill_share_what_was_accepted(self):
        bill = self._make_bill(self._line("transfer"), 800)
        line = bill.invoice_line_ids
        line.copy({"move_id": bill.id, "purchase_line_id": line.purchase_line_id.id})
        with self.assertRefused("was accepted and"):
            bill.action_post()

    def test_the_state_written_over_rpc_is_checked_too(self):
        bill = self._make_bill(self._line("transfer"), 9999)
        with self.assertRefused("was accepted and"):
            bill.write({"state": "posted"})

    def test_taxes_count(self):
        line = self._line("transfer")
        tax = self._make_tax()
        with self.assertRefused("was accepted and"):
            self._make_bill(
                line, 1500, item={"tax_ids": [Command.set(tax.ids)]}
            ).action_post()
        included = self._make_tax(
            name="Included", price_include_override="tax_included"
        )
        bill = self._make_bill(
            line, 1500, item={"tax_ids": [Command.set(included.ids)]}
        )
        bill.action_post()
        self.assertEqual(bill.amount_total, 1500.0)
        self.assertGreater(bill.amount_tax, 0)

    def test_cancelling_refunding_and_reposting_returns_what_it_took(self):
        line = self._line("transfer")
        bill = self._make_bill(line, 1500)
        bill.action_post()
        bill.button_draft()
        self.assertEqual(self.order.legal_billed, 0.0)
        other = self._make_bill(line, 1500)
        other.action_post()
        with self.assertRefused("was accepted and"):
            bill.action_post()
        other.button_cancel() if other.state == "draft" else other.button_draft()
        other.button_cancel()
        bill.action_post()
        self.assertEqual(self.order.legal_billed, 1500.0)
        refund = bill._reverse_moves([{"invoice_date": bill.invoice_date}])
        refund.action_post()
        self.assertEqual(refund.move_type, "in_refund")
        self.order.invalidate_recordset()
        self.assertEqual(self.order.legal_billed, 0.0)
        self._make_bill(line, 1500).action_post()

    def test_a_refund_gives_back_no_more_than_was_billed(self):
        line = self._line("transfer")
        self._make_bill(line, 100).action_post()
        with self.assertRefused("cannot be posted"):
            self._make_bill(line, 100.01, "in_refund").action_post()

    def test_the_fee_is_never_billed_without_a_contract_line(self):
        line = self._line("transfer")
        with self.assertRefused("points to no contract"):
            self._make_bill(line, 100, item={"purchase_line_id": False}).action_post()
        with self.assertRefused("points to no contract"):
            self._make_bill(
                line, 100, item={"purchase_line_id": False, "product_id": False}
            ).action_post()

    def test_a_contract_line_lies_wholly_on_its_account(self):
        transfer, village = self._line("transfer"), self._line("village")
        for distribution in (
            False,
            {str(transfer.legal_account_id.id): 50},
            village.analytic_distribution,
            {
                str(transfer.legal_account_id.id): 100,
                str(village.legal_account_id.id): 100,
            },
        ):
            bill = self._make_bill(transfer, 100)
            bill.invoice_line_ids.analytic_distribution = distribution
            with self.assertRefused("must lie wholly"):
                bill.action_post()

    def test_a_contracts_bill_holds_nothing_else(self):
        bill = self._make_bill(self._line("transfer"), 100)
        bill.write(
            {"invoice_line_ids": [Command.create({"name": "Paper", "price_unit": 5})]}
        )
        with self.assertRefused("lines of contracts only"):
            bill.action_post()

    def test_nobody_else_is_paid_and_in_no_other_currency(self):
        line = self._line("transfer")
        with self.assertRefused("and nobody else"):
            self._make_bill(line, 100, partner_id=self.other_firm.id).action_post()
        euro = self.env.ref("base.EUR")
        euro.active = True
        with self.assertRefused("own currency"):
            self._make_bill(line, 100, currency_id=euro.id).action_post()

    def test_a_journal_entry_takes_nothing_and_may_bring_money_in(self):
        account = self._line("transfer").legal_account_id
        accounts = self.env["account.account"]
        expense, income, bank = (
            accounts.search(
                [("account_type", "=", kind), ("company_ids", "in", self.company.ids)],
                limit=1,
            )
            for kind in ("expense", "income", "asset_current")
        )

        def entry(debit, credit, on_debit):
            analytic = {str(account.id): 100}
            return (
                self.env["account.move"]
                .with_user(self.finance)
                .create(
                    {
                        "move_type": "entry",
                        "line_ids": [
                            Command.create(
                                {
                                    "account_id": debit.id,
                                    "debit": 100,
                                    "analytic_distribution": on_debit and analytic,
                                }
                            ),
                            Command.create(
                                {
                                    "account_id": credit.id,
                                    "credit": 100,
                                    "analytic_distribution": not on_debit and analytic,
                                }
                            ),
                        ],
                    }
                )
            )

        with self.assertRefused("points to no contract"):
            entry(expense, bank, True).action_post()
        with self.assertRefused("points to no contract"):
            entry(bank, expense, False).action_post()
        entry(bank, income, False).action_post()

    def _get_account(self, kind):
        return self.env["account.account"].search(
            [("account_type", "=", kind), ("company_ids", "in", self.company.ids)],
            limit=1,
        )

    def test_a_credit_note_takes_no_money_from_a_source(self):
        line = self._line("transfer")
        income = {"account_id": self._get_account("income").id}
        for move_type, amount in (
            ("out_refund", 9999),
            ("out_receipt", -9999),
            ("out_invoice", -9999),
        ):
            for item in (
                {"purchase_line_id": False},
                {"purchase_line_id": False, "product_id": False},
            ):
                document = self._make_bill(line, amount, move_type, item=income | item)
                with self.assertRefused("points to no contract"):
                    document.write({"state": "posted"})
                if amount > 0:
                    with self.assertRefused("points to no contract"):
                        document.action_post()

    def test_an_entry_that_debits_income_takes_no_money_from_a_source(self):
        account = self._line("transfer").legal_account_id
        entry = (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": "entry",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": self._get_account("income").id,
                                "debit": 7777,
                                "analytic_distribution": {str(account.id): 100},
                            }
                        ),
                        Command.create(
                            {
                                "account_id": self._get_account("liability_payable").id,
                                "partner_id": self.firm.id,
                                "credit": 7777,
                            }
                        ),
                    ],
                }
            )
        )
        with self.assertRefused("points to no contract"):
            entry.action_post()

    def test_a_contract_is_settled_by_bills_and_no_journal_entry(self):
        line = self._line("transfer")
        bill = self._make_bill(line, 100)
        entry = (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": "entry",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": item.account_id.id,
                                "balance": item.balance,
                                "partner_id": item.partner_id.id,
                                "purchase_line_id": item.purchase_line_id.id,
                                "analytic_distribution": item.analytic_distribution,
                            }
                        )
                        for item in bill.line_ids
                    ],
                }
            )
        )
        with self.assertRefused("bills and refunds only"):
            entry.action_post()

    def test_a_posted_bill_keeps_its_lines_whatever_the_context(self):
        bill = self._make_bill(self._line("transfer"), 100)
        bill.action_post()
        line = bill.invoice_line_ids.with_context(skip_readonly_check=True)
        for vals in (
            {"price_unit": 2000},
            {"purchase_line_id": False},
            {"analytic_distribution": False},
            {"product_id": False},
        ):
            with self.assertRefused("Reset it to draft"):
                line.write(vals)
        with self.assertRefused("Reset it to draft"):
            bill.with_context(skip_readonly_check=True).write(
                {"partner_id": self.other_firm.id}
            )
        with self.assertRefused("Reset it to draft|posted"):
            bill.with_context(force_delete=True).unlink()

    def test_a_posted_document_cannot_be_moved_onto_a_source(self):
        line = self._line("transfer")
        other = (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.firm.id,
                    "invoice_date": "2026-07-20",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Paper", "price_unit": 9, "tax_ids": False}
                        )
                    ],
                }
            )
        )
        other.action_post()
        with self.assertRefused("points to no contract|funding source stays"):
            other.invoice_line_ids.analytic_distribution = line.analytic_distribution

    def test_only_finance_posts_and_pays(self):
        bill = self._bill(self.acceptance, post=False)
        for user in (self.officer, self.manager, self.leading, self.township_officer):
            with self.assertRaises(AccessError):
                bill.with_user(user).action_post()
            with self.assertRaises(AccessError):
                self.acceptance.with_user(user).action_prepare_bills()
            self.assertFalse(
                self.env["account.payment"].with_user(user).has_access("read")
            )

    def test_finance_reads_no_matters(self):
        for model in ("legal.matter", "legal.visit", "legal.lecture"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.finance).search([])

    # === The supplier's number ===

    def test_an_invoice_number_has_20_digits_and_is_used_once(self):
        line = self._line("transfer")
        with self.assertRefused("no invoice number", ValidationError):
            self._make_bill(line, 1, legal_invoice_number="123")
        first = self._make_bill(
            line, 1, legal_invoice_number=f" {DIGITS[:8]} {DIGITS[8:]}"
        )
        self.assertEqual(first.legal_invoice_number, DIGITS)
        second = self._make_bill(line, 1, legal_invoice_number=DIGITS)
        first.action_post()
        with self.assertRefused("already"):
            second.action_post()
        first.button_draft()
        second.action_post()

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_an_invoice_number_single(self):
        line = self._line("transfer")
        first = self._make_bill(line, 1, legal_invoice_number=DIGITS)
        second = self._make_bill(line, 1)
        (first | second).action_post()
        self.env.flush_all()
        with self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE account_move SET legal_invoice_number = %s WHERE id = %s",
                (DIGITS, second.id),
            )

    # === What was posted on a source ===

    def _get_paid_figures(self):
        self.env.flush_all()
        self.env.invalidate_all()
        account = self._line("transfer").legal_account_id
        return account._legal_get_figures()[account]

    def test_what_an_entry_took_changes_with_the_entry_only(self):
        line = self._line("transfer")
        bill = self._make_bill(line, 1000)
        bill.action_post()
        before = self._get_paid_figures()
        column = line.legal_account_id.root_plan_id._column_name()
        other = self._make_bill(line, 1).invoice_line_ids
        village = self._line("village").legal_account_id
        Item = self.env["account.analytic.line"]
        for user in (self.finance, self.env.user):
            for context in (
                {},
                {"skip_analytic_sync": True},
                {"skip_analytic_sync": True, "legal_analytic": True},
            ):
                items = (
                    Item.search([("move_line_id", "in", bill.line_ids.ids)])
                    .with_user(user)
                    .with_context(**context)
                )
                self.assertEqual(items.amount, -1000)
                for change in (
                    items.unlink,
                    items.copy,
                    lambda items=items: items.write({"amount": -1}),
                    lambda items=items: items.write({column: village.id}),
                    lambda items=items: items.write({"move_line_id": False}),
                    lambda items=items: items.write({"move_line_id": other.id}),
                    lambda items=items: items.write(
                        {"analytic_distribution": {str(village.id): 100}}
                    ),
                ):
                    with self.assertRefused(
                        "entry of a funding source|posted on a contract|source stays"
                    ):
                        change()
                items.write({"name": "Half a year", "amount": -1000})
        self.assertEqual(self._get_paid_figures(), before)

    def test_nothing_is_hung_on_an_entry_as_taken_from_a_source(self):
        line = self._line("transfer")
        account = line.legal_account_id
        column = account.root_plan_id._column_name()
        bill = self._make_bill(line, 1000)
        Item = (
            self.env["account.analytic.line"]
            .with_user(self.finance)
            .with_context(skip_analytic_sync=True)
        )
        vals = {"name": "More", "amount": 500, column: account.id}
        loose = Item.create(vals)
        for _time in range(2):
            with self.assertRefused("entry of a funding source"):
                Item.create(vals | {"move_line_id": bill.invoice_line_ids.id})
            with self.assertRefused("entry of a funding source"):
                loose.move_line_id = bill.invoice_line_ids
            bill.action_post() if bill.state == "draft" else None
        loose.amount = 600
        loose.unlink()

    def test_entries_are_made_and_removed_with_the_bill(self):
        bill = self._make_bill(self._line("transfer"), 1000)
        for _time in range(2):
            bill.action_post()
            self.assertEqual(self._get_paid_figures().actual, 1000)
            bill.button_draft()
            self.assertFalse(bill.line_ids.analytic_line_ids)
            self.assertEqual(self._get_paid_figures().actual, 0)

    def test_a_bill_set_to_draft_over_rpc_takes_its_entries_along(self):
        bill = self._make_bill(self._line("transfer"), 1000)
        bill.action_post()
        bill.write({"state": "draft"})
        bill.invoice_line_ids.quantity = 700
        bill.write({"state": "posted"})
        self.assertEqual(self._get_paid_figures().actual, 700)

    # === Paid ===

    def test_paid_shows_by_itself(self):
        bill = self._bill(self.acceptance)
        self._pay(bill, 1000.01)
        self.env.invalidate_all()
        self.assertEqual(self.order.legal_paid, 1000.01)
        self.assertEqual(self.assignment.amount_paid, 1000.01)
        self.assertEqual(self.assignment.amount_accepted, 2500.0)
        paid = self.order.order_line._get_legal_paid()
        self.assertEqual(
            [paid[self._line("transfer")], paid[self._line("village")]],
            [600.01, 400.0],
        )
        self._pay(bill)
        self.env.invalidate_all()
        self.assertEqual(self.order.legal_paid, 2500.0)

    def test_a_refund_is_no_payment(self):
        bill = self._bill(self.acceptance)
        refund = self._make_bill(self._line("transfer"), 200, "in_refund")
        refund.action_post()
        (bill | refund).line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        ).reconcile()
        self.assertEqual(self.order.legal_paid, 0.0)
        self._pay(bill)
        self.env.invalidate_all()
        self.assertEqual(self.order.legal_paid, 2300.0)
        self.assertEqual(self.order.legal_billed, 2300.0)

    def test_money_of_an_assignment_is_for_those_who_look_after_money(self):
        for user in (self.finance, self.manager, self.leading):
            self.assignment.with_user(user).read(["amount_paid"])
        for user in (self.officer, self.township_officer):
            with self.assertRaises(AccessError):
                self.assignment.with_user(user).read(["amount_paid"])

    # === The contract behind it ===

    def test_nothing_is_billed_on_a_cancelled_contract_but_given_back(self):
        line = self._line("transfer")
        self._make_bill(line, 100).action_post()
        bill, refund = (
            self._make_bill(line, 100),
            self._make_bill(line, 50, "in_refund"),
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE purchase_order SET state = 'cancel' WHERE id = %s", (self.order.id,)
        )
        self.env.invalidate_all()
        with self.assertRefused("is cancelled"):
            bill.action_post()
        refund.action_post()

    def test_a_line_is_booked_with_the_amount_that_it_shows(self):
        bill = self._bill(self.acceptance, post=False)
        first, second = bill.invoice_line_ids
        self.assertEqual((first.balance, second.balance), (1500, 1000))
        bill.write(
            {
                "line_ids": [
                    Command.update(first.id, {"balance": 1600}),
                    Command.update(second.id, {"balance": 900}),
                ]
            }
        )
        self.assertEqual((first.price_total, second.price_total), (1500, 1000))
        self.assertEqual((first.balance, second.balance), (1600, 900))
        with self.assertRefused("is booked with"):
            bill.action_post()

    def test_what_a_line_shows_follows_from_its_price(self):
        bill = self._bill(self.acceptance, post=False)
        first, second = bill.invoice_line_ids
        bill.write(
            {
                "line_ids": [
                    Command.update(first.id, {"quantity": 1600}),
                    Command.update(second.id, {"quantity": 900}),
                ]
            }
        )
        first.write({"price_total": 1500})
        second.write({"price_total": 1000})
        with self.assertRefused("was accepted and"):
            bill.action_post()

    def test_what_a_posted_line_shows_stays(self):
        bill = self._bill(self.acceptance)
        for name in ("price_subtotal", "price_total"):
            with self.assertRefused("Reset it to draft"):
                bill.invoice_line_ids[0].write({name: 1})
