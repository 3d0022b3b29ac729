from odoo import fields, models

from .account_move import BILL_TYPES
from .program_budget import MONEY_GROUPS

UNPAID = ("not_paid", "partial")
# As many as a screen shows; the rest is in the list behind them.
SHOWN = 20


class LegalProgram(models.Model):
    """What is due to be paid on a year's contracts."""

    _inherit = "legal.program"

    payment_due_ids = fields.Many2many(
        "account.move",
        string="Payments due",
        compute="_compute_payments_due",
        groups=MONEY_GROUPS,
        help="Posted bills that are not paid in full, the most pressing ones first.",
    )
    payment_due_count = fields.Integer(
        "Bills to pay", compute="_compute_payments_due", groups=MONEY_GROUPS
    )
    payment_late_count = fields.Integer(
        "Bills past their due date",
        compute="_compute_payments_due",
        groups=MONEY_GROUPS,
    )
    payment_due_amount = fields.Monetary(
        "To be paid", compute="_compute_payments_due", groups=MONEY_GROUPS
    )

    def _compute_payments_due(self):
        bills = self._get_bills([("state", "=", "posted"), *self._get_unpaid_domain()])
        for program in self:
            due = bills.get(program._origin, self.env["account.move"]).sorted(
                lambda bill: (bill.invoice_date_due or bill.date, bill.id)
            )
            today = program.company_id._legal_today()
            program.payment_due_ids = due[:SHOWN]
            program.payment_due_count = len(due)
            program.payment_late_count = len(
                due.filtered(
                    lambda bill, today=today: (
                        bill.move_type != "in_refund"
                        and bill.invoice_date_due
                        and bill.invoice_date_due < today
                    )
                )
            )
            program.payment_due_amount = sum(due.mapped("legal_unpaid"))

    def _get_unpaid_domain(self):
        return [("payment_state", "in", UNPAID)]

    def _get_bills(self, domain):
        """Bills of these years' contracts, in one query for all years.

        :param list domain: of the bills
        :rtype: dict[legal.program, account.move]
        """
        Line = self.env["account.move.line"]
        if not Line.has_access("read"):
            return {}
        path = "purchase_line_id.order_id.legal_program_id"
        return dict(
            Line._read_group(
                [
                    (path, "in", self.ids),
                    ("move_id", "any", [("move_type", "in", BILL_TYPES), *domain]),
                ],
                [path],
                ["move_id:recordset"],
            )
        )

    def action_view_payments_due(self):
        """Posted bills of these years that are not paid in full."""
        return self._get_bills_action("unpaid")

    def action_view_bills_to_post(self):
        """Draft bills of these years."""
        return self._get_bills_action("draft")

    def _get_bills_action(self, name):
        """The bills of these years under a filter that the reader can take off.

        Who keeps no accounts reads the plain list of bills to be let pass.
        """
        keeps = self.env.user.has_group("account.group_account_invoice")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_legal_bill"
        )
        if not keeps:
            action["views"] = [
                (self.env.ref("village_legal_advisor.bill_due_view_list").id, "list"),
                (
                    self.env.ref("village_legal_advisor.bill_pending_view_form").id,
                    "form",
                ),
            ]
        return action | {
            "domain": [
                ("move_type", "in", BILL_TYPES),
                ("legal_program_id", "in", self.ids),
            ],
            "context": {f"search_default_{name}": 1},
        }
