from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError

from .acceptance import SEALED_STATES
from .account_move import BILL_TYPES
from .purchase_order_paid import MONEY_READERS


class PurchaseOrder(models.Model):
    """The procurement file of a contract: its project's papers and its own."""

    _inherit = "purchase.order"

    legal_file_missing_count = fields.Integer(
        "Papers missing",
        compute="_compute_legal_file_missing_count",
        compute_sudo=True,
        groups=MONEY_READERS,
    )

    def _compute_legal_file_missing_count(self):
        Item = self.env["legal.procurement.item"]
        items = Item.search(
            [("procurement_id", "in", self.legal_procurement_id.ids)]
        ).filtered(lambda item: item.state == "missing")
        by_project = items.grouped("procurement_id")
        for order in self:
            order.legal_file_missing_count = len(
                by_project.get(order.legal_procurement_id, Item).filtered(
                    lambda item, order=order: item.order_id in (order, order.browse())
                )
            )

    def _get_legal_paper_counts(self):
        """How many papers of a kind the product itself has for these contracts.

        Acceptances of every instalment whose days are over, the firm's invoice for
        every bill and a voucher for every payment.

        :return: {(contract's id, kind): (present, lacking)}
        :rtype: dict[tuple[int, str], tuple[int, int]]
        """
        counts = {}
        if not self:
            return counts
        accepted = dict(
            self.env["legal.acceptance"]._read_group(
                [("order_id", "in", self.ids), ("state", "in", SEALED_STATES)],
                ["order_id"],
                ["__count"],
            )
        )
        lacking = self._count_lacking_acceptances()
        for order in self:
            numbers = accepted.get(order, 0), lacking.get(order.id, 0)
            counts[order.id, "acceptance"] = numbers
        path = "purchase_line_id.order_id"
        domain = [
            (path, "in", self.ids),
            ("move_id", "any", [("move_type", "in", BILL_TYPES)]),
            ("parent_state", "=", "posted"),
        ]
        for order, bills in self.env["account.move.line"]._read_group(
            domain, [path], ["move_id:recordset"]
        ):
            counts[order.id, "invoice"] = bills._count_legal_invoices()
            counts[order.id, "payment"] = bills._count_legal_vouchers()
        return counts

    def _count_lacking_acceptances(self):
        """Instalments whose days are over and that contracts were not accepted for.

        :return: {contract's id: number}
        :rtype: dict[int, int]
        """
        ended = self.legal_program_id.instalment_ids.filtered(
            lambda row: row.date_to < row.company_id._legal_today()
        )
        if not ended:
            return {}
        return Counter(ended._get_waiting_ids(ended._get_contracts_sql()))

    def write(self, vals):
        self._check_legal_file_stays(vals)
        result = super().write(vals)
        if vals.get("state") == "purchase":
            # As where the button leads: what was in force once is known for good.
            self.filtered(
                lambda order: order.legal_procurement_id and not order.date_approve
            ).date_approve = fields.Datetime.now()
        return result

    def _check_legal_file_stays(self, vals):
        """Refuse to take contracts that were in force out of files that are kept.

        :raises UserError: naming the contract
        """
        for order in self:
            project = order.sudo().legal_procurement_id
            leaves = vals.get("legal_procurement_id", project.id) != project.id
            forgets = order.date_approve and not vals.get("date_approve", True)
            if (
                (leaves or forgets)
                and order._legal_was_in_force()
                and project
                and project._is_file_kept()
            ):
                raise UserError(
                    self.env._(
                        "%(order)s was in force: it belongs to a procurement project "
                        "and stays in its procurement file.",
                        order=order.name,
                    )
                )

    def button_approve(self, force=False):
        result = super().button_approve(force=force)
        projects = self.filtered(lambda rec: rec.state == "purchase")
        self.env["legal.procurement.item"]._prepare_items(projects.legal_procurement_id)
        return result

    def action_view_procurement_file(self):
        """The checklist of this contract's procurement file."""
        self.ensure_one()
        self._check_file_project()
        return self.legal_procurement_id._get_file_action(self)

    def action_export_file(self):
        """Download the procurement file as one ZIP with an index."""
        self.ensure_one()
        self.check_access("read")
        self._check_file_project()
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/procurement_file/{self.id}",
            "target": "download",
        }

    def _check_file_project(self):
        if not self.legal_procurement_id:
            raise UserError(
                self.env._(
                    "%(order)s belongs to no procurement project: choose one on the "
                    "page Procurement first.",
                    order=self.name,
                )
            )
