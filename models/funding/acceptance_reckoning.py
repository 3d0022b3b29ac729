from odoo import api, models

from .acceptance import SEALED_STATES
from .acceptance_parts import weigh_instalments

SOURCES = ("transfer", "village")


class LegalAcceptance(models.Model):
    """How much of a contract's lines can be accepted with each instalment.

    An assignment's fee is what its contract line says, and never more than what its
    days are worth by now: somebody who left early is accepted for the time served.
    """

    _inherit = "legal.acceptance"

    def _get_contract_lines(self):
        """Contract lines of this acceptance's order.

        One for each key, and a further one where a part was carried forward.

        :rtype: dict[tuple[legal.assignment, str], purchase.order.line]
        """
        self.ensure_one()
        # Officers accept what finance has ordered, and read no orders.
        lines = self.order_id.sudo()._get_legal_lines()
        return lines.filtered(lambda line: line.legal_source in SOURCES).grouped(
            lambda line: (line.legal_assignment_id.sudo(False), line.legal_source)
        )

    def _get_dues(self):
        """What the assignments of these acceptances' years are worth by now.

        :rtype: dict[legal.program, dict[tuple[legal.assignment, str], float]]
        """
        return {program: program._get_contract_parts() for program in self.program_id}

    def _get_fees(self, due):
        """What can be accepted of each contract line in all, in yuan.

        Where several contracts pay for one assignment, the earlier one goes first.

        :param dict due: of the year, as `_get_dues` gives it
        :rtype: dict[tuple[legal.assignment, str], float]
        """
        self.ensure_one()
        lines = self._get_contract_lines()
        earlier = (
            self.env["purchase.order.line"]
            .sudo()
            ._read_group(
                [
                    ("legal_assignment_id", "in", [key[0].id for key in lines]),
                    ("order_id.id", "<", self.order_id.id),
                    ("order_id.state", "=", "purchase"),
                ],
                ["legal_assignment_id", "legal_source"],
                ["product_qty:sum"],
            )
        )
        others = {
            (assignment, source): amount for assignment, source, amount in earlier
        }
        return {
            key: max(
                min(
                    sum(found.mapped("product_qty")),
                    due.get(key, 0.0) - others.get(key, 0.0),
                ),
                0.0,
            )
            for key, found in lines.items()
        }

    def _get_accepted_shares(self, assignments):
        """What was accepted of each assignment and instalment, by the last acceptance.

        This one's own instalment is left out: what it says takes its place.

        :rtype: dict[legal.assignment, dict[legal.instalment, float]]
        """
        self.ensure_one()
        accepted = self.env["legal.acceptance.line"].search(
            [
                ("assignment_id", "in", assignments.ids),
                ("acceptance_id.order_id", "=", self.order_id.id),
                ("acceptance_id.instalment_id", "!=", self.instalment_id.id),
                ("acceptance_id.state", "in", SEALED_STATES),
            ],
            order="id",
        )
        shares = {}
        for line in accepted:
            of_assignment = shares.setdefault(line.assignment_id, {})
            of_assignment[line.acceptance_id.instalment_id] = line.accepted_share
        return shares

    def _weigh(self, assignments):
        """Weight of this instalment, and what was accepted before, by assignment.

        :rtype: dict[legal.assignment, tuple[float, float]]
        """
        self.ensure_one()
        shares = self._get_accepted_shares(assignments)
        weights = {}
        for assignment in assignments:
            parts = self._weigh_parts(assignment)
            before = sum(
                float(parts[instalment]) * share / 100
                for instalment, share in shares.get(assignment, {}).items()
            )
            weights[assignment] = (float(parts[self.instalment_id]), before)
        return weights

    def _weigh_parts(self, assignment):
        """Weights of all instalments of the year in an assignment's fee.

        :rtype: dict[legal.instalment, Fraction]
        """
        self.ensure_one()
        instalments = self.program_id.sudo().instalment_ids.sudo(False)
        terms = [(row.date_from, row.date_to, row.share) for row in instalments]
        weights = weigh_instalments(
            terms,
            (assignment.date_start, assignment.date_end),
            self.program_id._get_day_counter(),
        )
        return dict(zip(instalments, weights, strict=True))

    def _prepare_money(self, due):
        """Money side of the lines, read anew.

        :param dict due: of the year, as `_get_dues` gives it
        :return: values by assignment, those included that this acceptance leaves alone
        :rtype: dict[legal.assignment, dict]
        """
        self.ensure_one()
        lines, fees = self._get_contract_lines(), self._get_fees(due)
        assignments = self.env["legal.assignment"].union(*(key[0] for key in lines))
        values = {}
        for assignment, (weight, before) in self._weigh(assignments).items():
            values[assignment] = {"weight": weight, "weight_before": before}
            for source in SOURCES:
                found = lines.get((assignment, source), [])
                values[assignment] |= {
                    f"fee_{source}": fees.get((assignment, source), 0.0),
                    f"received_{source}": sum(line.qty_received for line in found),
                }
        return values

    def _apply_received(self):
        """Tell the contract lines what was accepted of them."""
        for acceptance in self:
            contract_lines = acceptance._get_contract_lines()
            for line in acceptance.line_ids:
                for source in SOURCES:
                    amount = line[f"amount_{source}"]
                    found = contract_lines.get((line.assignment_id, source))
                    if found and amount:
                        found._legal_receive(amount)

    def _lock_orders(self):
        """Let one of several that accept or post on the same contracts go first.

        The others fail here and are run again by Odoo, see `legal.assignment`.
        """
        self.env["purchase.order"]._legal_lock(self.order_id.ids)

    @api.model
    def _get_current_evaluations(self, assignments):
        """Confirmed evaluations that count, by assignment."""
        evaluations = self.env["legal.evaluation"].search(
            [
                ("assignment_id", "in", assignments.ids),
                ("is_current", "=", True),
                ("state", "=", "confirmed"),
            ]
        )
        return {evaluation.assignment_id: evaluation for evaluation in evaluations}
