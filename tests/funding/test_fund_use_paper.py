import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...reports.audit_workbook import AuditWorkbook
from ..papers.common import PaperCase
from ..papers.formulas import Formulas
from .money_case import MoneyCase

REPORT = "village_legal_advisor.report_fund_use"


@tagged("post_install", "-at_install")
class TestFundUsePaper(MoneyCase, PaperCase):
    """What is hung out in the villages about a year's money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_basis("village")

    def _spend(self):
        self._appropriate(20000.5)
        order = self._contract(self.village_1, self.village_4)
        first, second = order.order_line
        bill = self._bill({first: 1234.56, second: 777.01})
        self._pay(bill, 1111.11)
        self._pay(bill, 7.07)
        return order

    def _print_use(self, user=None):
        program = self.program.with_user(user or self.finance)
        return self._text(self._print(REPORT, program))

    def test_screen_workbook_and_paper_tell_the_same_to_the_cent(self):
        self._spend()
        rows = self.program.with_user(self.finance)._get_fund_status()
        target = io.BytesIO()
        AuditWorkbook(self.program.with_user(self.finance), target).build()
        book = load_workbook(target)
        shown = load_workbook(target, data_only=True)
        formulas, text = Formulas(book), self._print_use()
        (total,) = (
            row
            for row in book["Summary"].iter_rows(min_row=4)
            if row[0].value == "Total"
        )
        names = ("appropriated", "received", "committed", "actual", "paid", "available")
        for cell, name in zip(total[1:7], names, strict=True):
            screen = sum(rows.mapped(name))
            self.assertAlmostEqual(
                formulas.value("Summary", cell.coordinate), screen, 4, name
            )
            self.assertAlmostEqual(
                shown["Summary"][cell.coordinate].value, screen, 4, name
            )
            self.assertIn(f"{screen:,.2f}", text, name)
        self.assertIn("1,118.18", text)
        for township in (self.township_1, self.township_2):
            theirs = rows.filtered(lambda row, own=township: row.township_id == own)
            line = (
                f"{sum(theirs.mapped('committed')):,.2f}"
                f"{sum(theirs.mapped('actual')):,.2f}{sum(theirs.mapped('paid')):,.2f}"
            )
            self.assertIn(township.name.replace(" ", "") + "1" + line, text)

    def test_a_village_reads_what_was_paid_for_whom(self):
        order = self._spend()
        text = self._print_use(self.leading)
        for line in order.order_line:
            assignment = line.legal_assignment_id
            row = (
                self.firm.name
                + assignment.advisor_id.name
                + f"{line.product_qty:,.2f}{line.qty_received:,.2f}"
            )
            self.assertIn(row.replace(" ", ""), text)

    def test_what_a_village_paid_itself_stands_beside_it(self):
        self._spend()
        self.env["legal.village.share"].with_user(self.finance)._prepare_year(
            self.program
        )
        share = self.env["legal.village.share"].search(
            [("village_id", "=", self.village_1.id)]
        )
        share.write({"bearer": "street", "payer_id": self.firm.id})
        self.env["legal.village.share.payment"].with_user(self.finance).create(
            {
                "share_id": share.id,
                "amount": 456.78,
                "payer": "Village",
                "firm_id": self.firm.id,
                "voucher": "1",
            }
        )
        self.assertIn("456.78", self._print_use())
        self.program._guarded_write({"village_share_handling": "bureau"})
        self.assertNotIn("456.78", self._print_use())

    def test_it_names_no_more_of_a_person_than_the_public_list(self):
        order = self._spend()
        advisor = order.order_line.legal_assignment_id.advisor_id[0]
        advisor.write({"phone": "13900001111", "licence_number": "16540200000000001"})
        text = self._print_use()
        self.assertIn(advisor.name.replace(" ", ""), text)
        self.assertNotIn("13900001111", text)
        self.assertNotIn("16540200000000001", text)

    def test_who_reads_no_money_prints_none(self):
        for user in (self.officer, self.township_officer, self.plain_user):
            with self.assertRaises(AccessError):
                self._print_use(user)

    def test_a_year_without_money_prints(self):
        self.assertIn("0.00", self._print_use())
