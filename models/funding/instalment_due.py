from odoo import api, fields, models
from odoo.fields import Domain

from .acceptance import SEALED_STATES

DAYS_AHEAD = 60


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
        for instalment in self:
            instalment.contract_waiting_count = self.env["purchase.order"].search_count(
                instalment._get_waiting_domain()
            )
            instalment.evaluation_waiting_count = (
                self.env["legal.assignment"].search_count(
                    instalment._get_unevaluated_domain()
                )
                if instalment.condition == "grade"
                else 0
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
                and instalment.program_id.state == "open"
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
            [("payment_deadline", "<=", until), ("program_id.state", "=", "open")]
        )
        domain = Domain("id", "in", near.filtered("is_pressing").ids)
        return self.env["legal.village"]._combine_boolean(value, domain, ~domain)

    def _get_waiting_domain(self):
        """Contracts in force whose acceptance for this instalment is lacking."""
        self.ensure_one()
        accepted = self.env["legal.acceptance"]._search(
            [("instalment_id", "=", self.id), ("state", "in", SEALED_STATES)]
        )
        return [
            ("legal_program_id", "=", self.program_id.id),
            ("state", "=", "purchase"),
            ("id", "not in", accepted.subselect("order_id")),
            ("order_line.legal_assignment_id", "any", self._get_served_domain()),
        ]

    def _get_unevaluated_domain(self):
        """Assignments of the period that have no confirmed evaluation."""
        self.ensure_one()
        confirmed = self.env["legal.evaluation"]._search(
            [
                ("program_id", "=", self.program_id.id),
                ("is_current", "=", True),
                ("state", "=", "confirmed"),
            ]
        )
        return [
            *self._get_served_domain(),
            ("program_id", "=", self.program_id.id),
            ("paid", "=", True),
            ("id", "not in", confirmed.subselect("assignment_id")),
        ]

    def _get_served_domain(self):
        return [
            ("state", "in", ("active", "ended")),
            ("date_start", "<=", self.date_to),
            ("date_end", ">=", self.date_from),
        ]

    def action_view_waiting_contracts(self):
        """Contracts whose acceptance for this instalment is lacking."""
        self.ensure_one()
        orders = self.env["purchase.order"].search(self._get_waiting_domain())
        return self.program_id._get_contracts_action(orders)

    def action_view_waiting_evaluations(self):
        """Assignments whose evaluation has to be confirmed first."""
        self.ensure_one()
        assignments = self.env["legal.assignment"].search(
            self._get_unevaluated_domain()
        )
        return assignments._get_records_action(
            name=self.env._("Evaluations to confirm")
        )
