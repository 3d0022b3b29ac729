from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

QUARTERS = [
    ("1", "First quarter"),
    ("2", "Second quarter"),
    ("3", "Third quarter"),
    ("4", "Fourth quarter"),
]


class LegalProgram(models.Model):
    _inherit = "legal.program"

    def _get_quarter(self, day):
        """Quarter of the program year that a local day lies in.

        Counted from the year's first day, whichever month that is in.

        :return: "1" to "4", or False outside the year
        """
        self.ensure_one()
        if not day or not self.date_start <= day <= self.date_end:
            return False
        months = (day.year - self.date_start.year) * 12
        months += day.month - self.date_start.month
        return str(months // 3 + 1)

    def _get_quarter_start(self, quarter):
        """First local day of a quarter ("1" to "4") of the program year."""
        self.ensure_one()
        return self.date_start + relativedelta(months=3 * (int(quarter) - 1))

    def _get_quarter_end(self, quarter):
        """Last local day of a quarter ("1" to "4"): lectures are due on it (rule 9)."""
        self.ensure_one()
        end = self.date_start + relativedelta(months=3 * int(quarter), days=-1)
        return min(end, self.date_end)

    @api.model
    def _get_running_quarters(self):
        """Program years of today and the quarter that runs in each.

        :return: {program: "1" to "4"}, draft years left out
        """
        today = self.env.company._legal_today()
        # Portal users need not read program years to know their quarter.
        programs = self.sudo().search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("state", "!=", "draft"),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
            ]
        )
        return {program: program._get_quarter(today) for program in programs}

    @api.model
    def _get_running_quarter_domain(self):
        """Lectures whose quarter runs today, as a domain on them.

        :rtype: fields.Domain
        """
        return fields.Domain.OR(
            fields.Domain("program_id", "=", program.id)
            & fields.Domain("quarter", "=", quarter)
            for program, quarter in self._get_running_quarters().items()
        )
