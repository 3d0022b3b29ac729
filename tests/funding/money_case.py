from odoo.fields import Command

from odoo.addons.village_legal_advisor.models.common.sentinel import GUARD

from .common import FundingCase

NAMES = ("appropriated", "received", "committed", "actual", "paid", "available")


class MoneyCase(FundingCase):
    """A bureau with a chart of accounts, whose contracts are billed and paid."""

    chart = "generic_coa"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company in cls.company | cls.other_company:
            cls._load_chart(company)
        cls.accounts = {
            account.legal_source: account
            for account in cls.program._get_source_accounts()
        }
        cls.transfer = cls.accounts["transfer"]
        cls.village = cls.accounts["village"]
        cls.bank = cls._get_bank(cls.company)
        cls.income = cls._get_account("income")
        cls.documents = 0

    @classmethod
    def _load_chart(cls, company):
        if company.chart_template != cls.chart:
            cls.env["account.chart.template"].try_loading(
                cls.chart, company=company, install_demo=False
            )

    @classmethod
    def _get_bank(cls, company):
        return cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )

    @classmethod
    def _get_account(cls, kind, company=None):
        return cls.env["account.account"].search(
            [
                ("account_type", "=", kind),
                ("company_ids", "in", (company or cls.company).id),
            ],
            limit=1,
        )

    # === Appropriations ===

    @classmethod
    def _appropriate(
        cls, amount, kind="initial", source="transfer", confirm=True, **vals
    ):
        cls.documents += 1
        document = (
            cls.env["legal.appropriation"]
            .with_user(cls.finance)
            .create(
                {
                    "program_id": cls.program.id,
                    "source": source,
                    "kind": kind,
                    "document_number": f"Document {cls.documents}",
                    "amount": amount,
                }
                | vals
            )
        )
        if confirm:
            document.action_confirm()
        return document

    def _receive(self, document, amount):
        wizard = (
            self.env["legal.receipt.record"]
            .with_user(self.finance)
            .create(
                {
                    "appropriation_id": document.id,
                    "amount": amount,
                    "journal_id": self.bank.id,
                    "account_id": self.income.id,
                    "document_number": "Voucher 1",
                }
            )
        )
        action = wizard.action_record()
        return self.env["account.move"].browse(action["res_id"])

    # === Contracts, bills, payments ===

    def _contract(self, *villages, firm=None, confirm=True):
        """A contract of 3000 for each village from the transfer payment."""
        for village in villages:
            self._make_paid(village, f"Adviser of {village.code}", firm=firm)
        order = self._prepare()
        if confirm:
            order.button_confirm()
        return order

    def _accept(self, lines):
        for line in lines:
            self._set_accepted(line, line.product_qty)

    def _set_accepted(self, line, amount):
        line.sudo().with_context(legal_guard=GUARD).qty_received = amount

    def _bill(self, amounts, move_type="in_invoice", post=True, **vals):
        """A bill of contract lines.

        :param dict amounts: {contract line: amount}
        """
        self._accept(line for line in amounts)
        return self._make_bill(
            [
                {
                    "purchase_line_id": line.id,
                    "product_id": line.product_id.id,
                    "quantity": amount,
                    "price_unit": 1,
                    "analytic_distribution": {str(line.legal_account_id.id): 100},
                    "tax_ids": [Command.clear()],
                }
                for line, amount in amounts.items()
            ],
            move_type,
            post,
            **vals,
        )

    def _make_bill(self, lines, move_type="in_invoice", post=True, **vals):
        bill = (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.firm.id,
                    "invoice_date": self.today,
                    "invoice_line_ids": [Command.create(line) for line in lines],
                }
                | vals
            )
        )
        if post:
            bill.action_post()
        return bill

    def _pay(self, bills, amount=None):
        register = (
            self.env["account.payment.register"]
            .with_user(self.finance)
            .with_context(active_model="account.move", active_ids=bills.ids)
            .create(
                {"journal_id": self.bank.id} | ({"amount": amount} if amount else {})
            )
        )
        return register._create_payments()

    # === Figures ===

    def _figures(self, account=None, names=NAMES):
        """Figures of an account over all townships, as its user reads them."""
        groups = (
            self.env["legal.fund.status"]
            .with_user(self.finance)
            ._read_group(
                [("account_id", "=", (account or self.transfer).id)],
                [],
                [f"{name}:sum" for name in names],
            )
        )
        return dict(zip(names, groups[0], strict=True))

    def assertFigures(self, account=None, **expected):
        self.assertEqual(self._figures(account, tuple(expected)), expected)
