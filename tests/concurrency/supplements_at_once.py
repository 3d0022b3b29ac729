"""Contracts that several processes confirm for real at once; run by dev/test."""

import copies

from odoo.fields import Command

YEAR = 2026
ROUNDS = 8


def confirm(env, *order_ids):
    env["purchase.order"].browse(order_ids).button_confirm()


def cancel(env, project_id):
    env["legal.procurement"].browse(project_id).action_cancel()


class TestSupplementsAtOnce(copies.CopyCase):
    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            env.ref("base.CNY").active = True
            program = env["legal.program"].create(
                {
                    "year": YEAR,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "Document 1",
                }
            )
            program.action_open()
            self.program = program.id
            self.firm = (
                env["res.partner"].create({"name": "Firm", "is_legal_firm": True}).id
            )
            self.service = (
                env["product.product"]
                .create({"name": "S", "type": "service", "supplier_taxes_id": False})
                .id
            )

    def _make_projects(self, env):
        projects = env["legal.procurement"].create(
            [
                {
                    "name": f"Project {number}",
                    "program_id": self.program,
                    "method": "inquiry",
                    "budget": 100000,
                }
                for number in range(ROUNDS)
            ]
        )
        projects.action_award()
        return projects

    def _make_orders(self, env, amount, values):
        return env["purchase.order"].create(
            [
                {
                    "partner_id": self.firm,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.service,
                                "product_qty": amount,
                                "price_unit": 1.0,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                | vals
                for vals in values
            ]
        )

    def test_two_supplements_confirmed_at_once_stay_within_a_tenth(self):
        """Either fits, both do not."""
        with self.environment(tracking_disable=True) as env:
            contracts = self._make_orders(
                env,
                10000,
                [
                    {"legal_procurement_id": project.id}
                    for project in self._make_projects(env)
                ],
            )
            contracts.button_confirm()
            supplements = self._make_orders(
                env,
                600,
                [
                    {"legal_supplement_of_id": contract.id}
                    for contract in contracts
                    for _side in range(2)
                ],
            )
            calls = [(confirm, supplement.id) for supplement in supplements]
        ended = self.together(*calls)
        refused = [side for side in ended if side.error]
        self.assertEqual(len(refused), ROUNDS, ended)
        for side in refused:
            self.assertIn(side.error, ("UserError", "ValidationError"), side.message)
            self.assertIn("10 % of the contract", side.message)
        with self.environment() as env:
            groups = env["purchase.order"]._read_group(
                [("legal_supplement_of_id", "!=", False), ("state", "=", "purchase")],
                ["legal_supplement_of_id"],
                ["amount_total:sum"],
            )
            self.assertEqual([total for _order, total in groups], [600.0] * ROUNDS)

    def test_a_project_is_not_cancelled_while_its_contract_is_confirmed(self):
        with self.environment(tracking_disable=True) as env:
            projects = self._make_projects(env)
            orders = self._make_orders(
                env, 100, [{"legal_procurement_id": project.id} for project in projects]
            )
            calls = [
                call
                for project, order in zip(projects, orders, strict=True)
                for call in ((cancel, project.id), (confirm, order.id))
            ]
        ended = self.together(*calls)
        self.assertEqual(sum(bool(side.error) for side in ended), ROUNDS, ended)
        with self.environment() as env:
            self.assertFalse(
                env["purchase.order"].search_count(
                    [
                        ("legal_procurement_id.state", "=", "cancelled"),
                        ("state", "=", "purchase"),
                    ]
                )
            )
