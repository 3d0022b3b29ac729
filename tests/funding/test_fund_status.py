from random import Random

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.village_legal_advisor.models.funding import fee_parts

from .money_case import MoneyCase


class FundStatusCases:
    """From appropriated to paid, read from the posted entries."""

    # Odoo's loader passes over inherited tests otherwise.
    allow_inherited_tests_method = True
    # Of random parts.
    bills = 16

    def test_money_goes_from_appropriated_over_committed_and_actual_to_paid(self):
        self._set_basis("village")
        self._appropriate(10000)
        self.assertFigures(appropriated=10000, available=10000)
        order = self._contract(self.village_1, self.village_4, confirm=False)
        self.assertFigures(committed=0)
        order.button_confirm()
        self.assertFigures(committed=6000, actual=0, available=4000)
        bill = self._bill(dict.fromkeys(order.order_line, 1000), post=False)
        self.assertFigures(committed=6000, actual=0)
        bill.action_post()
        self.assertFigures(committed=4000, actual=2000, paid=0, available=4000)
        self._pay(bill, 500)
        self.assertFigures(committed=4000, actual=2000, paid=500, available=4000)
        self._pay(bill)
        self.assertFigures(actual=2000, paid=2000)

    def test_each_township_has_a_row_that_stays_the_same(self):
        self._set_basis("village")
        self._appropriate(10000)
        order = self._contract(self.village_1, self.village_2, self.village_4)
        line = order.order_line.filtered(
            lambda rec: rec.legal_village_id == self.village_4
        )
        domain = [("account_id", "=", self.transfer.id)]
        Status = self.env["legal.fund.status"].with_user(self.finance)
        rows = Status.search(domain)
        by_township = {row.township_id: row for row in rows}
        self.assertEqual(
            {township: row.committed for township, row in by_township.items()},
            {self.township_1.browse(): 0, self.township_1: 6000, self.township_2: 3000},
        )
        self._pay(self._bill({line: 1000}))
        Status.invalidate_model()
        self.assertEqual(set(Status.search(domain).ids), set(rows.ids))
        self.assertEqual(by_township[self.township_2].paid, 1000)
        self.assertEqual(by_township[self.township_1].paid, 0)

    def test_a_cancelled_and_a_reposted_bill_give_back_what_they_took(self):
        self._set_basis("village")
        self._appropriate(10000)
        order = self._contract(self.village_1)
        bill = self._bill({order.order_line: 1000})
        self._pay(bill)
        before = self._figures()
        bill.button_draft()
        self.assertFigures(committed=3000, actual=0, paid=0, available=7000)
        bill.action_post()
        # Odoo keeps what a bill in draft was reconciled with.
        self.assertEqual(self._figures(), before)
        bill.button_draft()
        bill.button_cancel()
        self.assertFigures(committed=3000, actual=0, paid=0, available=7000)

    def test_a_refund_gives_back_what_the_bill_took(self):
        self._set_basis("village")
        self._appropriate(10000)
        line = self._contract(self.village_1).order_line
        bill = self._bill({line: 1500})
        refund = self._bill({line: 500}, "in_refund")
        self.assertFigures(committed=2000, actual=1000, paid=0)
        (bill | refund).line_ids.filtered(
            lambda rec: rec.account_id.account_type == "liability_payable"
        ).reconcile()
        self.assertFigures(actual=1000, paid=0)
        self._pay(bill)
        self.assertFigures(committed=2000, actual=1000, paid=1000, available=7000)

    def test_a_receipt_of_a_purchase_counts_as_a_bill(self):
        self._set_basis("village")
        line = self._contract(self.village_1).order_line
        self._bill({line: 800}, "in_receipt")
        self.assertFigures(committed=2200, actual=800)

    def test_more_billed_than_ordered_never_commits_a_negative_amount(self):
        self._set_basis("village")
        order = self._contract(self.village_1, self.village_2)
        first, second = order.order_line
        self._bill({first: 3000})
        self._set_ordered(first, 2000)
        self.assertFigures(committed=3000, actual=3000)
        self._set_ordered(second, 0)
        self.assertFigures(committed=0, actual=3000)

    def _set_ordered(self, line, amount):
        line.flush_recordset()
        self.env.cr.execute(
            "UPDATE purchase_order_line SET product_qty = %s WHERE id = %s",
            (amount, line.id),
        )
        line.invalidate_recordset()

    def test_foreign_money_counts_in_the_bureaus_own_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "name": "2026-01-01",
                "inverse_company_rate": 7.0,
            }
        )
        invoice = self._make_invoice(100, currency_id=dollar.id)
        self._pay(invoice, 50)
        self.assertFigures(self.village, received=350, actual=0)
        self._pay(invoice)
        self.assertFigures(self.village, received=700, actual=0)

    def test_included_taxes_are_part_of_what_is_spent(self):
        tax = self._make_tax(name="Included", price_include_override="tax_included")
        self._set_basis("village")
        line = self._contract(self.village_1).order_line
        bill = self._bill({line: 1000}, post=False)
        bill.invoice_line_ids.tax_ids = tax
        bill.action_post()
        self.assertGreater(bill.amount_tax, 0)
        self.assertFigures(committed=2000, actual=1000)
        self._pay(bill)
        self.assertFigures(actual=1000, paid=1000)

    def test_a_payment_is_spread_over_the_lines_to_the_cent(self):
        self._set_basis("village")
        order = self._contract(
            *(self._make_village(f"65400200130{number}") for number in range(5))
        )
        lines = order.order_line
        random = Random(4)
        for _number in range(self.bills):
            parts = [random.randint(1, 6000) for _line in lines]
            bill = self._bill(
                {line: part / 100 for line, part in zip(lines, parts, strict=True)}
            )
            cents = random.randint(1, sum(parts))
            self._pay(bill, cents / 100)
            found = self._read_paid(bill)
            self.assertEqual(sum(found), cents)
            self.assertEqual(found, fee_parts.split(cents, parts))
            self.assertFigures(paid=cents / 100)
            bill.button_draft()

    def _read_paid(self, bill):
        """What was paid of each line of a bill, in cents, in the villages' order."""
        rows = self.program_f._get_fund_rows("bills")
        rows = [row for row in rows if row["number"] == bill.name]
        return [round(float(row["paid"]) * 100) for row in rows]

    def test_a_discount_in_a_bill_is_spread_too(self):
        self._set_basis("village")
        lines = self._contract(self.village_1, self.village_4).order_line
        bill = self._bill({lines[0]: 1000, lines[1]: 500}, post=False)
        item = bill.invoice_line_ids[0]
        discount = {
            "name": "Discount",
            "product_id": item.product_id.id,
            "purchase_line_id": item.purchase_line_id.id,
            "quantity": 100,
            "price_unit": -1,
            "tax_ids": [Command.clear()],
            "analytic_distribution": item.analytic_distribution,
        }
        bill.invoice_line_ids = [Command.create(discount)]
        bill.action_post()
        self.assertFigures(actual=1400)
        self._pay(bill, 333.33)
        self.assertFigures(paid=333.33)

    def test_another_company_never_leaks_in(self):
        self._set_basis("village")
        self._appropriate(10000)
        program = self._make_program(self.year, company=self.other_company)
        theirs = program._get_source_accounts().filtered(
            lambda rec: rec.legal_source == "transfer"
        )
        document = self.env["legal.appropriation"].create(
            {
                "program_id": program.id,
                "source": "transfer",
                "document_number": "Theirs",
                "amount": 400,
            }
        )
        document.action_confirm()
        rows = self.env["legal.fund.status"].with_user(self.finance).search([])
        self.assertEqual(rows.company_id, self.company)
        self.assertFigures(appropriated=10000)
        own = self.env["legal.appropriation"].with_user(self.finance)
        self.assertFalse(own.search([("id", "=", document.id)]))
        with self.assertRaises(AccessError):
            self.env["legal.fund.status"].with_user(self.finance).search(
                [("account_id", "=", theirs.id)]
            ).browse(theirs.id * 2**20).read(["appropriated"])

    def test_an_entry_of_another_company_does_not_count_for_the_source(self):
        """Odoo refuses it; what comes by SQL is not counted either."""
        self._set_basis("village")
        line = self._contract(self.village_1).order_line
        bill = self._bill({line: 1000})
        bill.flush_recordset()
        self.env.cr.execute(
            "UPDATE account_move SET company_id = %s WHERE id = %s",
            (self.other_company.id, bill.id),
        )
        self.assertFigures(actual=0)

    def _make_invoice(self, amount, **vals):
        """A posted invoice to a customer on the source of the villages' shares."""
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.firm.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Village's share",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "account_id": self.income.id,
                            "analytic_distribution": {str(self.village.id): 100},
                        }
                    )
                ],
            }
            | vals
        )
        invoice.action_post()
        return invoice

    def test_a_customers_payment_on_a_source_is_received(self):
        invoice = self._make_invoice(2000)
        self.assertFigures(self.village, received=0, actual=0)
        payment = self._pay(invoice, 500)
        self.assertFigures(self.village, received=500, paid=0)
        row = (
            self.env["legal.fund.status"]
            .with_user(self.finance)
            .search([("account_id", "=", self.village.id)])
        )
        action = row.action_view_received()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines.move_id, payment.move_id)
        self.assertEqual(sum(lines.mapped("credit")), 500)
        unpaid = self._make_invoice(300)
        action = row.action_view_received()
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertNotIn(unpaid, lines.move_id)

    def test_each_figure_leads_to_the_entries_behind_it(self):
        self._set_basis("village")
        document = self._appropriate(10000)
        receipt = self._receive(document, 4000)
        order = self._contract(self.village_1, self.village_4)
        line = order.order_line[0]
        bill = self._bill({line: 1000})
        payment = self._pay(bill)
        rows = (
            self.env["legal.fund.status"]
            .with_user(self.finance)
            .search([("account_id", "=", self.transfer.id)])
        )
        row = rows.filtered(lambda rec: rec.township_id == line.legal_township_id)
        whole = rows.filtered(lambda rec: not rec.township_id)

        def open_entries(action):
            return self.env[action["res_model"]].search(action["domain"])

        self.assertEqual(open_entries(whole.action_view_appropriations()), document)
        self.assertEqual(open_entries(whole.action_view_received()).move_id, receipt)
        self.assertEqual(open_entries(row.action_view_committed()), line)
        self.assertEqual(open_entries(row.action_view_actual()).move_id, bill)
        self.assertEqual(open_entries(row.action_view_paid()).move_id, payment.move_id)
        self.assertFalse(open_entries(whole.action_view_actual()))

    def test_the_year_shows_what_was_appropriated_and_paid(self):
        self._set_basis("village")
        self._appropriate(10000)
        line = self._contract(self.village_1).order_line
        self._pay(self._bill({line: 1000}))
        for user in (self.finance, self.leading, self.manager):
            program = self.program.with_user(user)
            self.assertEqual(
                (program.fund_appropriated, program.fund_paid), (10000, 1000)
            )
        with self.assertRaises(AccessError):
            self.program.with_user(self.officer).read(["fund_paid"])

    def test_the_leading_group_reads_bills_of_the_sources_and_no_others(self):
        self._set_basis("village")
        line = self._contract(self.village_1).order_line
        ours = self._bill({line: 1000})
        paper = self._make_bill(
            [{"name": "Paper", "quantity": 1, "price_unit": 5}], partner_id=self.firm.id
        )
        for user in (self.leading, self.manager):
            Move = self.env["account.move"].with_user(user)
            self.assertEqual(Move.search([("id", "in", (ours | paper).ids)]), ours)
            self.assertFalse(Move.has_access("write"))
            with self.assertRaises(AccessError):
                ours.with_user(user).button_draft()


@tagged("post_install", "-at_install")
class TestFundStatus(FundStatusCases, MoneyCase):
    """On the generic chart of accounts."""


@tagged("post_install", "-at_install")
class TestFundStatusChina(FundStatusCases, MoneyCase):
    """On the Chinese chart of accounts, where it is installed."""

    chart = "cn"
    # How amounts are split depends on no chart of accounts.
    bills = 8
