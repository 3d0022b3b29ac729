from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..papers.common import PaperCase
from .common import FundingCase

REPORT = "village_legal_advisor.report_contract"


@tagged("post_install", "-at_install")
class TestContractPaper(FundingCase, PaperCase):
    """The contract with a firm, as it is signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_basis("village", handling="bureau")
        cls._make_paid(cls.village_1, "Li")
        cls._make_paid(cls.village_4, "Wang", start=cls.day(3, 1))
        cls.order = cls.program_f._apply_contracts(cls.project)

    def _print_contract(self, user=None, orders=None, **context):
        orders = (orders or self.order).with_user(user or self.finance)
        return self._text(self._print(REPORT, orders.with_context(**context)))

    def test_it_lists_each_village_and_adds_up_to_the_contract(self):
        text = self._print_contract()
        for line in self.order.order_line:
            self.assertIn(f"{line.price_total:,.2f}", text)
        self.assertIn(f"{self.order.amount_total:,.2f}", text)
        for name in (self.firm.name, self.company.name, "Li", "Wang"):
            self.assertIn(name.replace(" ", ""), text)

    def test_its_total_stands_in_capital_numerals_for_a_chinese_reader(self):
        self.assertEqual(self.order.amount_total, 9166.67)
        text = self._print_contract(lang="zh_CN")
        self.assertIn("玖仟壹佰陆拾陆元陆角柒分", text)

    def test_its_instalments_add_up_to_it_to_the_cent(self):
        Paper = self.env["report.village_legal_advisor.paper_contract"]
        found = Paper._get_instalments(self.order, lambda amount: amount)
        self.assertEqual(len(found), len(self.program.instalment_ids))
        self.assertGreater(len(found), 1)
        self.assertEqual(
            round(sum(row["amount"] for row in found), 2), self.order.amount_total
        )

    def test_it_says_whether_it_is_in_force(self):
        self.assertIn("(draft)", self._print_contract())
        self.order.button_confirm()
        self.assertNotIn("(draft)", self._print_contract())

    def test_orders_for_other_things_do_not_print_as_contracts(self):
        other = self.env["purchase.order"].create({"partner_id": self.firm.id})
        with self.assertRefused("only contracts of a program year"):
            self._print_contract(orders=self.order | other)

    def test_who_reads_no_contracts_prints_none(self):
        for user in (self.leading, self.manager):
            self.assertIn(self.order.name, self._print_contract(user))
        for user in (self.officer, self.township_officer):
            with self.assertRaises((AccessError, UserError)):
                self._print_contract(user)
