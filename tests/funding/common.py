from odoo.fields import Command

from ..common import LegalCase


class FundingCase(LegalCase):
    """A bureau with two firms; money is counted by `self.finance`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_firm = cls._make_firm("West Law Firm")
        cls.program_f = cls.program.with_user(cls.finance)
        cls.project = cls.env["legal.procurement"].create(
            {
                "name": "Legal advisers",
                "program_id": cls.program.id,
                "method": "consultation",
                "budget": 100000,
                "award_date": cls.day(1, 5),
            }
        )
        cls.project.action_award()

    @classmethod
    def _make_paid(cls, village, name, start=None, end=None, firm=None, **vals):
        """An active assignment of an adviser of a firm."""
        advisor = cls._make_advisor(
            name, cls.day(1), **{"firm_id": (firm or cls.firm).id}
        )
        return cls._make_assignment(village, advisor, start, end, **vals)

    @classmethod
    def _set_basis(cls, basis, handling="village", rule="month", **vals):
        """Decide what is decided at opening, for a year that is open already."""
        cls.program._guarded_write(
            {
                "funding_basis": basis,
                "village_share_handling": handling,
                "part_year_rule": rule,
            }
            | vals
        )

    @classmethod
    def _make_tax(cls, **vals):
        return cls.env["account.tax"].create(
            {
                "name": "Tax of 13 %",
                "amount": 13.0,
                "type_tax_use": "purchase",
                "country_id": cls.company.account_fiscal_country_id.id,
                "tax_group_id": cls.env["account.tax.group"]
                .create({"name": "Taxes", "company_id": cls.company.id})
                .id,
            }
            | vals
        )

    def _prepare(self):
        return self.program_f._apply_contracts(self.project)

    def _amounts(self, orders):
        """{(village, source): ordered amount} of contracts."""
        amounts = {}
        for line in orders.order_line:
            key = (line.legal_village_id, line.legal_source)
            amounts[key] = round(amounts.get(key, 0) + line.product_qty, 2)
        return amounts

    def _set_taxes(self, line, taxes):
        line.write({"tax_ids": [Command.set(taxes.ids)]})
