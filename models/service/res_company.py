from odoo import fields, models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    legal_visit_sequence_id = fields.Many2one(
        "ir.sequence", "References of service entries", readonly=True
    )

    legal_slip_sequence_id = fields.Many2one(
        "ir.sequence", "Numbers of service slips", readonly=True
    )

    def _legal_next_slip_number(self, month):
        """Next number of the bureau's own slips, with a month's prefix."""
        self.ensure_one()
        company = self.sudo()
        if not company.legal_slip_sequence_id:
            company.flush_recordset()
            # Of two who make a bureau's first slips, the later one fails and runs
            # again.
            self.env.cr.execute(
                SQL(
                    "UPDATE res_company SET legal_slip_sequence_id "
                    "= legal_slip_sequence_id WHERE id = %s",
                    self.id,
                )
            )
            template = self.env.ref("village_legal_advisor.sequence_slip").sudo()
            company.legal_slip_sequence_id = template.copy(
                {
                    "company_id": self.id,
                    "code": template.code,
                    # Where bureaus shared the pattern before, numbers go on from it.
                    "number_next": template.number_next_actual,
                }
            )
        sequence = company.legal_slip_sequence_id
        return sequence.with_context(ir_sequence_date=month).next_by_id()

    def _legal_draw_visit_references(self, day, count):
        """Next references of a day's calendar year; gaps do not matter here.

        :rtype: list[str]
        """
        self.ensure_one()
        company = self.sudo()
        if not company.legal_visit_sequence_id:
            template = self.env.ref("village_legal_advisor.sequence_visit").sudo()
            company.legal_visit_sequence_id = template.copy(
                {"company_id": self.id, "code": template.code}
            )
        sequence = company.legal_visit_sequence_id
        in_year = [
            ("sequence_id", "=", sequence.id),
            ("date_from", "<=", day),
            ("date_to", ">=", day),
        ]
        Range = sequence.date_range_ids
        numbers = Range.search(in_year, limit=1)
        if not numbers:
            company.flush_recordset()
            # Of two who start a year at once, the later one fails and runs again.
            self.env.cr.execute(
                SQL(
                    "UPDATE res_company SET legal_visit_sequence_id = %s WHERE id = %s",
                    sequence.id,
                    self.id,
                )
            )
            numbers = sequence._create_date_range_seq(day)
        if sequence.implementation != "standard":
            numbers = numbers.with_context(ir_sequence_date_range=numbers.date_from)
            return [numbers._next() for _index in range(count)]
        # As `_next` does one by one, but with one query for a whole import.
        drawn = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{sequence.id:03d}_{numbers.id:03d}",
                count,
            )
        )
        prefix, suffix = sequence._get_prefix_suffix(date_range=numbers.date_from)
        return [f"{prefix}{number:0{sequence.padding}d}{suffix}" for (number,) in drawn]
