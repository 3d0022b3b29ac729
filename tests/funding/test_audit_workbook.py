import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ...reports import audit_workbook
from ...reports.audit_workbook import AuditWorkbook
from ..papers.formulas import Formulas
from .money_case import NAMES, MoneyCase


@tagged("post_install", "-at_install")
class TestAuditWorkbook(MoneyCase, HttpCase):
    """A year's money as a workbook whose totals are formulas over its rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.village_1.short_name = "=1+1"
        cls.village_2.short_name = ">0"
        cls._set_basis("village")

    def _spend(self):
        """Money on every way from appropriation to payment.

        One bill of two townships is paid in three parts that nothing divides evenly.
        """
        document = self._appropriate(20000)
        self._appropriate(1500.55, "cut")
        self._appropriate(2000, source="village")
        self._receive(document, 4000.4)
        order = self._contract(self.village_1, self.village_2, self.village_4)
        first, second, third = order.order_line
        bill = self._bill({first: 1000.01, third: 333.34})
        for amount in (0.05, 100.03, 77.77):
            self._pay(bill, amount)
        self._pay(self._bill({second: 500}))
        refund = self._bill({second: 20.2}, "in_refund")
        (refund | bill).line_ids.filtered(
            lambda rec: rec.account_id.account_type == "liability_payable"
        ).reconcile()
        self.env.flush_all()

    def _read(self, user=None, **kwargs):
        target = io.BytesIO()
        AuditWorkbook(self.program.with_user(user or self.finance), target).build()
        return load_workbook(target, **kwargs)

    def _rows(self, book, name):
        """Cells of a sheet's rows by the first column; the total is among them."""
        return {row[0].value: row for row in book[name].iter_rows(min_row=4)}

    def test_the_formulas_come_to_what_the_screen_shows(self):
        self._spend()
        book = self._read()
        formulas = Formulas(book)
        labels = {"transfer": "Transfer payment", "village": "Village's share"}
        rows = self._rows(book, "Totals of the year")
        for source, label in labels.items():
            found = [
                formulas.value("Totals of the year", cell.coordinate)
                for cell in rows[label][1:7]
            ]
            for value, figure in zip(
                found, self._figures(self.accounts[source]).values(), strict=True
            ):
                self.assertAlmostEqual(value, figure, 6)
        total = [
            formulas.value("Totals of the year", cell.coordinate)
            for cell in rows["Total"][1:7]
        ]
        groups = (
            self.env["legal.fund.status"]
            .with_user(self.finance)
            ._read_group(
                [("program_id", "=", self.program.id)],
                [],
                [f"{name}:sum" for name in NAMES],
            )
        )
        self.assertGreater(groups[0][4], 600)
        for value, figure in zip(total, groups[0], strict=True):
            self.assertAlmostEqual(value, figure, 6)

    def test_townships_and_villages_come_to_what_the_screen_shows(self):
        self._spend()
        book = self._read()
        formulas = Formulas(book)
        screen = {
            (row.township_id.code or "-", row.source): [
                row.received,
                row.committed,
                row.actual,
                row.paid,
            ]
            for row in self.program.with_user(self.finance)._get_fund_status()
        }
        labels = {"Transfer payment": "transfer", "Village's share": "village"}
        seen = 0
        for row in book["By township"].iter_rows(min_row=4):
            if row[0].value == "Total":
                continue
            values = [
                formulas.value("By township", cell.coordinate) for cell in row[3:]
            ]
            figures = screen[row[0].value, labels[row[2].value]]
            for value, figure in zip(values, figures, strict=True):
                self.assertAlmostEqual(value, figure, 6)
            seen += 1
        self.assertEqual(seen, 3)
        villages = {
            row[0].value: [
                formulas.value("By village", cell.coordinate) for cell in row[3:]
            ]
            for row in book["By village"].iter_rows(min_row=4)
        }
        for line in (
            self.program.with_user(self.finance)
            .env["purchase.order.line"]
            .search([("legal_village_id", "!=", False)])
        ):
            contract, accepted, billed, paid = villages[line.legal_village_id.code]
            self.assertAlmostEqual(contract, line.product_qty, 6)
            self.assertAlmostEqual(accepted, line.qty_received, 6)
            self.assertAlmostEqual(billed, line.legal_billed, 6)
            assignment = line.legal_assignment_id.with_user(self.finance)
            self.assertGreaterEqual(paid, 0)
            self.assertTrue(assignment)

    def test_villages_of_long_sheets_are_summed_up_where_their_rows_stand(self):
        self._spend()
        short = Formulas(self._read())
        self.patch(audit_workbook, "LONG", 1)
        long = Formulas(self._read())
        self.assertTrue(short.book["Contracts"].auto_filter.ref)
        self.assertFalse(long.book["Contracts"].auto_filter.ref)
        kinds = set()
        for row in long.book["By village"].iter_rows(min_row=4, min_col=4):
            for cell in row:
                # The total adds up its own sheet.
                if "!" in cell.value:
                    kinds.add(cell.value.partition("(")[0])
                self.assertEqual(
                    long.value("By village", cell.coordinate),
                    short.value("By village", cell.coordinate),
                    cell.coordinate,
                )
        self.assertIn("=SUM", kinds)

    def test_each_payment_is_spread_to_the_cent(self):
        self._spend()
        book = self._read()
        rows = [
            [cell.value for cell in row]
            for row in book["Payments made"].iter_rows(min_row=4)
        ]
        by_payment = {}
        for row in rows[:-1]:
            by_payment.setdefault((row[8], row[9]), []).append(row[-1])
        sums = sorted(round(sum(values), 2) for values in by_payment.values())
        self.assertEqual(sums, [-20.2, 0.05, 20.2, 77.77, 100.03, 500])

    def test_values_stand_beside_the_formulas(self):
        self._spend()
        formulas, shown = Formulas(self._read()), self._read(data_only=True)
        count = 0
        for sheet in formulas.book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f" or "IF(B" in cell.value:
                        continue
                    count += 1
                    self.assertAlmostEqual(
                        formulas.value(sheet.title, cell.coordinate),
                        shown[sheet.title][cell.coordinate].value,
                        2,
                        f"{sheet.title} {cell.coordinate}",
                    )
        self.assertGreater(count, 50)

    def test_the_sheets_agree_with_each_other(self):
        self._spend()
        shown = self._read(data_only=True)["Totals of the year"]
        checks = [
            row for row in shown.iter_rows(min_row=10) if row[3].value is not None
        ]
        # The last one compares with acceptances, which this case has none of.
        differences = [row[3].value for row in checks[:-1]]
        self.assertEqual(differences, [0] * 5)

    @freeze_time("2026-07-20 02:00:00")
    def test_what_was_carried_forward_stands_in_the_year_that_pays_it(self):
        following = self._make_program(self.year + 1, state="draft")
        self._appropriate(20000)
        order = self._contract(self.village_1)
        first = self.program.instalment_ids[0]
        first.condition = "none"
        acceptance = first._prepare_acceptances(order)
        acceptance.line_ids.write({"opinion": "agree", "opinion_by": "Chairman"})
        acceptance.action_check()
        acceptance.with_user(self.manager).action_accept()
        line = order.order_line
        self.assertEqual(line.qty_received, 1500)
        bill = self._make_bill(
            [
                {
                    "purchase_line_id": line.id,
                    "product_id": line.product_id.id,
                    "quantity": 1000,
                    "price_unit": 1,
                    "analytic_distribution": {str(line.legal_account_id.id): 100},
                    "tax_ids": [Command.clear()],
                }
            ]
        )
        self.assertEqual(bill.state, "posted")
        wizard = self.env["legal.year.end"].browse(
            self.program.with_user(self.finance).action_year_end()["res_id"]
        )
        wizard = wizard.with_user(self.finance)
        wizard.document_number = "Document 99"
        wizard.line_ids.decision = "carry"
        wizard.action_apply()
        for program, expected in ((self.program, 1000), (following, 500)):
            target = io.BytesIO()
            AuditWorkbook(program.with_user(self.finance), target).build()
            shown = load_workbook(target, data_only=True)
            rows = list(shown["Acceptances"].iter_rows(min_row=4, values_only=True))
            self.assertEqual([row[-1] for row in rows], [expected, expected])
            self.assertEqual(rows[0][8], acceptance.number)
            checks = [
                row[1:4]
                for row in shown["Totals of the year"].iter_rows(
                    min_row=10, values_only=True
                )
                if row[3] is not None
            ]
            self.assertEqual(checks[-1], (expected, expected, 0))

    def test_names_that_look_like_formulas_stay_text(self):
        self._spend()
        book = self._read()
        names = {
            row[4].value: row[4].data_type for row in book["Contracts"].iter_rows(4)
        }
        self.assertIn("=1+1", names)
        self.assertNotIn("f", {names["=1+1"], names[">0"]})

    def test_a_year_without_money_is_a_workbook_too(self):
        formulas = Formulas(self._read())
        rows = self._rows(formulas.book, "Totals of the year")
        for cell in rows["Total"][1:7]:
            self.assertEqual(formulas.value("Totals of the year", cell.coordinate), 0)

    def test_it_draws_the_money_by_source_and_by_township(self):
        self._spend()
        self.assertEqual(len(self._read()["Charts"]._charts), 2)

    def test_those_who_answer_for_money_download_it(self):
        for user in (self.finance, self.manager, self.leading):
            self.authenticate(user.login, user.login)
            action = self.program.with_user(user).action_audit_workbook()
            response = self.url_open(action["url"])
            self.assertEqual(response.status_code, 200, user.login)
            load_workbook(io.BytesIO(response.content))

    @mute_logger("odoo.http")
    def test_others_do_not(self):
        for user in (
            self.officer,
            self.township_officer,
            self.plain_user,
            self.advisor_user,
            self.other_officer,
        ):
            self.authenticate(user.login, user.login)
            response = self.url_open(f"/legal/audit/{self.program.id}")
            self.assertIn(response.status_code, (403, 404), user.login)
        with self.assertRaises(AccessError):
            self.program.with_user(self.officer).action_audit_workbook()
        with self.assertRaises(AccessError):
            self.program.with_user(self.officer)._get_fund_rows("bills")

    def test_several_years_make_no_workbook(self):
        other = self._make_program(self.year + 1, state="draft")
        with self.assertRaises(UserError):
            (self.program | other).with_user(self.finance).action_audit_workbook()
