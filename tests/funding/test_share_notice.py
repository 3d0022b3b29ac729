from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from .share_case import ShareCase


@tagged("post_install", "-at_install")
class TestShareNotice(ShareCase):
    """The bureau collects: paid is what accounting reconciled, no more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance.group_ids = [
            Command.link(cls.env.ref("account.group_account_manager").id)
        ]
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", cls.company, install_demo=False
            )
        cls.tax = cls.env["account.tax"].create(
            {"name": "13 %", "amount": 13, "type_tax_use": "sale"}
        )
        cls.company.account_sale_tax_id = cls.tax
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "sale"), ("company_id", "=", cls.company.id)], limit=1
        )

    def _call(self, share, user=None):
        return share.with_user(user or self.finance).action_prepare_notices(
            self.journal, self.day(3, 2), self.day(4, 2)
        )

    def _register(self, notice, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=notice.ids
        ).create({"amount": amount, "payment_date": self.day(3, 20)})._create_payments()

    def test_a_notice_calls_for_exactly_the_share_whatever_taxes_there_are(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        self.assertRecordValues(
            notice,
            [
                {
                    "state": "draft",
                    "move_type": "out_invoice",
                    "partner_id": self.village_1.partner_id.id,
                    "amount_total": 2000,
                    "amount_tax": 0,
                    "invoice_date_due": self.day(4, 2),
                }
            ],
        )
        self.assertEqual(notice.ref, "Document 9")
        self.assertEqual(share.amount_paid, 0)

    def test_paid_follows_what_is_reconciled(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        notice.action_post()
        self.assertEqual((share.amount_paid, share.state), (0, "outstanding"))
        self._register(notice, 700)
        self.assertEqual((share.amount_paid, share.state), (700, "outstanding"))
        self._register(notice, 1300)
        self.assertEqual((share.amount_paid, share.state), (2000, "settled"))

    def _get_received(self):
        rows = self.program.with_user(self.finance)._get_fund_status()
        return sum(
            rows.filtered(lambda row: row.source == "village").mapped("received")
        )

    def test_what_is_paid_on_a_notice_is_received_for_the_villages_share(self):
        notice = self._call(self._make_share(handling="bureau"))
        notice.action_post()
        self.assertEqual(self._get_received(), 0)
        self._register(notice, 700)
        self.assertEqual(self._get_received(), 700)
        self._register(notice, 1300)
        self.assertEqual(self._get_received(), 2000)
        receipts = self.program.with_user(self.finance)._get_fund_rows("receipts")
        self.assertEqual(
            [(row["source"], row["number"], row["amount"]) for row in receipts],
            [("village", notice.name, 700), ("village", notice.name, 1300)],
        )

    def test_what_a_village_gets_back_is_received_no_more(self):
        notice = self._call(self._make_share(handling="bureau"))
        # Bureaus that hand the money on book it as a debt.
        notice.invoice_line_ids.account_id = self.env["account.account"].search(
            [
                ("account_type", "=", "liability_current"),
                ("company_ids", "in", self.company.id),
            ],
            limit=1,
        )
        notice.action_post()
        self._register(notice, 2000)
        refund = notice._reverse_moves([{"invoice_date": self.day(4)}])
        refund.action_post()
        self._register(refund, 2000)
        self.assertEqual(self._get_received(), 0)

    def test_no_more_goes_back_than_a_notice_brought_in(self):
        notice = self._call(self._make_share(handling="bureau"))
        notice.action_post()
        self._register(notice, 2000)
        refund = notice._reverse_moves([{"invoice_date": self.day(4)}])
        refund.invoice_line_ids.price_unit = 2000.01
        with self.assertRefused("more than .* brought in"):
            refund.action_post()
        refund.invoice_line_ids.price_unit = 1500
        refund.action_post()
        second = notice._reverse_moves([{"invoice_date": self.day(4)}])
        second.invoice_line_ids.price_unit = 500.01
        with self.assertRefused("more than .* brought in"):
            second.action_post()
        third = second.copy({"reversed_entry_id": notice.id})
        (second | third).invoice_line_ids.price_unit = 300
        with self.assertRefused("more than .* brought in"):
            (second | third).action_post()
        second.action_post()

    def test_what_a_notice_brought_in_goes_back_the_way_it_came(self):
        notice = self._call(self._make_share(handling="bureau"))
        notice.action_post()
        self._register(notice, 2000)
        refund = notice._reverse_moves([{"invoice_date": self.day(4)}])
        other = self.env["account.account"].create(
            {"code": "990002", "name": "Other income", "account_type": "income_other"}
        )
        for change in (
            lambda move: move.write({"partner_id": self.firm.id}),
            lambda move: move.write({"reversed_entry_id": False}),
            lambda move: move.invoice_line_ids.write({"account_id": other.id}),
        ):
            changed = refund.copy({"reversed_entry_id": notice.id})
            change(changed)
            with self.assertRefused("points to no contract"):
                changed.action_post()
        refund.action_post()
        with self.assertRefused("points to no contract"):
            refund.reversed_entry_id = False
        with self.assertRefused("gives back what .* brought in: reset"):
            notice.button_draft()
        (notice | refund).button_draft()

    def test_a_notice_stays_on_the_account_of_the_villages_share(self):
        notice = self._call(self._make_share(handling="bureau"))
        notice.invoice_line_ids.analytic_distribution = False
        with self.assertRaisesRegex(UserError, "must lie wholly on"):
            notice.action_post()

    def test_notices_of_before_are_put_on_the_account_of_their_year(self):
        notice = self._call(self._make_share(handling="bureau"))
        notice.action_post()
        self._register(notice, 700)
        other = self.env["account.analytic.account"].create(
            {
                "name": "Office",
                "plan_id": self.env["account.analytic.plan"]
                .create({"name": "Offices"})
                .id,
            }
        )
        path = "village_legal_advisor/migrations/19.0.1.3.0/post-notice_account.py"
        migration = load_script(file_path(path), "notice_account")
        line = notice.invoice_line_ids
        account = str(
            self.program._get_source_accounts()
            .filtered(lambda rec: rec.legal_source == "village")
            .id
        )
        for before, after in (
            (False, {account: 100}),
            ({str(other.id): 100}, {f"{other.id},{account}": 100}),
        ):
            line.analytic_distribution = before
            self.assertEqual(self._get_received(), 0)
            for _time in range(2):
                migration.migrate(self.env.cr, None)
                self.assertEqual(line.analytic_distribution, after)
                self.assertEqual(self._get_received(), 700)

    def test_taking_a_notice_back_takes_its_payment_back(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        notice.action_post()
        self._register(notice, 2000)
        notice.button_draft()
        self.assertEqual((share.amount_paid, share.state), (0, "outstanding"))

    def test_a_credit_note_is_no_payment(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        notice.action_post()
        notice._reverse_moves(cancel=True)
        self.assertEqual(notice.payment_state, "reversed")
        self.assertEqual((share.amount_paid, share.state), (0, "outstanding"))
        again = self._call(share)
        again.action_post()
        self.assertEqual(again.amount_total, 2000)

    def test_money_paid_back_is_not_paid(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        notice.action_post()
        self._register(notice, 2000)
        refund = notice._reverse_moves([{"invoice_date": self.day(4)}])
        refund.action_post()
        self._register(refund, 2000)
        self.assertEqual((share.amount_paid, share.state), (0, "outstanding"))

    def test_a_changed_notice_is_not_confirmed(self):
        share = self._make_share(handling="bureau")
        for vals in ({"price_unit": 1999}, {"tax_ids": self.tax.ids}):
            notice = self._call(share)
            notice.invoice_line_ids.write(vals)
            with self.assertRefused("exactly what is due"):
                notice.action_post()
            notice.button_cancel()

    def test_a_share_is_called_for_once(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        with self.assertRefused("out already"):
            self._call(share)
        notice.button_cancel()
        second = self._call(share)
        second.action_post()
        notice.button_draft()
        with self.assertRefused("calls for"):
            notice.action_post()

    def test_not_before_it_is_arranged(self):
        share = self._make_share(handling="bureau", arranged=False)
        with self.assertRefused("who bears the share"):
            self._call(share)

    def test_not_where_the_village_pays_itself(self):
        with self.assertRefused("does not collect"):
            self._call(self._make_share())

    def test_not_without_a_payer(self):
        share = self._make_share(handling="bureau", arranged=False)
        share.bearer = "street"
        with self.assertRefused("Choose the payer"):
            self._call(share)
        share.payer_id = self.other_firm
        self.assertEqual(self._call(share).partner_id, self.other_firm)

    def test_a_called_share_is_not_reckoned_anew(self):
        share = self._make_share(handling="bureau")
        self._call(share)
        share.program_id.assignment_ids.action_end(self.day(6, 20), "Left")
        self.assertFalse(self._prepare()[1])
        self.assertEqual(share.amount_due, 2000)
        with self.assertRefused("Withdraw or reverse it"):
            share.with_user(self.finance).action_reckon("Left")

    def test_no_other_entry_is_hung_on_a_share(self):
        share = self._make_share(handling="bureau")
        Move = self.env["account.move"].with_user(self.finance)
        vals = {"move_type": "out_invoice", "partner_id": self.firm.id}
        with self.assertRefused("list of village shares"):
            Move.create(vals | {"legal_share_id": share.id})
        with self.assertRefused("list of village shares"):
            Move.with_context(default_legal_share_id=share.id).create(vals)
        with self.assertRefused("list of village shares"):
            Move.create(vals).legal_share_id = share

    def test_a_reminder_ends_when_the_notice_is_paid(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        notice.action_post()
        share.with_user(self.finance).action_remind()
        self._register(notice, 2000)
        self.assertFalse(share.activity_ids)

    def test_only_finance_calls_for_money(self):
        share = self._make_share(handling="bureau")
        with self.assertRaises(AccessError):
            self._call(share, self.manager)

    def test_without_rights_in_accounting_nobody_makes_entries(self):
        share = self._make_share(handling="bureau")
        for user in (self.manager, self.officer, self.township_officer, self.leading):
            with self.assertRaises(AccessError):
                self._call(share, user)

    def test_the_wizard_makes_drafts_of_chosen_shares(self):
        shares = self._make_share(handling="bureau")
        shares |= self._make_share(self.village_2, handling="bureau")
        shares = shares.with_user(self.finance)
        action = shares.action_open_notices()
        wizard = (
            self.env["legal.village.share.notice"]
            .with_user(self.finance)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual((wizard.share_count, wizard.amount), (2, 4000))
        self.assertEqual(wizard.journal_id.type, "sale")
        domain = wizard.action_prepare()["domain"]
        notices = self.env["account.move"].search(domain)
        self.assertEqual(notices.legal_share_id, shares)

    def test_it_is_never_called_an_invoice(self):
        share = self._make_share(handling="bureau")
        notice = self._call(share)
        self.assertIn("Funding Notice", notice.display_name)
        self.assertEqual(notice.type_name, "Funding Notice")
        notice.action_post()
        html = self._render("village_legal_advisor.report_funding_notice", share)
        self.assertIn("Funding Notice", html)
        self.assertIn(notice.name, html)
        entry = self._render("account.report_invoice", notice)
        self.assertIn("Funding Notice", entry)
        self.assertNotIn("Invoice", entry)

    def _render(self, name, record):
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_html(name, record.ids)[0].decode()

    def test_without_a_confirmed_notice_nothing_is_printed(self):
        share = self._make_share(handling="bureau")
        self._call(share)
        with self.assertRaises(UserError):
            share._get_paper_notice()

    def test_a_changed_notice_written_as_posted_is_refused_too(self):
        notice = self._call(self._make_share(handling="bureau"))
        notice.invoice_line_ids.write({"price_unit": 1999})
        with self.assertRefused("exactly what is due"):
            notice.write({"state": "posted"})
