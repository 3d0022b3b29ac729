from odoo.fields import Command
from odoo.tests import Form, tagged

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestSupplement(ContractCase):
    """At most a tenth of the contract, with its firm, in its project."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._make_order(10000, confirm=True)

    def _make_supplement(self, amount, confirm=False, **vals):
        vals = {"legal_supplement_of_id": self.contract.id} | vals
        return self._make_order(amount, confirm, **vals)

    def test_supplements_together_reach_a_tenth_and_no_cent_more(self):
        self._make_supplement(600, confirm=True)
        self.assertEqual(self.contract.legal_supplement_left, 400)
        more = self._make_supplement(400.01)
        with self.assertRefused("10 % of the contract"):
            more.button_confirm()
        self._make_supplement(400, confirm=True)
        self.assertEqual(self.contract.legal_supplement_left, 0)
        with self.assertRefused("10 % of the contract"):
            self._make_supplement(0.01).button_confirm()

    def test_a_tenth_that_is_no_whole_cent_is_not_rounded_up(self):
        contract = self._make_order(10000.06, confirm=True)
        more = self._make_supplement(1000.01, legal_supplement_of_id=contract.id)
        with self.assertRefused("10 % of the contract"):
            more.button_confirm()

    def test_what_is_cancelled_gives_its_room_back(self):
        first = self._make_supplement(1000, confirm=True)
        second = self._make_supplement(1000)
        with self.assertRefused("10 % of the contract"):
            second.button_confirm()
        first.button_cancel()
        second.button_confirm()

    def test_two_confirmed_in_one_click_do_not_both_fit(self):
        both = self._make_supplement(600) | self._make_supplement(600)
        with self.assertRefused("10 % of the contract"):
            both.button_confirm()

    def test_no_way_round_the_button(self):
        more = self._make_supplement(1000.01).with_user(self.finance)
        for bypass in (
            lambda: more.button_approve(force=True),
            lambda: more.write({"state": "purchase"}),
        ):
            with self.assertRefused("10 % of the contract"):
                bypass()
        fits = self._make_supplement(1000, confirm=True)
        with self.assertRefused("10 % of the contract"):
            fits.order_line.product_qty = 1000.01
            fits.flush_recordset()

    def test_an_order_in_force_does_not_become_a_supplement_beyond_the_tenth(self):
        order = self._make_order(5000, confirm=True)
        with self.assertRefused("10 % of the contract"):
            order.legal_supplement_of_id = self.contract

    def test_the_contract_is_in_force_before_its_supplement(self):
        draft = self._make_order(10000)
        more = self._make_supplement(100, legal_supplement_of_id=draft.id)
        with self.assertRefused("is not in force"):
            more.button_confirm()

    def test_a_contract_is_not_cancelled_before_its_supplements(self):
        more = self._make_supplement(100, confirm=True)
        with self.assertRefused("has supplements in force"):
            self.contract.button_cancel()
        (self.contract | more).button_cancel()

    def test_a_contract_in_force_is_not_raised(self):
        contract = self.contract.with_user(self.finance)
        more = {
            "name": "More",
            "product_id": self.service.id,
            "product_qty": 0.01,
            "price_unit": 1.0,
            "tax_ids": [Command.clear()],
        }
        for raise_it in (
            lambda: contract.order_line.write({"product_qty": 10000.01}),
            lambda: contract.write({"order_line": [Command.create(more)]}),
        ):
            with self.assertRefused("is not raised afterwards"):
                raise_it()
                contract.flush_recordset()
        more = self._make_supplement(100, confirm=True)
        with self.assertRefused("is not raised afterwards"):
            more.order_line.product_qty = 100.01
            more.flush_recordset()

    def test_supplements_are_measured_by_the_contract_as_it_was_concluded(self):
        self.contract.order_line.product_qty = 4000
        self.assertEqual(self.contract.legal_agreed_total, 10000)
        self.assertEqual(self.contract.legal_supplement_left, 1000)
        self._make_supplement(1000, confirm=True)
        with self.assertRefused("follows from itself"):
            self.contract.legal_agreed_total = 20000

    def test_a_contract_concluded_anew_is_measured_anew(self):
        contract = self._make_order(5000, confirm=True)
        contract.button_cancel()
        self.assertEqual(contract.legal_agreed_total, 0)
        contract.button_draft()
        contract.order_line.product_qty = 6000
        contract.button_confirm()
        self.assertEqual(contract.legal_agreed_total, 6000)

    def test_a_supplement_is_concluded_with_the_same_firm(self):
        another = self._make_firm("Another")
        with self.assertRefused("same firm"):
            self._make_supplement(100, partner_id=another.id)
        more = self._make_supplement(100)
        with self.assertRefused("same firm"):
            more.partner_id = another

    def test_a_supplement_is_of_the_contracts_project(self):
        more = self._make_supplement(100)
        self.assertEqual(more.legal_procurement_id, self.project)
        with self.assertRefused("project of its contract"):
            more.legal_procurement_id = self._make_project()

    def test_a_supplement_adds_to_a_contract_not_to_a_supplement(self):
        more = self._make_supplement(100, confirm=True)
        with self.assertRefused("is a supplement itself"):
            self._make_supplement(10, legal_supplement_of_id=more.id)
        with self.assertRefused("is a supplement itself"):
            other = self._make_order(10000, confirm=True)
            self._make_supplement(10, legal_supplement_of_id=other.id)
            other.legal_supplement_of_id = self.contract

    def test_a_supplement_is_of_the_same_bureau_and_currency(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        with self.assertRefused("its supplement is too"):
            self._make_supplement(100, currency_id=dollar.id)
        with self.assertRefused("company|Company"):
            self._make_supplement(100, company_id=self.other_company.id)

    def test_a_supplement_has_no_30_days_but_is_published_and_filed(self):
        more = self._make_supplement(100, legal_signed_date=self.day(5, 11))
        self.assertFalse(more.legal_signing_due_date)
        self.assertEqual(more.legal_publication_due_date, self.day(5, 13))

    def test_the_form_fills_in_what_follows_from_the_contract(self):
        with Form(self.env["purchase.order"].with_user(self.finance)) as form:
            form.legal_supplement_of_id = self.contract
            self.assertEqual(form.partner_id, self.firm)
            self.assertEqual(form.legal_procurement_id, self.project)

    def test_no_state_written_takes_a_contract_from_its_supplements(self):
        more = self._make_supplement(100, confirm=True)
        for state in ("cancel", "draft", "sent"):
            with self.assertRefused("has supplements in force"):
                self.contract.write({"state": state})
        (self.contract | more).write({"state": "cancel"})

    def test_a_supplement_that_was_in_force_keeps_its_contract(self):
        more = self._make_supplement(1000, confirm=True)
        other = self._make_order(20000, confirm=True)
        for link in (False, other.id):
            with self.assertRefused("adds to"):
                more.with_user(self.finance).write({"legal_supplement_of_id": link})
        more.write({"legal_supplement_of_id": self.contract.id})
        self.assertEqual(self.contract.legal_supplement_left, 0)
        more.button_cancel()
        with self.assertRefused("adds to"):
            more.legal_supplement_of_id = other

    def test_the_total_of_a_supplement_follows_from_its_lines(self):
        more = self._make_supplement(5000).with_user(self.finance)
        with self.assertRefused("follows from other fields"):
            more.write({"amount_total": 1})
