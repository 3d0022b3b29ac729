from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare

from . import fee_parts
from .instalment import READERS

GRADES = ("excellent", "good", "qualified", "unqualified")
PAY_FIELDS = ("pay_by_grade", *(f"coefficient_{name}" for name in GRADES))
COPIED = (
    "sequence",
    "name",
    "share",
    "condition",
    "months_share",
    "grade_least",
)
HALF_YEAR = 6
# Of each half-year: until the end of the third month after it.
MONTHS_TO_PAY = 3


def move_months(day, months):
    """A day some months later; the last day of a month stays a last day."""
    following = day + relativedelta(days=1)
    if following.day == 1:
        return following + relativedelta(months=months, days=-1)
    return day + relativedelta(months=months)


class LegalProgram(models.Model):
    """In which instalments, and how far by grade, a year's fee is paid."""

    _inherit = "legal.program"

    instalment_ids = fields.One2many(
        "legal.instalment", "program_id", "Instalments", groups=READERS
    )
    pay_by_grade = fields.Boolean(
        tracking=True,
        help="Instalments that hang on the grade are multiplied by the grade's "
        "coefficient; never below the lowest fee without a manager's decision.",
    )
    coefficient_excellent = fields.Float(
        "Coefficient, excellent (%)", default=100.0, digits=(5, 2)
    )
    coefficient_good = fields.Float(
        "Coefficient, good (%)", default=100.0, digits=(5, 2)
    )
    coefficient_qualified = fields.Float(
        "Coefficient, qualified (%)", default=100.0, digits=(5, 2)
    )
    coefficient_unqualified = fields.Float(
        "Coefficient, unqualified (%)", default=100.0, digits=(5, 2)
    )

    _coefficients_percent = models.Constraint(
        "CHECK (coefficient_excellent BETWEEN 0 AND 100 "
        "AND coefficient_good BETWEEN 0 AND 100 "
        "AND coefficient_qualified BETWEEN 0 AND 100 "
        "AND coefficient_unqualified BETWEEN 0 AND 100)",
        "Coefficients lie between 0 and 100 %.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._make_instalments()
        return programs

    def write(self, vals):
        if not self._is_guard_lifted() and set(PAY_FIELDS) & vals.keys():
            for program in self.filtered(lambda rec: rec.state != "draft"):
                raise UserError(
                    self.env._(
                        "How %(program)s is paid by grade was decided when it was "
                        "opened.",
                        program=program.display_name,
                    )
                )
        starts = {program: program.date_start for program in self}
        result = super().write(vals)
        for program, start in starts.items():
            if start != program.date_start:
                program._move_instalments(start)
        return result

    def _make_instalments(self):
        """Give years without instalments the usual two; also those of before.

        Half after the first half-year, half after the confirmed evaluation.
        """
        for program in self:
            # A township that reads the year reads no instalments.
            if program.sudo().instalment_ids:
                continue
            middle = program.date_start + relativedelta(months=HALF_YEAR)
            first_end = middle - relativedelta(days=1)
            program.env["legal.instalment"].sudo()._guarded_create(
                [
                    {
                        "program_id": program.id,
                        "sequence": 10,
                        "name": program.env._("First half-year"),
                        "date_from": program.date_start,
                        "date_to": first_end,
                        "share": 50.0,
                        "payment_deadline": move_months(first_end, MONTHS_TO_PAY),
                    },
                    {
                        "program_id": program.id,
                        "sequence": 20,
                        "name": program.env._("After the evaluation"),
                        "date_from": middle,
                        "date_to": program.date_end,
                        "share": 50.0,
                        "condition": "grade",
                        "grade_least": "qualified",
                        "payment_deadline": move_months(
                            program.date_end, MONTHS_TO_PAY
                        ),
                    },
                ]
            )

    def _move_instalments(self, start):
        """A draft year has moved: its instalments go with it."""
        self.ensure_one()
        months = (self.date_start.year - start.year) * 12
        months += self.date_start.month - start.month
        for instalment in self.sudo().instalment_ids:
            instalment.write(
                {
                    name: instalment[name] and move_months(instalment[name], months)
                    for name in ("date_from", "date_to", "payment_deadline")
                }
            )

    def _prepare_next_vals(self):
        vals = super()._prepare_next_vals()
        vals |= {name: self[name] for name in PAY_FIELDS}
        # Whoever may prepare the next year may copy this one's instalments.
        return vals | {
            "instalment_ids": [
                Command.create(
                    {name: instalment[name] for name in COPIED}
                    | {
                        name: instalment[name] and move_months(instalment[name], 12)
                        for name in ("date_from", "date_to", "payment_deadline")
                    }
                )
                for instalment in self.sudo().instalment_ids
            ]
        }

    def _get_open_blockers(self):
        blockers = super()._get_open_blockers()
        for program in self:
            if program not in blockers and program._get_shares_message():
                blockers[program] = program._get_shares_message()
        return blockers

    def _get_shares_message(self):
        """Say that the instalments do not pay the whole fee, or False."""
        self.ensure_one()
        total = sum(self.sudo().instalment_ids.mapped("share"))
        if not float_compare(total, 100.0, precision_digits=2):
            return False
        return self.env._(
            "The instalments add up to %(total)s %%, not to 100 %%.",
            total=f"{total:g}",
        )

    def _get_day_counter(self):
        """How part years are counted; see `part_year_rule`."""
        self.ensure_one()
        if self.part_year_rule == "month":
            return fee_parts.count_fifteenths
        return fee_parts.count_days

    def _get_coefficient(self, grade):
        """What a grade pays of an instalment that hangs on it, in percent."""
        self.ensure_one()
        return self[f"coefficient_{grade}"] if self.pay_by_grade else 100.0
