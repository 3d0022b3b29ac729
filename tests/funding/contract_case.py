from odoo.fields import Command

from ..common import LegalCase


class ContractCase(LegalCase):
    """Contracts with `self.firm`, out of an awarded project of the year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.env["product.product"].create(
            {
                "name": "Legal service",
                "type": "service",
                "supplier_taxes_id": False,
                "purchase_method": "receive",
            }
        )
        cls.project = cls._make_project()

    @classmethod
    def _make_project(cls, state="awarded", **vals):
        project = cls.env["legal.procurement"].create(
            {
                "name": "Legal advisers",
                "program_id": cls.program.id,
                "method": "consultation",
                "budget": 100000,
                "award_date": cls.day(5, 4) if state == "awarded" else False,
            }
            | vals
        )
        if state == "announced":
            project.action_announce()
        elif state == "awarded":
            project.action_award()
        return project

    @classmethod
    def _make_order(cls, amount=10000.0, confirm=False, **vals):
        if not vals.get("legal_supplement_of_id"):
            vals = {"legal_procurement_id": cls.project.id} | vals
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.firm.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.service.id,
                            "product_qty": amount,
                            "price_unit": 1.0,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
            | vals
        )
        if confirm:
            order.button_confirm()
        return order

    @classmethod
    def _make_contract(cls):
        """A contract of the year, in preparation and without a project."""
        advisor = cls._make_advisor("Li", cls.day(1))
        cls._make_assignment(cls.village_1, advisor)
        return cls.program._apply_contracts()
