from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..common.sentinel import lift_guard

# One line of a plan: present and due are amounts of one assignment and source over
# all contracts in force or prepared; lines are its contract lines.
Change = namedtuple("Change", "assignment source payee present due accepted lines")


class LegalProgram(models.Model):
    """Contracts as the assignments of a year demand them: one for each firm."""

    _inherit = "legal.program"

    def action_prepare_contracts(self):
        """Open the wizard that shows what preparing would change."""
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_finance")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prepare contracts"),
            "res_model": "legal.contract.prepare",
            "view_mode": "form",
            "target": "new",
            "context": {"default_program_id": self.id},
        }

    def _plan_contracts(self):
        """Compare contracts with what the assignments cost.

        :return: the changes that are due, and {assignment: why it has no contract}
        :rtype: tuple[list[Change], dict[legal.assignment, str]]
        """
        self.ensure_one()
        due = self._get_contract_parts()
        lines = (
            self.env["purchase.order.line"]
            .search(
                [
                    ("order_id.legal_program_id", "=", self.id),
                    ("order_id.state", "!=", "cancel"),
                    ("legal_assignment_id", "!=", False),
                ],
                order="id",
            )
            .grouped(lambda line: (line.legal_assignment_id, line.legal_source))
        )
        changes, problems, compare = [], {}, self.currency_id.compare_amounts
        Line = self.env["purchase.order.line"]
        for key in [*due, *(key for key in lines if key not in due)]:
            assignment, source = key
            found = lines.get(key, Line)
            present = sum(found.mapped("product_qty"))
            cost = due.get(key, 0.0)
            # What lapsed with the year is not lacking.
            lapsed = sum(found.mapped("legal_lapsed"))
            change = Change(
                assignment,
                source,
                assignment._get_payee(),
                present,
                max(min(cost, present), cost - lapsed),
                sum(found.mapped("qty_received")),
                found,
            )
            if not compare(change.present, change.due):
                continue
            if change.due:
                blockers = assignment._get_payee_blockers({assignment: change.payee})
                if blockers:
                    problems[assignment] = blockers[assignment]
                    continue
            if compare(change.due, change.accepted) < 0:
                problems[assignment] = self._get_accepted_message(change)
                # What was accepted stays until it is settled, and nothing above it.
                change = change._replace(due=change.accepted)
            if compare(change.present, change.due):
                changes.append(change)
        return changes, problems

    def _get_accepted_message(self, change):
        return self.env._(
            "%(accepted)s was accepted already, %(due)s is due by the assignment's "
            "days. Settle the difference with the firm.",
            accepted=self.currency_id.format(change.accepted),
            due=self.currency_id.format(change.due),
        )

    def _apply_contracts(self, procurement=None):
        """Bring contracts in line with the assignments; a second run changes nothing.

        What is lacking goes into the firm's order in preparation, or a new one. What
        is too much is taken from the orders, the latest line first, never below what
        was accepted.

        :param procurement: the procurement project that new contracts belong to
        :return: the orders that were made or changed
        :rtype: purchase.order
        """
        self.ensure_one()
        self._check_group("village_legal_advisor.group_legal_finance")
        self.check_access("read")
        if self.state != "open":
            raise UserError(
                self.env._("%(program)s is not open.", program=self.display_name)
            )
        # Of two at once the later one fails here and runs again.
        self._get_source_accounts()._legal_lock()
        changes, _problems = self._plan_contracts()
        orders = self.env["purchase.order"]
        lacking = {}
        for change in changes:
            missing = change.due - change.present
            if missing > 0:
                lacking.setdefault(change.payee, []).append((change, missing))
            else:
                orders |= self._reduce_lines(change, -missing)
        for payee, missing in lacking.items():
            orders |= self._extend_order(payee, missing, procurement)
        return orders

    def _reduce_lines(self, change, surplus):
        touched = self.env["purchase.order.line"]
        for line in change.lines.sorted("id", reverse=True):
            less = min(surplus, line.product_qty - line.qty_received)
            if less <= 0:
                continue
            left = self.currency_id.round(line.product_qty - less)
            surplus -= less
            touched |= line
            lift_guard(line).write({"product_qty": left})
        orders = touched.order_id
        touched.filtered(
            lambda line: not line.product_qty
            and line.order_id.state in ("draft", "sent")
        ).unlink()
        empty = orders.filtered(
            lambda order: not order.order_line and not order.date_approve
        )
        # Odoo deletes cancelled orders only.
        empty.button_cancel()
        empty.unlink()
        return orders.exists()

    def _extend_order(self, payee, missing, procurement):
        """Put what is lacking into the payee's order in preparation, or a new one.

        :param list missing: pairs of change and amount
        """
        Order = lift_guard(self.env["purchase.order"])
        order = Order.search(
            [
                ("legal_program_id", "=", self.id),
                ("partner_id", "=", payee.id),
                ("state", "in", ("draft", "sent")),
            ],
            order="id DESC",
            limit=1,
        )
        accounts = {
            account.legal_source: account for account in self._get_source_accounts()
        }
        present = {
            (line.legal_assignment_id, line.legal_source): line
            for line in order.order_line
        }
        commands = []
        for change, amount in missing:
            line = present.get((change.assignment, change.source))
            if line:
                total = self.currency_id.round(line.product_qty + amount)
                commands.append(Command.update(line.id, {"product_qty": total}))
            else:
                vals = self._prepare_contract_line(change, amount, accounts)
                commands.append(Command.create(vals))
        if order:
            order.write({"order_line": commands})
        else:
            order = Order.with_company(self.company_id).create(
                self._prepare_contract(payee)
                | {
                    "legal_procurement_id": procurement.id if procurement else False,
                    "order_line": commands,
                }
            )
        order._offer_supplement()
        return order.with_env(self.env)

    def _prepare_contract(self, payee):
        self.ensure_one()
        return {
            "legal_program_id": self.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "partner_id": payee.id,
            "origin": self.display_name,
        }

    def _prepare_contract_line(self, change, amount, accounts):
        assignment, account = change.assignment, accounts[change.source]
        product = self.env.ref("village_legal_advisor.product_fee")
        return {
            "product_id": product.id,
            "product_uom_id": product.uom_id.id,
            "product_qty": self.currency_id.round(amount),
            "price_unit": 1.0,
            # Told apart from the price, so that no price list is looked into.
            "technical_price_unit": 0.0,
            "tax_ids": [Command.clear()],
            "date_planned": fields.Datetime.to_datetime(assignment.date_end),
            "name": self._get_line_name(assignment, change.source),
            "legal_assignment_id": assignment.id,
            "legal_source": change.source,
            "legal_account_id": account.id,
            "analytic_distribution": {str(account.id): 100.0},
        }

    @api.model
    def _get_line_name(self, assignment, source):
        labels = dict(
            self.env["purchase.order.line"]
            ._fields["legal_source"]
            ._description_selection(self.env)
        )
        return self.env._(
            "%(village)s, %(advisor)s, %(start)s to %(end)s (%(funding)s)",
            village=assignment.village_id.display_name,
            advisor=assignment.advisor_id.name,
            start=format_date(self.env, assignment.date_start),
            end=format_date(self.env, assignment.date_end),
            funding=labels[source],
        )
