from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .acceptance import SEALED_STATES

DAYS_AHEAD = 60
# What is counted; written to the database before SQL reads it.
READ = {
    "legal.program": ("state", "part_year_rule"),
    "legal.instalment": ("program_id", "date_from", "date_to", "condition", "share"),
    "legal.acceptance": ("order_id", "instalment_id", "state"),
    "legal.assignment": ("program_id", "state", "paid", "date_start", "date_end"),
    "legal.evaluation": ("assignment_id", "is_current", "state"),
    "purchase.order": ("legal_program_id", "state"),
    "purchase.order.line": (
        "order_id",
        "legal_assignment_id",
        "product_qty",
        "qty_received",
    ),
}


class LegalInstalment(models.Model):
    """What is not ready for payment, from 60 days before an instalment's deadline."""

    _inherit = "legal.instalment"

    contract_waiting_count = fields.Integer(
        "Contracts to accept", compute="_compute_waiting", compute_sudo=True
    )
    evaluation_waiting_count = fields.Integer(
        "Evaluations to confirm", compute="_compute_waiting", compute_sudo=True
    )
    days_left = fields.Integer(compute="_compute_days_left", aggregator=None)
    is_pressing = fields.Boolean(
        "Due soon, not ready",
        compute="_compute_is_pressing",
        search="_search_is_pressing",
        help="The deadline is less than 60 days away or has passed, and acceptances or "
        "evaluations are lacking.",
    )

    def _compute_waiting(self):
        contracts = self._count_waiting(self._get_contracts_sql())
        evaluations = self._count_waiting(self._get_evaluations_sql())
        for instalment in self:
            instalment.contract_waiting_count = contracts.get(instalment._origin.id, 0)
            instalment.evaluation_waiting_count = evaluations.get(
                instalment._origin.id, 0
            )

    def _count_waiting(self, query):
        """Numbers by instalment; one query for a whole list.

        :param SQL query: rows of an instalment's id and what it waits for
        :rtype: dict[int, int]
        """
        if not self._origin:
            return {}
        return dict(
            self._read_waiting(
                SQL(
                    "SELECT w.instalment_id, COUNT(*) FROM (%s) w "
                    "GROUP BY w.instalment_id",
                    query,
                )
            )
        )

    def _read_waiting(self, query):
        for model, names in READ.items():
            self.env[model].flush_model(names)
        return self.env.execute_query(query)

    def _get_contracts_sql(self):
        """Contracts in force whose acceptance for these instalments is lacking.

        Only those of which something is left that these instalments pay: what a year
        leaves over has lapsed.
        """
        return SQL(
            """
            SELECT i.id AS instalment_id, o.id AS waiting_id
              FROM legal_instalment i
              JOIN legal_program p ON p.id = i.program_id
              JOIN purchase_order o
                ON o.legal_program_id = i.program_id AND o.state = 'purchase'
             WHERE i.id IN %(ids)s
               AND EXISTS (SELECT 1
                             FROM purchase_order_line l
                             JOIN legal_assignment a ON a.id = l.legal_assignment_id
                            WHERE l.order_id = o.id
                              AND l.product_qty > COALESCE(l.qty_received, 0)
                              AND a.state IN ('active', 'ended')
                              AND %(served)s)
               AND NOT EXISTS (SELECT 1
                                 FROM legal_acceptance c
                                WHERE c.order_id = o.id
                                  AND c.instalment_id = i.id
                                  AND c.state IN %(sealed)s)
            """,
            ids=tuple(self._origin.ids),
            served=self._get_served_sql(),
            sealed=SEALED_STATES,
        )

    def _get_evaluations_sql(self):
        """Assignments in these instalments' periods without a confirmed evaluation.

        Only where something is left to accept of the contract, or where it is not in
        force yet and the year is not closed.
        """
        return SQL(
            """
            SELECT i.id AS instalment_id, a.id AS waiting_id
              FROM legal_instalment i
              JOIN legal_program p ON p.id = i.program_id
              JOIN legal_assignment a
                ON a.program_id = i.program_id
               AND a.state IN ('active', 'ended')
               AND a.paid
               AND %(served)s
              LEFT JOIN (
                    SELECT l.legal_assignment_id,
                           BOOL_OR(l.product_qty > COALESCE(l.qty_received, 0))
                               AS is_left
                      FROM purchase_order_line l
                      JOIN purchase_order o
                        ON o.id = l.order_id AND o.state = 'purchase'
                      JOIN legal_assignment s ON s.id = l.legal_assignment_id
                     WHERE s.program_id IN (SELECT program_id
                                              FROM legal_instalment
                                             WHERE id IN %(ids)s)
                     GROUP BY l.legal_assignment_id
                   ) contract ON contract.legal_assignment_id = a.id
             WHERE i.id IN %(ids)s
               AND i.condition = 'grade'
               AND COALESCE(contract.is_left, p.state <> 'closed')
               AND NOT EXISTS (SELECT 1
                                 FROM legal_evaluation e
                                WHERE e.assignment_id = a.id
                                  AND e.is_current
                                  AND e.state = 'confirmed')
            """,
            ids=tuple(self._origin.ids),
            served=self._get_served_sql(),
        )

    @api.model
    def _get_served_sql(self):
        """Whether instalment `i` of program `p` pays for days of assignment `a`.

        What `acceptance_parts.weigh_instalments` gives a weight: by the rule of months
        a fifteenth day has to lie among them. Fourteen days earlier it is the first
        day of its month.

        :rtype: SQL
        """
        return SQL(
            """
            (i.share > 0
             AND a.date_start <= i.date_to
             AND a.date_end >= i.date_from
             AND (p.part_year_rule IS DISTINCT FROM 'month'
                  OR date_trunc('month', LEAST(a.date_end, i.date_to) - 14)
                   > date_trunc('month', GREATEST(a.date_start, i.date_from) - 15)))
            """
        )

    @api.depends("payment_deadline")
    @api.depends_context("company")
    def _compute_days_left(self):
        for instalment in self:
            deadline = instalment.payment_deadline
            today = instalment.company_id._legal_today()
            instalment.days_left = (deadline - today).days if deadline else 0

    @api.depends("payment_deadline")
    def _compute_is_pressing(self):
        for instalment in self:
            instalment.is_pressing = (
                bool(instalment.payment_deadline)
                and instalment.program_id.state != "draft"
                and instalment.days_left <= DAYS_AHEAD
                and bool(
                    instalment.contract_waiting_count
                    or instalment.evaluation_waiting_count
                )
            )

    def _search_is_pressing(self, operator, value):
        if operator != "in":
            return NotImplemented
        # A year has a handful of instalments: those near their deadline are looked at.
        until = fields.Date.add(self.env.company._legal_today(), days=DAYS_AHEAD)
        near = self.search(
            [("payment_deadline", "<=", until), ("program_id.state", "!=", "draft")]
        )
        domain = Domain("id", "in", near.filtered("is_pressing").ids)
        return self.env["legal.village"]._combine_boolean(value, domain, ~domain)

    def _get_waiting_ids(self, query):
        return [waiting_id for _id, waiting_id in self._read_waiting(query)]

    def action_view_waiting_contracts(self):
        """Contracts whose acceptance for this instalment is lacking."""
        self.ensure_one()
        ids = self._get_waiting_ids(self._get_contracts_sql())
        # What of it the reader may see, in the order of the list.
        orders = self.env["purchase.order"].search([("id", "in", ids)])
        return self.program_id._get_contracts_action(orders)

    def action_view_waiting_evaluations(self):
        """Assignments whose evaluation has to be confirmed first."""
        self.ensure_one()
        ids = self._get_waiting_ids(self._get_evaluations_sql())
        assignments = self.env["legal.assignment"].search([("id", "in", ids)])
        return assignments._get_records_action(
            name=self.env._("Evaluations to confirm")
        )
