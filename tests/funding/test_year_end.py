from odoo.exceptions import AccessError
from odoo.tests import tagged

from .money_case import MoneyCase


@tagged("post_install", "-at_install")
class TestYearEnd(MoneyCase):
    """What is committed and not billed lapses or goes into the next year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_basis("village", budget_control="block")
        cls._appropriate(10000)

    def _open_list(self, user=None):
        action = self.program.with_user(user or self.finance).action_year_end()
        return (
            self.env["legal.year.end"]
            .with_user(user or self.finance)
            .browse(action["res_id"])
        )

    def _decide(self, wizard, decision, lines=None):
        wizard.document_number = "Document 99"
        (lines or wizard.line_ids).decision = decision
        wizard.action_apply()

    def test_the_list_tells_what_is_not_billed_by_firm_and_source(self):
        self._make_paid(self.village_1, "Li")
        self._make_paid(self.village_2, "Wang", firm=self.other_firm)
        orders = self._prepare()
        orders.button_confirm()
        first = orders.filtered(lambda order: order.partner_id == self.firm)
        self._bill({first.order_line: 1000})
        self.assertEqual(
            {
                line.partner_id: (line.source, line.ordered, line.billed, line.amount)
                for line in self._open_list().line_ids
            },
            {
                self.firm: ("transfer", 3000, 1000, 2000),
                self.other_firm: ("transfer", 3000, 0, 3000),
            },
        )

    def test_what_lapses_is_taken_off_the_contract_and_stays_on_record(self):
        order = self._contract(self.village_1)
        line = order.order_line
        bill = self._bill({line: 1000})
        self._set_accepted(line, 1200)
        self._decide(self._open_list(self.manager), "lapse")
        self.assertEqual(line.product_qty, 1200)
        self.assertEqual(line.legal_lapsed, 1800)
        self.assertEqual(line.legal_lapsed_by_id, self.manager)
        self.assertRegex(order.message_ids[0].body, "1,800.00.*Document 99")
        self.assertFigures(committed=200, actual=1000, available=8800)
        self.assertEqual(bill.state, "posted")
        # Preparing again does not bring it back.
        self.assertFalse(self._prepare())

    def test_what_was_accepted_has_to_be_paid_and_does_not_lapse(self):
        line = self._contract(self.village_1).order_line
        self._accept(line)
        with self.assertRefused("has to be paid"):
            self._decide(self._open_list(), "lapse")

    def test_what_is_carried_forward_goes_over_with_its_money(self):
        following = self._make_program(self.year + 1, state="draft")
        order = self._contract(self.village_1)
        line = order.order_line
        self._bill({line: 1000})
        before = self._figures(names=("available",))
        self._decide(self._open_list(), "carry")
        accounts = following._get_source_accounts()
        new = accounts.filtered(lambda rec: rec.legal_source == "transfer")
        self.assertFigures(appropriated=8000, committed=0, actual=1000, **before)
        self.assertFigures(new, appropriated=2000, committed=2000, available=0)
        increase = following.appropriation_ids
        cut = increase.carried_from_id
        self.assertEqual((increase.kind, cut.kind), ("increase", "cut"))
        self.assertEqual(cut.program_id, self.program)
        self.assertEqual(set((increase | cut).mapped("state")), {"in_force"})
        self.assertEqual((increase | cut).confirmed_by_id, self.finance)
        self.assertRegex(order.message_ids[0].body, "2,000.00.*Document 99")
        # The rest of the contract is paid from next year's money.
        self._bill({line: 2000})
        self.assertFigures(new, committed=0, actual=2000, available=0)
        self.assertFigures(actual=1000, **before)
        self.assertFalse(self._prepare())

    def test_nothing_is_carried_into_a_year_that_is_not_prepared(self):
        self._contract(self.village_1)
        with self.assertRefused("Prepare the program year"):
            self._decide(self._open_list(), "carry")

    def test_draft_bills_are_settled_first(self):
        line = self._contract(self.village_1).order_line
        self._bill({line: 1000}, post=False)
        with self.assertRefused("Post or delete these draft bills"):
            self._decide(self._open_list(), "lapse")

    def test_what_was_billed_meanwhile_is_not_decided_by_an_old_list(self):
        line = self._contract(self.village_1).order_line
        wizard = self._open_list()
        self._bill({line: 3000})
        with self.assertRefused("have changed meanwhile"):
            self._decide(wizard, "lapse")

    def test_the_number_of_the_decision_is_asked_for(self):
        self._contract(self.village_1)
        wizard = self._open_list()
        wizard.line_ids.decision = "lapse"
        with self.assertRefused("number of the document"):
            wizard.action_apply()

    def test_nobody_but_finance_and_managers_settles_the_year(self):
        self._contract(self.village_1)
        for user in (self.officer, self.leading, self.township_officer):
            with self.assertRaises(AccessError):
                self.program.with_user(user).action_year_end()
