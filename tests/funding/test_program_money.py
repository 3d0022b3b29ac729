from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .money_case import MoneyCase


@tagged("post_install", "-at_install")
class TestProgramMoney(MoneyCase):
    """A year's money on one screen, and the lists behind its figures."""

    def setUp(self):
        super().setUp()
        self._set_basis("village")

    def _screen(self, user=None):
        self.env.invalidate_all()
        return self.program.with_user(user or self.finance)

    def _open(self, action, user=None):
        """The records that a reader finds behind a figure, filter included."""
        model = self.env[action["res_model"]].with_user(user or self.finance)
        domain = list(action["domain"])
        search_view = action["search_view_id"] and action["search_view_id"][0]
        view = model.get_views([(search_view, "search")])
        arch = view["views"]["search"]["arch"]
        for key in action["context"]:
            name = key.removeprefix("search_default_")
            self.assertIn(f'name="{name}"', arch)
            domain += self._get_filter_domain(arch, name)
        return model.search(domain)

    def _get_filter_domain(self, arch, name):
        (node,) = etree.fromstring(arch).xpath(f"//filter[@name='{name}']")
        return safe_eval(node.get("domain"), {"uid": self.env.uid})

    def test_the_screen_tells_what_the_rows_by_source_and_township_tell(self):
        self._appropriate(10000)
        order = self._contract(self.village_1, self.village_4)
        bill = self._bill(dict.fromkeys(order.order_line, 1000))
        self._pay(bill, 500)
        screen = self._screen()
        names = ("appropriated", "received", "committed", "actual", "paid", "available")
        figures = [screen[f"fund_{name}"] for name in names]
        self.assertEqual(figures, [10000, 0, 4000, 2000, 500, 4000])
        by_source = [sum(screen.fund_source_ids.mapped(name)) for name in names]
        self.assertEqual(by_source, figures)
        by_township = [
            sum(screen.fund_status_ids.mapped(name))
            for name in ("committed", "actual", "paid")
        ]
        self.assertEqual(by_township, [4000, 2000, 500])

    def test_a_source_opens_the_lines_of_all_its_townships(self):
        order = self._contract(self.village_1, self.village_4)
        source = self._screen().fund_source_ids.filtered(
            lambda row: row.source == "transfer"
        )
        action = source.action_view_committed()
        lines = self.env["purchase.order.line"].search(action["domain"])
        self.assertEqual(lines, order.order_line)

    def test_contracts_to_sign_and_to_publish_are_counted_and_opened(self):
        order = self._contract(self.village_1)
        screen = self._screen()
        self.assertEqual(screen.to_sign_count, 1)
        self.assertEqual(self._open(screen.action_view_contracts_to_sign()), order)
        order.legal_signed_date = self.day(1, 10)
        screen = self._screen()
        self.assertEqual((screen.to_sign_count, screen.to_publish_count), (0, 1))
        self.assertEqual(self._open(screen.action_view_contracts_to_publish()), order)

    def test_bills_to_post_become_payments_due_and_vanish_when_paid(self):
        order = self._contract(self.village_1)
        bill = self._bill(dict.fromkeys(order.order_line, 1000), post=False)
        screen = self._screen()
        self.assertEqual((screen.to_post_count, screen.payment_due_count), (1, 0))
        self.assertEqual(self._open(screen.action_view_bills_to_post()), bill)
        bill.action_post()
        screen = self._screen()
        self.assertEqual((screen.to_post_count, screen.payment_due_count), (0, 1))
        self.assertEqual(screen.payment_due_amount, 1000)
        self.assertEqual(screen.payment_due_ids, bill)
        self._pay(bill, 400)
        screen = self._screen()
        self.assertEqual(screen.payment_due_amount, 600)
        self.assertEqual(self._open(screen.action_view_payments_due()), bill)
        self._pay(bill)
        screen = self._screen()
        self.assertEqual((screen.payment_due_count, screen.payment_due_amount), (0, 0))

    def test_only_bills_past_their_date_are_late(self):
        order = self._contract(self.village_1, self.village_4)
        first, second = order.order_line
        late = self._bill({first: 1000}, invoice_date_due=self.day(1, 2))
        self._bill({second: 1000}, invoice_date_due=self.day(12, 31))
        screen = self._screen()
        self.assertEqual((screen.payment_due_count, screen.payment_late_count), (2, 1))
        self.assertEqual(screen.payment_due_ids[0], late)

    def test_shares_are_counted_by_what_is_to_be_done_with_them(self):
        self._make_paid(self.village_1, "Li")
        self._make_paid(self.village_4, "Wang")
        self.env["legal.village.share"]._prepare_year(self.program)
        screen = self._screen()
        self.assertEqual(screen.share_to_arrange_count, 2)
        shares = self._open(screen.action_view_shares_to_arrange())
        self.assertEqual(len(shares), 2)
        shares[0].sudo().write({"bearer": "street", "bearer_note": "By decision"})
        screen = self._screen()
        self.assertEqual(
            (screen.share_to_arrange_count, screen.share_outstanding_count), (1, 1)
        )
        self.assertEqual(screen.share_outstanding_amount, shares[0].amount_due)
        self.assertEqual(self._open(screen.action_view_shares_outstanding()), shares[0])

    def test_acceptances_and_instalments_are_counted(self):
        order = self._contract(self.village_1)
        first = self.program.instalment_ids[0]
        first.sudo().payment_deadline = self.today
        acceptance = first.with_user(self.finance)._prepare_acceptances(order)
        screen = self._screen()
        self.assertEqual((screen.to_check_count, screen.instalment_due_count), (1, 1))
        self.assertEqual(
            self._open(screen.action_view_acceptances_to_check()), acceptance
        )
        self.assertEqual(self._open(screen.action_view_instalments_due()), first)
        self.assertEqual(screen.to_do_count, 3)

    def test_another_years_work_is_not_counted(self):
        self._contract(self.village_1)
        other = self._make_program(self.year + 1, state="draft")
        screen = (self.program | other).with_user(self.finance)
        self.env.invalidate_all()
        self.assertEqual(screen.mapped("to_sign_count"), [1, 0])

    def test_many_years_are_counted_in_as_many_queries_as_one(self):
        order = self._contract(self.village_1)
        self._bill(dict.fromkeys(order.order_line, 1000))
        years = self.program
        for number in (1, 2, 3):
            years |= self._make_program(self.year + number, state="draft")
        names = ["to_do_count", "payment_due_count", "fund_paid"]

        def count(programs):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            programs.with_user(self.finance).read(names)
            return self.env.cr.sql_log_count - start

        count(years)
        self.assertEqual(count(years), count(self.program))

    def test_whoever_answers_for_money_sees_the_screen_and_nobody_else(self):
        self._contract(self.village_1)
        for user in (self.finance, self.manager, self.leading):
            self.assertEqual(self._screen(user).to_sign_count, 1)
        for user in (self.officer, self.township_officer):
            with self.assertRaises(AccessError):
                self._screen(user).read(["to_sign_count"])
            with self.assertRaises(AccessError):
                self._screen(user).read(["fund_available"])

    def test_the_running_year_opens_first(self):
        Program = self.env["legal.program"].with_user(self.finance)
        action = Program.action_open_money()
        self.assertEqual(action["res_id"], self.program.id)
        menus = self.env["ir.ui.menu"].with_user(self.finance).load_menus(False)
        root = self.env.ref("village_legal_advisor.menu_legal_root")
        first = menus[root.id]["children"][0]
        first = menus[menus[first]["children"][0]]
        self.assertEqual(
            first["action_id"],
            self.env.ref("village_legal_advisor.action_open_money").id,
        )
