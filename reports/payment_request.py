from odoo import models
from odoo.tools import format_date

from ..models.common.names import join_names


class AccountMove(models.Model):
    """The list that the treasury pays by; it comes back with voucher numbers."""

    _inherit = "account.move"

    def _get_voucher_columns(self):
        """Columns of the list by name: heading and width.

        The import of the treasury's vouchers knows them by these headings.

        :rtype: dict[str, tuple[str, float]]
        """
        return {
            "number": (self.env._("No."), 6),
            "bill": (self.env._("Bill number"), 20),
            "invoice": (self.env._("Invoice number"), 23),
            "contract": (self.env._("Contract"), 12),
            "payee": (self.env._("Payee"), 28),
            "account": (self.env._("Payee's account"), 24),
            "bank": (self.env._("Payee's bank"), 26),
            "amount": (self.env._("Amount requested"), 13),
            "purpose": (self.env._("Purpose of payment"), 30),
            "source": (self.env._("Funding source"), 13),
            "project_code": (self.env._("Budget project code"), 16),
            "function_code": (self.env._("Functional code"), 12),
            "economy_code": (self.env._("Economic code"), 12),
            "voucher": (self.env._("Voucher number"), 18),
            "date": (self.env._("Payment date"), 13),
            "paid": (self.env._("Amount paid"), 13),
        }

    def _get_request_workbook(self):
        """What `build_workbook` lays out.

        :rtype: dict
        """
        rows = self._get_request_rows()
        sources = dict(
            self.env["legal.appropriation"]
            ._fields["source"]
            ._description_selection(self.env)
        )
        company = self.company_id[:1]
        total = company.currency_id.round(sum(row["amount"] for row in rows))
        columns = self._get_voucher_columns()
        blank = [None] * (len(columns) - 9)
        return {
            "title": self.env._("Payment request"),
            "subtitle": self.env._(
                "%(bureau)s, %(date)s, unit: yuan",
                bureau=company.name,
                date=format_date(self.env, company._legal_today(), date_format="long"),
            ),
            "sheet": self.env._("Payment request"),
            "columns": list(columns.values()),
            "rows": [
                self._get_request_cells(number, row, sources)
                for number, row in enumerate(rows, 1)
            ]
            + [[self.env._("Total"), *[None] * 6, total, None, *blank]],
            "footer": [
                self.env._(
                    "Prepared by:                 Checked by:                 "
                    "Approved by:"
                ),
                self.env._(
                    "To be returned with voucher number, day and amount of each "
                    "payment in the last three columns."
                ),
            ],
        }

    def _get_request_cells(self, number, row, sources):
        bill = row["bill"]
        account = bill._get_payee_account()
        orders = bill.invoice_line_ids.purchase_line_id.order_id
        return [
            number,
            bill.name,
            bill.legal_invoice_number or None,
            join_names(self.env, orders.mapped("name")),
            bill.partner_id.commercial_partner_id.name,
            account.acc_number,
            account.bank_id.name,
            row["amount"],
            self.env._(
                "Fee of village legal advisers, %(year)s",
                year=bill.legal_program_id.year,
            ),
            sources[row["source"]],
            row["budget_project_code"] or None,
            row["function_code"] or None,
            row["economy_code"] or None,
            None,
            None,
            None,
        ]
