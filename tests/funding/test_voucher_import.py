import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .money_case import MoneyCase

HEADING = "bill number,payee,amount requested,voucher number,payment date,amount paid"


class PaymentCase(MoneyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Headings are known in the languages that are installed.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.bank_icbc = cls.env["res.bank"].create({"name": "ICBC Huocheng"})
        for firm, number in ((cls.firm, "6222001"), (cls.other_firm, "6222002")):
            cls.env["res.partner.bank"].create(
                {
                    "partner_id": firm.id,
                    "acc_number": number,
                    "bank_id": cls.bank_icbc.id,
                }
            )

    def setUp(self):
        super().setUp()
        self._set_basis("village")
        self.order = self._contract(self.village_1, self.village_2)
        first, second = self.order.order_line
        self.bill = self._bill({first: 1000})
        self.second = self._bill({second: 2000})

    def _import(self, *lines, heading=HEADING, user=None, run=True, **vals):
        content = "\n".join([heading, *lines])
        return self._import_file(content.encode(), user=user, run=run, **vals)

    def _import_file(self, content, user=None, run=True, **vals):
        wizard = (
            self.env["legal.voucher.import"]
            .with_user(user or self.finance)
            .create(
                {
                    "file": base64.b64encode(content),
                    "filename": "vouchers.csv",
                    "journal_id": self.bank.id,
                }
                | vals
            )
        )
        if run:
            wizard.action_import()
        else:
            wizard.action_preview()
        return wizard

    def _line(self, bill, amount, voucher="Z1", day=None, payee=""):
        day = day or self.today
        return f"{bill.name},{payee},{bill.amount_residual},{voucher},{day},{amount}"

    def _payments(self, voucher):
        return self.env["account.payment"].search(
            [("legal_voucher_number", "=", voucher)]
        )


class VoucherImportCases:
    """The treasury's vouchers register the payments of bills."""

    allow_inherited_tests_method = True

    def test_a_voucher_pays_bills_in_full_by_one_payment(self):
        wizard = self._import(
            self._line(self.bill, 1000), self._line(self.second, 2000)
        )
        self.assertEqual(wizard.state, "done")
        self.assertEqual((wizard.full_count, wizard.error_count), (2, 0))
        payment = self._payments("Z1")
        self.assertEqual(len(payment), 1)
        self.assertEqual((payment.amount, payment.date), (3000, self.today))
        self.assertEqual(self.bill.amount_residual, 0)
        self.assertIn(self.bill.payment_state, ("paid", "in_payment"))
        self.assertFigures(paid=3000)

    def test_showing_what_will_be_done_registers_nothing(self):
        wizard = self._import(self._line(self.bill, 1000), run=False)
        self.assertEqual((wizard.state, wizard.full_count), ("checked", 1))
        self.assertEqual((wizard.voucher_count, wizard.amount), (1, 1000))
        self.assertFalse(self._payments("Z1"))
        self.assertEqual(self.bill.amount_residual, 1000)

    def test_the_same_list_again_registers_nothing_and_says_so(self):
        lines = [self._line(self.bill, 1000), self._line(self.second, 2000)]
        self._import(*lines)
        wizard = self._import(*lines)
        self.assertEqual((wizard.known_count, wizard.error_count), (2, 0))
        self.assertEqual(len(self._payments("Z1")), 1)
        self.assertIn("Registered on", wizard.other_ids[0].note)

    def test_a_part_is_registered_and_what_stays_open_is_told(self):
        wizard = self._import(self._line(self.bill, 400), self._line(self.second, 2000))
        self.assertEqual((wizard.full_count, wizard.partial_count), (1, 1))
        partial = wizard.payment_line_ids.filtered(lambda row: row.kind == "partial")
        self.assertIn("600.00", partial.note)
        self.assertEqual(self.bill.amount_residual, 600)
        self.assertEqual(self.second.amount_residual, 0)
        self._import(self._line(self.bill, 600, "Z2"))
        self.assertEqual(self.bill.amount_residual, 0)

    def test_two_vouchers_share_a_bill_on_their_own_days(self):
        earlier = self.day(5, 10)
        self.bill.button_draft()
        self.bill.invoice_date = self.day(5, 1)
        self.bill.action_post()
        wizard = self._import(
            self._line(self.bill, 300, "Z1", earlier), self._line(self.bill, 700, "Z2")
        )
        self.assertEqual(wizard.voucher_count, 2)
        self.assertEqual(self._payments("Z1").date, earlier)
        self.assertEqual(self._payments("Z2").amount, 700)
        self.assertEqual(self.bill.amount_residual, 0)

    def test_one_voucher_of_two_firms_is_a_payment_for_each(self):
        order = self._contract(self.village_4, firm=self.other_firm)
        other = self._bill({order.order_line: 500}, partner_id=self.other_firm.id)
        self._import(self._line(self.bill, 1000), self._line(other, 500))
        payments = self._payments("Z1")
        self.assertEqual(sorted(payments.mapped("amount")), [500, 1000])
        self.assertEqual(payments.partner_id, self.firm | self.other_firm)


@tagged("post_install", "-at_install")
class TestVoucherImport(VoucherImportCases, PaymentCase):
    """On the generic chart of accounts; what is refused is the same on any."""

    def _assert_bad(self, sentence, *lines, **vals):
        wizard = self._import(*lines, **vals)
        self.assertEqual(wizard.state, "checked")
        self.assertIn(sentence, " ".join(wizard.error_ids.mapped("note")))
        self.assertEqual(self.bill.amount_residual, 1000)
        return wizard

    def test_a_line_that_disagrees_with_its_bill_is_refused_with_the_reason(self):
        tomorrow = self.today.replace(year=self.today.year + 1)
        before = self.day(1, 2)
        for sentence, line in (
            ("more than the", self._line(self.bill, 1000.01)),
            ("future", self._line(self.bill, 1000, day=tomorrow)),
            ("before the bill", self._line(self.bill, 1000, day=before)),
            ("was paid; ", self._line(self.bill, 1000, payee="West Law Firm")),
            ("No bill", f"BILL/9999,,1,Z1,{self.today},1"),
            ("no day", f"{self.bill.name},,1,Z1,soon,1"),
            ("no amount", f"{self.bill.name},,1,Z1,{self.today},much"),
            ("voucher number is missing", f"{self.bill.name},,1,,{self.today},1"),
            ("Neither bill", f",,1,Z1,{self.today},1"),
        ):
            self._assert_bad(sentence, line)

    def test_lines_of_one_bill_may_not_add_up_to_more_than_is_open(self):
        self._assert_bad(
            "more than the",
            self._line(self.bill, 600, "Z1"),
            self._line(self.bill, 600, "Z2"),
        )

    def test_a_voucher_has_one_day(self):
        third = self._bill({self.order.order_line[1]: 10}, invoice_date=self.day(1, 10))
        self._assert_bad(
            "another day",
            self._line(self.bill, 1000),
            self._line(third, 10, day=self.day(2, 10)),
        )

    def test_a_draft_bill_is_not_paid(self):
        self.second.button_draft()
        wizard = self._import(
            f"{self.second.name},,2000,Z1,{self.today},2000", self._line(self.bill, 1)
        )
        self.assertIn("not posted", wizard.error_ids.note)

    def test_one_bad_line_stops_all_unless_the_good_ones_are_wanted(self):
        lines = (
            self._line(self.bill, 1000),
            f"BILL/9999,,1,Z1,{self.today},1",
        )
        self._assert_bad("No bill", *lines)
        wizard = self._import(*lines, on_error="good")
        self.assertEqual((wizard.state, wizard.error_count), ("done", 1))
        self.assertEqual(self.bill.amount_residual, 0)

    def test_bad_lines_come_back_as_a_workbook_that_can_be_mended(self):
        wizard = self._assert_bad("No bill", f"BILL/9999,,1,Z1,{self.today},1")
        content = base64.b64decode(wizard.bad_file)
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(rows[2][-1], "Reason")
        self.assertIn("No bill", rows[3][-1])
        sheet.cell(4, 1).value = self.bill.name
        sheet.cell(4, 6).value = 1000
        target = io.BytesIO()
        sheet.parent.save(target)
        mended = self._import_file(target.getvalue())
        self.assertEqual(mended.full_count, 1)

    def test_lines_without_a_voucher_wait_and_totals_are_no_lines(self):
        wizard = self._import(
            f"{self.second.name},,2000,,,",
            self._line(self.bill, 1000),
            ",,3000,,,",
        )
        self.assertEqual((wizard.waiting_count, wizard.full_count), (1, 1))
        self.assertEqual(self.second.amount_residual, 2000)

    def test_a_bill_is_known_by_its_invoice_number_too(self):
        self.bill.legal_invoice_number = "25652000000012345678"
        wizard = self._import(
            f"25652000000012345678,1000,Z1,{self.today}",
            heading="invoice number,amount requested,voucher number,payment date",
        )
        self.assertEqual(wizard.full_count, 1)
        self.assertEqual(self.bill.amount_residual, 0)

    def test_a_file_without_heading_or_column_says_what_is_lacking(self):
        wizard = self._import("a,b,c", heading="x,y,z")
        self.assertIn("no heading", wizard.error_ids.note)
        wizard = self._import(
            "1,1,1", heading="bill number,amount requested,payment date"
        )
        self.assertIn("Voucher number is missing", wizard.error_ids.note)

    def test_a_registered_voucher_with_another_amount_is_told(self):
        self._import(self._line(self.bill, 400))
        wizard = self._import(self._line(self.bill, 600))
        self.assertEqual(wizard.known_count, 1)
        self.assertIn("larger amount", wizard.other_ids.note)
        self.assertEqual(self.bill.amount_residual, 600)
        wizard = self._import(self._line(self.bill, 300))
        self.assertIn("smaller amount", wizard.other_ids.note)
        wizard = self._import(self._line(self.bill, 400))
        self.assertNotIn("amount", wizard.other_ids.note)

    def test_a_cancelled_payment_may_be_registered_again(self):
        self._import(self._line(self.bill, 1000))
        payment = self._payments("Z1")
        payment.action_draft()
        payment.action_cancel()
        wizard = self._import(f"{self.bill.name},,1000,Z1,{self.today},1000")
        self.assertEqual(wizard.full_count, 1)
        self.assertEqual(self.bill.amount_residual, 0)

    def test_only_finance_registers(self):
        for user in (self.manager, self.officer, self.leading):
            with self.assertRaises(AccessError):
                self._import(self._line(self.bill, 1000), user=user)


@tagged("post_install", "-at_install")
class TestVoucherImportChina(VoucherImportCases, PaymentCase):
    """On the Chinese chart of accounts."""

    chart = "cn"


@tagged("post_install", "-at_install")
class TestVoucherImportPlainChart(VoucherImportCases, PaymentCase):
    """On a chart that knows no account for payments on their way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.transfer_account_id = False
        cls.bank.outbound_payment_method_line_ids.payment_account_id = False
        cls.env["ir.model.data"].search(
            [
                ("module", "=", "account"),
                (
                    "name",
                    "like",
                    f"{cls.company.id}_account_journal_payment_",
                ),
            ]
        ).unlink()

    def test_the_money_leaves_the_journals_own_account(self):
        self._import(self._line(self.bill, 1000))
        accounts = self._payments("Z1").move_id.line_ids.account_id
        self.assertIn(self.bank.default_account_id, accounts)
        self.assertEqual(self.bill.payment_state, "paid")


@tagged("post_install", "-at_install")
class TestPaymentRequest(PaymentCase, HttpCase):
    """What the treasury is asked to pay."""

    def _rows(self, bills):
        values = bills.with_user(self.finance)._get_request_workbook()
        names = [name for name, _width in values["columns"]]
        return [dict(zip(names, row, strict=True)) for row in values["rows"]]

    def test_a_row_says_whom_to_pay_from_which_budget(self):
        self._appropriate(
            10000,
            budget_project_code="65400024",
            function_code="2040604",
            economy_code="30227",
        )
        row, total = self._rows(self.bill)
        self.assertEqual(row["Payee"], self.firm.name)
        self.assertEqual(row["Payee's account"], "6222001")
        self.assertEqual(row["Payee's bank"], "ICBC Huocheng")
        self.assertEqual(row["Amount requested"], 1000)
        self.assertEqual(row["Budget project code"], "65400024")
        self.assertEqual(row["Functional code"], "2040604")
        self.assertEqual(row["Economic code"], "30227")
        self.assertEqual(row["Contract"], self.order.name)
        self.assertEqual(total["Amount requested"], 1000)

    def test_a_bill_of_two_sources_has_a_row_for_each(self):
        self._set_basis("village", handling="bureau")
        self.project = self.project.copy()
        self.project.action_award()
        order = self._contract(self.village_4, firm=self.other_firm)
        lines = order.order_line.filtered(
            lambda line: line.legal_village_id == self.village_4
        )
        transfer, village = lines.sorted("legal_source")
        bill = self._bill(
            {transfer: 1000.01, village: 500}, partner_id=self.other_firm.id
        )
        self._pay(bill, 750)
        rows = self._rows(bill)[:-1]
        self.assertEqual(
            {row["Funding source"]: row["Amount requested"] for row in rows},
            {"Transfer payment": 500.01, "Village's share": 250},
        )

    def test_a_missing_account_is_named_before_anything_is_made(self):
        self.firm.bank_ids.unlink()
        with self.assertRefused(f"{self.firm.name} has no bank account"):
            self.bill.action_payment_request()

    def test_an_account_without_its_bank_is_named(self):
        self.firm.bank_ids.bank_id = False
        with self.assertRefused("does not name its bank"):
            self.bill.action_payment_request()

    def test_somebody_elses_account_is_not_printed_under_the_firms_name(self):
        Contact = self.env["res.partner"]
        own = Contact.create({"name": "Its cashier", "parent_id": self.firm.id})
        person = Contact.create({"name": "Li in person"})
        accounts = self.env["res.partner.bank"].create(
            [
                {
                    "partner_id": holder.id,
                    "acc_number": f"6222{holder.id}",
                    "bank_id": self.bank_icbc.id,
                }
                for holder in (own, person)
            ]
        )
        self.bill.partner_bank_id = accounts[1]
        with self.assertRefused(f"belongs to Li in person, not to {self.firm.name}"):
            self.bill.action_payment_request()
        self.bill.partner_bank_id = accounts[0]
        self.bill.action_payment_request()

    def test_only_posted_unpaid_bills_are_asked_for(self):
        draft = self._bill({self.order.order_line[0]: 1}, post=False)
        with self.assertRefused("not posted"):
            draft.action_payment_request()
        self._pay(self.bill)
        with self.assertRefused("paid already"):
            self.bill.action_payment_request()
        with self.assertRaises(AccessError):
            self.second.with_user(self.manager).action_payment_request()

    def test_everything_due_of_a_year_is_asked_for_at_once(self):
        action = self.program_f.action_payment_request()
        self.assertEqual(
            set(action["url"].split("=")[1].split(",")),
            {str(self.bill.id), str(self.second.id)},
        )
        self._pay(self.bill | self.second)
        with self.assertRaises(UserError):
            self.program_f.action_payment_request()

    def _download(self, bills):
        ids = ",".join(map(str, bills.ids))
        with mute_logger("odoo.http"):
            return self.url_open(f"/legal/payment_request?bills={ids}")

    def test_the_workbook_comes_back_and_registers_what_it_asked_for(self):
        self.authenticate("legal_finance", "legal_finance")
        response = self._download(self.bill | self.second)
        self.assertEqual(response.status_code, 200)
        workbook = openpyxl.load_workbook(io.BytesIO(response.content))
        sheet = workbook.active
        for number in (4, 5):
            sheet.cell(number, 14).value = "Z7"
            sheet.cell(number, 15).value = self.today
        target = io.BytesIO()
        workbook.save(target)
        wizard = self._import_file(target.getvalue())
        self.assertEqual((wizard.full_count, wizard.error_count), (2, 0))
        self.assertEqual(self.second.amount_residual, 0)

    def test_nobody_else_downloads_it(self):
        self.authenticate("legal_officer", "legal_officer")
        self.assertEqual(self._download(self.bill).status_code, 404)
