import random
from datetime import timedelta

from odoo import api, models
from odoo.fields import Command

from . import invented


class LegalSamplePayments(models.AbstractModel):
    """Instalments on their way: accepted, billed, paid."""

    _inherit = "legal.sample"

    @api.model
    def _pay_last_year(self, program, orders, today):
        """Both instalments are paid; what was deducted lapses with the year."""
        year = program.year
        first, second = program.instalment_ids
        accepted = self._accept(
            first, orders, program.date_start.replace(month=7, day=10), deduct=True
        )
        self._bill_and_pay(accepted, program.date_start.replace(month=7, day=15))
        day = min(program.date_end + timedelta(days=28), today)
        accepted = self._accept(second, orders, day)
        self._bill_and_pay(accepted, min(day + timedelta(days=4), today))
        finance = self._get_staff("finance")
        program = program.with_user(finance)
        program._settle_commitments(
            lapse=program._get_open_commitments(),
            carry=self.env["purchase.order.line"].with_user(finance),
            document_number=f"示例财行〔{year + 1}〕2号",
            document_date=day,
        )

    @api.model
    def _pay_this_year(self, program, orders, today):
        """The first instalment is paid, once a month of it has ended."""
        first = program.instalment_ids[0]
        if first.date_to >= today:
            return
        day = min(first.date_to + timedelta(days=10), today)
        accepted = self._accept(first, orders, day)
        self._bill_and_pay(accepted, min(day + timedelta(days=5), today))

    @api.model
    def _set_instalments(self, program, today):
        """Three of them this year, the first one of months that have ended.

        In January there are none: then it is the half-year, and yet to come.
        """
        first, last = program.instalment_ids
        half = first.date_to
        ended = today.replace(day=1) - timedelta(days=1)
        first_end = min(half, ended) if ended > program.date_start else half
        third_quarter = program._get_quarter_end("3")
        first.write({"name": "第一期", "date_to": first_end})
        last.write(
            {
                "name": "第三期",
                "share": 25.0,
                "date_from": third_quarter + timedelta(days=1),
            }
        )
        program.instalment_ids = [
            Command.create(
                {
                    "sequence": 15,
                    "name": "第二期",
                    "date_from": first_end + timedelta(days=1),
                    "date_to": third_quarter,
                    "share": 25.0,
                    "payment_deadline": third_quarter.replace(month=12, day=20),
                }
            )
        ]

    @api.model
    def _accept(self, instalment, orders, day, deduct=False):
        """Acceptances of an instalment, from draft to published.

        :param bool deduct: one village saw less than it was promised
        :rtype: legal.acceptance
        """
        acceptances = instalment.with_user(
            self._get_staff("finance")
        )._prepare_acceptances(orders)
        acceptances.write({"date": day, "place": invented.BUREAU + "会议室"})
        self.env["legal.acceptance.member"].with_user(acceptances.env.user).create(
            [
                {"acceptance_id": acceptance.id, "name": name, "unit": unit}
                for acceptance in acceptances
                for name, unit in invented.ACCEPTANCE_COMMITTEE
            ]
        )
        self._record_opinions(acceptances.line_ids, day)
        if deduct:
            acceptances.line_ids[:1].write(
                {
                    "opinion": "partly",
                    "opinion_text": "五月两次到村时间不足，已向司法所反映。",
                    "accepted_share": 90.0,
                    "reason": "五月两次服务时间不足，按合同约定扣减10%",
                }
            )
        acceptances.action_check()
        acceptances.with_user(self._get_staff("manager")).action_accept()
        acceptances.with_user(self._get_staff("officer")).action_publish()
        published = min(day + timedelta(days=3), instalment.company_id._legal_today())
        acceptances.sudo()._guarded_write({"published_date": published})
        return acceptances

    @api.model
    def _record_opinions(self, lines, day):
        """Nearly all villages agree; a few were asked and said nothing."""
        rng = random.Random(f"opinions {day}")
        silent = lines.browse(
            line.id for line in lines.sorted("village_code") if rng.random() < 0.03
        )
        asked = {"opinion_date": day - timedelta(days=4)}
        silent.write(asked | {"opinion": "silent"})
        (lines - silent).write(
            asked | {"opinion": "agree", "opinion_by": "村(居)委会主任(示例)"}
        )

    @api.model
    def _bill_and_pay(self, acceptances, day):
        """Bills of what was accepted, each with the firm's invoice, and their payment.

        :param day: of the invoices
        """
        paid = min(day + timedelta(days=5), acceptances.company_id._legal_today())
        action = acceptances.with_user(
            self._get_staff("finance")
        ).action_prepare_bills()
        bills = self.env["account.move"].with_user(self._get_staff("finance"))
        bills = bills.search(action["domain"], order="id")
        bills.write({"invoice_date": day, "invoice_date_due": paid, "date": day})
        for bill in bills:
            # An electronic invoice: year, province, kind, running number.
            bill.legal_invoice_number = f"{day.year % 100:02d}652000{bill.id:012d}"
        bills.action_post()
        register = (
            self.env["account.payment.register"]
            .with_user(bills.env.user)
            .with_context(active_model="account.move", active_ids=bills.ids)
            .create({"payment_date": paid})
        )
        for payment in register._create_payments():
            # The treasury's voucher: year, month, running number.
            payment.legal_voucher_number = f"{paid:%Y%m}{payment.id:06d}"
        return bills
