import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

INVOICE_NUMBER = re.compile(r"(\d{20}|\d{18})")
BILL_TYPES = ("in_invoice", "in_refund", "in_receipt")
# What Odoo keeps on a posted document only unless a caller's context says otherwise.
HEAD_FIELDS = frozenset(
    {"partner_id", "commercial_partner_id", "company_id", "currency_id", "move_type"}
)


class AccountMove(models.Model):
    """Nothing is posted on a contract beyond what was accepted, in any document.

    Money moves in Odoo's own accounting; here only what may not be is kept
    out. The check stands where documents become posted, which nothing
    passes by: neither `action_post`, nor a cron, nor a state written over RPC.
    """

    _inherit = "account.move"

    legal_invoice_number = fields.Char(
        "Supplier's invoice number",
        copy=False,
        size=20,
        help="20 digits of an electronic invoice, or the 10-digit code and the 8-digit "
        "number of one on paper.",
    )
    legal_program_id = fields.Many2one(
        "legal.program",
        "Program year",
        compute="_compute_legal_program_id",
        compute_sudo=True,
        search="_search_legal_program_id",
        help="The program year whose contracts the document is about.",
    )

    legal_amount = fields.Monetary("Bill amount", compute="_compute_legal_amounts")
    legal_unpaid = fields.Monetary("Not paid yet", compute="_compute_legal_amounts")

    _legal_invoice_number_once = models.UniqueIndex(
        "(company_id, legal_invoice_number) "
        "WHERE state = 'posted' AND legal_invoice_number IS NOT NULL",
        "A posted bill has this supplier's invoice number already.",
    )

    @api.depends("amount_total", "amount_residual", "move_type")
    def _compute_legal_amounts(self):
        """Bills count up, refunds down, as somebody who pays them reads them."""
        for move in self:
            sign = -1 if move.move_type == "in_refund" else 1
            move.legal_amount = sign * move.amount_total
            move.legal_unpaid = sign * move.amount_residual

    @api.depends("invoice_line_ids.purchase_line_id")
    def _compute_legal_program_id(self):
        for move in self:
            orders = move.invoice_line_ids.purchase_line_id.order_id
            move.legal_program_id = orders.legal_program_id[:1]

    def _search_legal_program_id(self, operator, value):
        """From the contracts' side: entries of other purposes are not gone through."""
        if operator != "in":
            return NotImplemented
        programs = {program for program in value if program}
        domain = self._get_legal_program_domain("in", programs)
        if programs != set(value):
            domain |= ~self._get_legal_program_domain("!=", False)
        return domain

    @api.model
    def _get_legal_program_domain(self, operator, value):
        path = "purchase_line_id.order_id.legal_program_id"
        # Which entries are found is the affair of their own rules.
        items = self.env["account.move.line"].sudo()._search([(path, operator, value)])
        return Domain(
            "id", "in", items.subselect(SQL.identifier(items.table, "move_id"))
        )

    @api.constrains("legal_invoice_number")
    def _check_legal_invoice_number(self):
        for move in self:
            number = move.legal_invoice_number
            if number and not INVOICE_NUMBER.fullmatch(number):
                raise ValidationError(
                    self.env._(
                        "%(number)s is no invoice number: an electronic invoice has 20 "
                        "digits, one on paper a code of 10 and a number of 8.",
                        number=number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._clean_legal_number(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._clean_legal_number(vals)
        if HEAD_FIELDS & vals.keys():
            self._check_legal_head(vals)
        if vals.get("state") == "posted":
            posting = self.filtered(lambda move: move.state != "posted")
            posting._check_legal_number_once()
            posting.line_ids._check_legal_control()
        return super().write(vals)

    @api.model
    def _clean_legal_number(self, vals):
        number = vals.get("legal_invoice_number")
        if isinstance(number, str):
            vals["legal_invoice_number"] = re.sub(r"\s", "", number) or False

    def _check_legal_head(self, vals):
        """A posted document keeps whom it pays, whatever the caller's context says."""
        for move in self.filtered(lambda rec: rec.state == "posted"):
            changed = any(
                name in vals
                and move._fields[name].convert_to_write(move[name], move) != vals[name]
                for name in HEAD_FIELDS
            )
            if changed and move.line_ids._get_legal_contract_lines():
                raise UserError(
                    self.env._(
                        "%(bill)s is posted on a contract. Reset it to draft to change "
                        "it.",
                        bill=move.display_name,
                    )
                )

    def _check_legal_number_once(self):
        for move in self.filtered("legal_invoice_number"):
            other = self.search(
                [
                    ("company_id", "=", move.company_id.id),
                    ("legal_invoice_number", "=", move.legal_invoice_number),
                    ("id", "!=", move.id),
                    ("state", "=", "posted"),
                ],
                limit=1,
            )
            if other:
                raise UserError(
                    self.env._(
                        "The supplier's invoice %(number)s is on %(bill)s already.",
                        number=move.legal_invoice_number,
                        bill=other.display_name,
                    )
                )

    def _get_legal_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_legal_bill"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action |= {"views": [(False, "form")], "res_id": self.id}
        return action
