from odoo.fields import Command
from odoo.tests.common import freeze_time

from .common import FundingCase

AFTER_HALF = "2026-07-20 02:00:00"


class BillCase(FundingCase):
    """A bureau with a chart of accounts, after the year's first half-year.

    `self.assignment` serves village_1 the whole year for 3000 by transfer payment and
    2000 by the village's share; `self.order` is its contract in force.
    """

    frozen_time = AFTER_HALF

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=cls.company, install_demo=False
            )
        # The chart brings its country's currency.
        cls.company.currency_id = cls.env.ref("base.CNY")
        cls._set_basis("village", handling="bureau")
        cls.assignment = cls._make_paid(cls.village_1, "Li")
        cls.order = cls.program_f._apply_contracts(cls.project)
        cls.order.button_confirm()
        cls.first, cls.second = cls.program.instalment_ids
        cls.manager_env = cls.env(user=cls.manager)

    # === Acceptance ===

    @classmethod
    def _prepare_acceptance(cls, instalment=None, orders=None):
        instalment = (instalment or cls.first).with_user(cls.finance)
        orders = (orders or cls.order).with_user(cls.finance)
        return instalment._prepare_acceptances(orders)

    @classmethod
    def _accept(cls, acceptance, share=None):
        """Take an acceptance to accepted, as the people who do it."""
        lines = acceptance.line_ids
        if share is not None:
            lines.write({"accepted_share": share, "reason": "Reached in part"})
        lines.write({"opinion": "agree", "opinion_by": "Chairman"})
        acceptance.action_check()
        acceptance.with_user(cls.manager).action_accept()
        return acceptance

    @classmethod
    def _accept_first(cls, share=None):
        return cls._accept(cls._prepare_acceptance(), share)

    @classmethod
    def _confirm_evaluation(cls, assignment=None, grade="good", version=None):
        """A confirmed evaluation of a grade, without the way there."""
        evaluation = version or cls.env["legal.evaluation"]._guarded_create(
            [{"assignment_id": (assignment or cls.assignment).id}]
        )
        evaluation.flush_recordset()
        cls.env.cr.execute(
            "UPDATE legal_evaluation SET grade = %s WHERE id = %s",
            (grade, evaluation.id),
        )
        evaluation.invalidate_recordset(["grade"])
        evaluation._guarded_write(
            {
                "state": "confirmed",
                "preliminary_by_id": cls.township_officer.id,
                "confirmed_by_id": cls.manager.id,
                "confirmed_at": "2026-07-10 02:00:00",
            }
        )
        return evaluation

    @classmethod
    def _after_the_year(cls):
        """The rest happens after the program year's end."""
        return freeze_time("2027-02-10 02:00:00")

    # === Bills ===

    def _bill(self, acceptance, post=True):
        bills = self.env["account.move"].search([])
        acceptance.with_user(self.finance).action_prepare_bills()
        made = self.env["account.move"].search([]) - bills
        made.invoice_date = self.env.company._legal_today()
        made = made.with_user(self.finance)
        if post:
            made.action_post()
        return made

    def _make_bill(self, line, amount, move_type="in_invoice", item=None, **vals):
        """A bill typed in by finance on a contract line; `item` changes its line."""
        line_vals = {
            "product_id": line.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "quantity": amount,
            "price_unit": 1.0,
            "tax_ids": [Command.clear()],
            "purchase_line_id": line.id,
            "analytic_distribution": line.analytic_distribution,
        } | (item or {})
        return (
            self.env["account.move"]
            .with_user(self.finance)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": self.firm.id,
                    "invoice_date": "2026-07-20",
                    "currency_id": self.company.currency_id.id,
                    "invoice_line_ids": [Command.create(line_vals)],
                }
                | vals
            )
        )

    def _pay(self, bills, amount=None):
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.finance)
            .with_context(active_model="account.move", active_ids=bills.ids)
            .create({} if amount is None else {"amount": amount})
        )
        wizard.action_create_payments()

    def _line(self, source, order=None):
        return (order or self.order).order_line.filtered(
            lambda line: line.legal_source == source
        )
