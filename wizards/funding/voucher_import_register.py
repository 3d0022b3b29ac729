import base64

from odoo import models

from ...models.common.workbook import build_workbook
from .voucher_import import KINDS


class LegalVoucherImport(models.TransientModel):
    """Registering the payments by Odoo's own wizard, and telling what was done."""

    _inherit = "legal.voucher.import"

    def _register_payments(self, vouchers):
        """One payment for what a voucher pays a firm in full; parts on their own.

        A payment of several bills settles the oldest first: what is paid in part must
        not be mixed with the others.

        :param dict vouchers: {(number, day, firm): {bill: amount}}
        :rtype: account.payment
        """
        payments = self.env["account.payment"]
        for (number, day, _firm), amounts in sorted(
            vouchers.items(), key=lambda item: (item[0][1], item[0][0])
        ):
            whole = self.env["account.move"].union(
                *(
                    bill
                    for bill, amount in amounts.items()
                    if not bill.currency_id.compare_amounts(
                        amount, bill.amount_residual
                    )
                )
            )
            if whole:
                total = sum(amounts[bill] for bill in whole)
                payments |= self._pay(whole, total, number, day)
            for bill, amount in amounts.items():
                if bill not in whole:
                    payments |= self._pay(bill, amount, number, day)
        return payments

    def _pay(self, bills, amount, number, day):
        register = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=bills.ids)
            .create(
                {
                    "journal_id": self.journal_id.id,
                    "payment_date": day,
                    "amount": amount,
                    "group_payment": True,
                    "payment_difference_handling": "open",
                    "communication": number,
                    "legal_voucher_number": number,
                }
            )
        )
        return register._create_payments()

    # === Telling it ===

    def _show(self, plan, done=False):
        """Put counts and lists on the wizard, replacing what it showed before."""
        rows = plan["rows"]
        self.line_ids.unlink()
        self.env["legal.voucher.import.line"].create(
            [
                {name: row[name] for name in row.keys() - {"cells"}}
                | {"import_id": self.id}
                for row in rows
            ]
        )
        bad = [row for row in rows if row["kind"] == "error" and "cells" in row]
        self.write(
            {f"{kind}_count": self._count(rows, kind) for kind in KINDS}
            | {
                "state": "done" if done else "checked",
                "voucher_count": len({number for number, *_rest in plan["vouchers"]}),
                "amount": sum(
                    sum(amounts.values()) for amounts in plan["vouchers"].values()
                ),
                "bad_file": self._build_bad_file(plan["heading"], bad),
                "bad_filename": self.env._("Bad lines.xlsx"),
            }
        )

    def _count(self, rows, kind):
        return len({row["line"] for row in rows if row["kind"] == kind})

    def _build_bad_file(self, heading, bad):
        """The bad lines as they came, the reason in the last column.

        Mended, the workbook can be imported as it is.
        """
        if not bad:
            return False
        width, title = len(heading), self.env._("Bad lines")
        columns = [(cell, 16) for cell in heading]
        columns.append((self.env._("Reason"), 60))
        rows = [[*(row["cells"] + [""] * width)[:width], row["note"]] for row in bad]
        content = build_workbook(
            {
                "title": title,
                "subtitle": self.filename or "",
                "sheet": title,
                "columns": columns,
                "rows": rows,
                "footer": [],
            }
        )
        return base64.b64encode(content)
