from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import fund_sql
from .account_analytic_account import SOURCES
from .fund_ledger_sql import OPEN_TYPES, prepare

# A row's id is its account's and township's: it stays the same whatever happens.
TOWNSHIPS = 2**20


class LegalFundStatus(models.Model):
    """A program year's money by funding source and township.

    Read from posted entries whenever asked for, so it cannot be stale. Appropriations
    and what is not billed against a contract have no township.
    """

    _name = "legal.fund.status"
    _description = "Use of funds"
    _auto = False
    _order = "program_id, account_id, id"
    _depends = {
        "account.analytic.account": ["company_id", "legal_program_id", "legal_source"],
        "account.analytic.line": ["amount", "move_line_id"],
        "account.move": ["company_id", "move_type", "state"],
        "account.move.line": [
            "account_id",
            "balance",
            "display_type",
            "move_id",
            "parent_state",
            "price_subtotal",
            "price_total",
            "purchase_line_id",
        ],
        "account.partial.reconcile": ["amount", "credit_move_id", "debit_move_id"],
        "legal.appropriation": ["account_id", "signed_amount", "state"],
        "purchase.order": ["company_id", "legal_program_id", "state"],
        "purchase.order.line": [
            "legal_account_id",
            "legal_township_id",
            "order_id",
            "product_qty",
        ],
    }

    program_id = fields.Many2one("legal.program", "Program year", readonly=True)
    account_id = fields.Many2one(
        "account.analytic.account", "Account of the funding source", readonly=True
    )
    source = fields.Selection(SOURCES, "Funding source", readonly=True)
    township_id = fields.Many2one("legal.township", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    appropriated = fields.Monetary(readonly=True)
    received = fields.Monetary(
        readonly=True,
        help="Receipts by posted entries, and customers' payments on the source.",
    )
    committed = fields.Monetary(
        readonly=True, help="Confirmed contract lines that are not billed yet."
    )
    actual = fields.Monetary(
        readonly=True, help="Posted bills and receipts less refunds, with taxes."
    )
    paid = fields.Monetary(
        "Amount paid",
        readonly=True,
        help="What payments settled of the posted bills.",
    )
    available = fields.Monetary(
        readonly=True,
        help="Appropriated less committed and actual. Money is appropriated to a "
        "source and not to a township: it is told for all townships together.",
    )

    @property
    def _table_query(self):
        # The plan's column has no name that `_depends` could tell.
        self.env["account.analytic.line"].flush_model()
        return SQL(
            """
            SELECT f.account_id::bigint * %(townships)s
                       + COALESCE(f.township_id, 0) AS id,
                   f.*,
                   f.appropriated - f.committed - f.actual AS available,
                   p.id AS program_id,
                   aa.legal_source AS source,
                   p.company_id,
                   c.currency_id
              FROM legal_program p
              JOIN res_company c ON c.id = p.company_id
             CROSS JOIN LATERAL (%(figures)s) f
              JOIN account_analytic_account aa ON aa.id = f.account_id
            """,
            townships=TOWNSHIPS,
            figures=fund_sql.get_figures(prepare(self.env)),
        )

    @api.depends("account_id", "township_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        sources = dict(self._fields["source"]._description_selection(self.env))
        for status in self:
            name = f"{status.program_id.year} {sources.get(status.source, '')}"
            if status.township_id:
                name += f" · {status.township_id.name}"
            status.display_name = name

    # === Entries behind the figures ===

    def action_view_appropriations(self):
        """Documents that gave or took the money."""
        return self._get_entries_action(
            "action_appropriation",
            [("account_id", "in", self.account_id.ids), ("state", "=", "in_force")],
        )

    def action_view_received(self):
        """Entry lines that brought the money, and what settled the notices."""
        domain = self._get_line_domain()
        notices = self.env["account.move.line"].search(
            domain & Domain("move_type", "in", fund_sql.SALE_TYPES)
        )
        entries = (
            domain
            & Domain("move_type", "=", "entry")
            & Domain("account_id.internal_group", "!=", "expense")
        )
        settling = self._get_settling_lines(notices.move_id)
        return self._get_entries_action(
            "action_fund_entry", entries | Domain("id", "in", settling.ids)
        )

    def action_view_committed(self):
        """Contract lines in force."""
        domain = [
            ("legal_account_id", "in", self.account_id.ids),
            ("order_id.state", "=", "purchase"),
        ]
        domain = Domain(domain) & self._get_township_domain("legal_township_id")
        return self._get_entries_action("action_fund_commitment", domain)

    def action_view_actual(self):
        """Lines of posted bills."""
        return self._get_entries_action("action_fund_entry", self._get_bill_domain())

    def action_view_paid(self):
        """Payments and other entries that settled the bills."""
        bills = self.env["account.move.line"].search(self._get_bill_domain()).move_id
        lines = self._get_settling_lines(bills)
        return self._get_entries_action("action_fund_entry", [("id", "in", lines.ids)])

    @api.model
    def _get_settling_lines(self, documents):
        """Posted entry lines that documents were reconciled with.

        :rtype: account.move.line
        """
        settled = documents.line_ids.filtered(
            lambda line: line.account_id.account_type in OPEN_TYPES
        )
        return settled._get_legal_counterparts()

    def _get_bill_domain(self):
        return (
            self._get_line_domain()
            & Domain("move_type", "in", fund_sql.PURCHASE_TYPES)
            & Domain("display_type", "=", "product")
        )

    def _get_line_domain(self):
        return (
            Domain("parent_state", "=", "posted")
            & Domain("distribution_analytic_account_ids", "in", self.account_id.ids)
            & self._get_township_domain("purchase_line_id", "legal_township_id")
        )

    def _get_township_domain(self, *names):
        """Rows of one township show its entries, rows without one all others.

        :param names: fields that lead to the township
        """
        township = Domain(".".join(names), "in", self.township_id.ids)
        if all(status.township_id for status in self):
            return township
        none = Domain.OR(
            Domain(".".join(names[:count]), "=", False)
            for count in range(1, len(names) + 1)
        )
        return township | none

    def _get_entries_action(self, xmlid, domain):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"village_legal_advisor.{xmlid}"
        )
        return action | {"domain": list(Domain(domain)), "context": {}}
