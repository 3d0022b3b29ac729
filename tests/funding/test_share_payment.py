import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .share_case import ShareCase


@tagged("post_install", "-at_install")
class TestSharePayment(ShareCase):
    def test_payments_settle_a_share(self):
        share = self._make_share()
        payment = self._pay(share, 1500, receipt_ids=[self._paper("receipt.gif")])
        self.assertEqual(share.state, "outstanding")
        self.assertEqual(share.amount_outstanding, 500)
        self.assertEqual(payment.recorded_by_id, self.finance)
        self.assertEqual(payment.receipt_ids.res_id, payment.id)
        self._pay(share, 500)
        self.assertEqual((share.state, share.amount_paid), ("settled", 2000))

    def test_never_more_than_is_due(self):
        share = self._make_share()
        self._pay(share, 1999.99)
        with self.assertRefused("of which only", ValidationError):
            self._pay(share, 0.02)
        self.assertEqual(share.amount_paid, 1999.99)

    def test_two_in_one_go_are_added_up(self):
        share = self._make_share()
        vals = {
            "share_id": share.id,
            "date": self.day(3),
            "amount": 1200,
            "payer": "Village",
            "voucher": "V",
            "firm_id": self.firm.id,
        }
        with self.assertRefused("of which only", ValidationError):
            self.env["legal.village.share.payment"].create([vals, dict(vals)])

    def test_a_payment_on_record_is_cancelled_not_changed(self):
        share = self._make_share()
        payment = self._pay(share, 2000)
        for vals in ({"amount": 1}, {"voucher": "V-2"}, {"date": self.day(2)}):
            with self.assertRefused("stays as it is"):
                payment.write(vals)
        with self.assertRefused("not deleted"):
            payment.sudo().unlink()
        with self.assertRefused("Say why"):
            payment.action_cancel(" ")
        payment.action_cancel("Wrong village")
        self.assertEqual(payment.cancelled_by_id, self.finance)
        self.assertEqual(payment.cancel_reason, "Wrong village")
        self.assertEqual((share.state, share.amount_paid), ("outstanding", 0))
        with self.assertRefused("cancelled already"):
            payment.action_cancel("Again")
        self._pay(share, 2000)
        self.assertEqual(share.state, "settled")

    def test_receipts_may_follow_and_stay(self):
        payment = self._pay(self._make_share(), 100)
        payment.receipt_ids = [self._paper("receipt.gif")]
        with self.assertRefused("Receipts on record stay"):
            payment.receipt_ids = [(5, 0, 0)]

    def test_who_recorded_it_is_not_told_by_the_caller(self):
        share = self._make_share()
        for vals in (
            {"recorded_by_id": self.officer.id},
            {"state": "cancelled"},
            {"cancel_reason": "x"},
        ):
            with self.assertRaises(UserError):
                self._pay(share, 1, **vals)

    def test_the_townships_account_is_named_when_it_pays(self):
        share = self._make_share(handling="township")
        with self.assertRefused("account for village funds", ValidationError):
            self._pay(share, 100)
        self.assertTrue(self._pay(share, 100, account="Village funds 2"))

    def test_what_the_bureau_collects_is_not_recorded_by_hand(self):
        share = self._make_share(handling="bureau")
        with self.assertRefused("funding notice", ValidationError):
            self._pay(share, 100)

    def test_only_the_firm_of_the_villages_adviser_is_paid(self):
        share = self._make_share()
        with self.assertRefused("no adviser in the village", ValidationError):
            self._pay(share, 100, firm_id=self.other_firm.id)
        with self.assertRefused("takes no fee in person", ValidationError):
            self._pay(share, 100, firm_id=False)

    def test_a_paid_volunteer_without_a_firm_is_paid_in_person(self):
        volunteer = self._make_advisor(
            "Zhao", self.day(1), kind="retired_judge", firm_id=False
        )
        self._make_assignment(self.village_2, volunteer)
        self._prepare()
        share = self._get_share(self.village_2)
        self.assertTrue(self._pay(share, 100, firm_id=False))

    def test_not_of_tomorrow_and_not_of_nothing(self):
        share = self._make_share()
        with self.assertRefused("still to come", ValidationError):
            self._pay(share, 100, date=self.day(12, 1))
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            self._pay(share, 0)

    def test_the_form_proposes_payer_and_firm(self):
        share = self._make_share()
        payments = self.env["legal.village.share.payment"].with_user(self.finance)
        with Form(payments.with_context(default_share_id=share.id)) as form:
            self.assertEqual(form.payer, self.village_1.partner_id.name)
            self.assertEqual(form.firm_id, self.firm)
            form.amount = 12
            form.voucher = "V-9"

    def test_only_finance_records_and_cancels(self):
        share = self._make_share()
        payment = self._pay(share, 1)
        for user in (self.manager, self.officer, self.township_officer, self.leading):
            with self.assertRaises(AccessError):
                self._pay(share, 1, user=user)
            with self.assertRaises(AccessError):
                payment.with_user(user).action_cancel("x")
            self.assertEqual(payment.with_user(user).amount, 1)

    def test_the_wizard_cancels_with_its_reason(self):
        payment = self._pay(self._make_share(), 1)
        self.env["legal.village.share.cancel"].with_user(self.finance).create(
            {"payment_ids": payment.ids, "reason": "Twice"}
        ).action_cancel()
        self.assertEqual(payment.state, "cancelled")
