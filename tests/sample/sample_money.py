class SampleMoney:
    """Reads the sample bureau's money, as its finance officer finds it."""

    def _get_funds(self, program, source="transfer"):
        """The year's figures of a funding source, over all townships."""
        rows = self.env["legal.fund.status"].search(
            [("program_id", "=", program.id), ("source", "=", source)]
        )
        names = ("appropriated", "received", "committed", "actual", "paid", "available")
        return {name: round(sum(rows.mapped(name)), 2) for name in names}

    def _get_contracts(self, program):
        """Contracts of a year in force; what was added in its course apart.

        :return: (contracts of the year's project, supplements, other contracts)
        """
        orders = self.env["purchase.order"].search(
            [("legal_program_id", "=", program.id), ("state", "=", "purchase")],
            order="id",
        )
        project = orders[0].legal_procurement_id
        supplements = orders.filtered("legal_supplement_of_id")
        main = orders.filtered(lambda rec: rec.legal_procurement_id == project)
        return main - supplements, supplements, orders - main

    def _get_deductions(self, program):
        return self.env["legal.acceptance.line"].search(
            [("acceptance_id.program_id", "in", program.ids), ("deduction", "!=", 0)]
        )

    def _get_due(self, assignments):
        """What contracts have to say of assignments by their days."""
        parts = assignments.program_id._get_contract_parts()
        return sum(
            amount
            for (assignment, _source), amount in parts.items()
            if assignment in assignments
        )

    def _is_first_instalment_over(self):
        """In January no month has ended: nothing is due yet."""
        first = self.this_year.instalment_ids[0]
        return first.date_to < self.env.company._legal_today()
