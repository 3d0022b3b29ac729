from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import float_compare

from ..roster.assignment import ACTIVATED_STATES
from .performance import MONEY

QUALIFIED = ("excellent", "good", "qualified")
# Of the usual ninety marks beside the execution of the budget: output 50, benefit 30,
# satisfaction 10. Figure: (level 2, weight, less is better).
INDICATORS = {
    "villages": ("quantity", 8, False),
    "hours": ("quantity", 8, False),
    "lectures": ("quantity", 8, False),
    "evaluations": ("quality", 8, False),
    "months": ("timeliness", 6, False),
    "on_time": ("timeliness", 6, False),
    "cost": ("cost", 6, True),
    "coverage": ("social", 15, False),
    "matters": ("social", 15, False),
    "opinions": ("satisfied", 10, False),
}


class LegalPerformance(models.Model):
    """What the product knows of a year's performance, read set-based."""

    _inherit = "legal.performance"

    def _get_indicator_words(self):
        """Names and units of the indicators that the product reckons.

        :rtype: dict[str, tuple[str, str]]
        """
        return {
            "villages": (
                self.env._("Villages and communities served"),
                self.env._("villages"),
            ),
            "hours": (self.env._("Hours on site confirmed"), self.env._("hours")),
            "lectures": (self.env._("Lectures filed"), self.env._("lectures")),
            "evaluations": (self.env._("Evaluations at least qualified"), "%"),
            "months": (self.env._("Months in which the hours were reached"), "%"),
            "on_time": (self.env._("Lecture outlines filed on time"), "%"),
            "cost": (
                self.env._("Cost of an engagement of a whole year"),
                self.env._("yuan"),
            ),
            "coverage": (self.env._("Villages and communities with an adviser"), "%"),
            "matters": (
                self.env._("Matters of villages and villagers handled"),
                self.env._("matters"),
            ),
            "opinions": (self.env._("Villages that agree with the service"), "%"),
        }

    def _prepare_lines(self):
        """The usual indicators; which fit is for those who fill the form in."""
        self.ensure_one()
        targets = self._get_targets()
        words = self._get_indicator_words()
        self.env["legal.performance.line"]._guarded_create(
            [
                {
                    "performance_id": self.id,
                    "sequence": 10 * place,
                    "figure": figure,
                    "name": words[figure][0],
                    "unit": words[figure][1],
                    "level_2": level,
                    "weight": weight,
                    "is_limit": is_limit,
                    "target": targets[figure],
                }
                for place, (figure, (level, weight, is_limit)) in enumerate(
                    INDICATORS.items(), 1
                )
            ]
        )

    def _get_targets(self):
        """What the year's standards ask for.

        :rtype: dict[str, float]
        """
        program = self.program_id
        villages = program.village_count
        return {
            "villages": villages,
            "hours": villages * program.monthly_hours * 12,
            "lectures": villages * program.quarterly_lectures * 4,
            "evaluations": 90.0,
            "months": 90.0,
            "on_time": 100.0,
            "cost": program.fee,
            "coverage": 100.0,
            "matters": villages,
            "opinions": 90.0,
        }

    def _get_actuals(self):
        """What the product counted; no content of any matter or entry.

        :rtype: dict[str, float]
        """
        self.ensure_one()
        # Who may read the assessment may read the counts, not what was counted.
        env = self.sudo().env
        program = Domain("program_id", "=", self.program_id.id)

        def group(model, domain, aggregates):
            return env[model]._read_group(program & Domain(domain), [], aggregates)[0]

        served, cost = self._get_served()
        confirmed = group("legal.service.month", [], ["hours_confirmed:sum"])[0]
        ended = [("month", "<=", self._get_last_month())]
        months = group("legal.service.month", ended, ["__count"])[0]
        met = group("legal.service.month", [*ended, ("met", "=", True)], ["__count"])[0]
        filed = [("state", "=", "filed")]
        lectures = group("legal.lecture", filed, ["__count"])[0]
        on_time = group("legal.lecture", [*filed, ("on_time", "=", True)], ["__count"])
        confirmed_ones = [("state", "=", "confirmed"), ("is_current", "=", True)]
        evaluations = group("legal.evaluation", confirmed_ones, ["__count"])[0]
        qualified = group(
            "legal.evaluation",
            [*confirmed_ones, ("grade", "in", QUALIFIED)],
            ["__count"],
        )[0]
        asked, agreed = self._get_opinions()
        return {
            "villages": served,
            "hours": confirmed or 0.0,
            "lectures": lectures,
            "evaluations": _percent(qualified, evaluations),
            "months": _percent(met, months),
            "on_time": _percent(on_time[0], lectures),
            "cost": cost,
            "coverage": _percent(served, self.program_id.village_count),
            "matters": group("legal.matter", [], ["__count"])[0],
            "opinions": _percent(agreed, asked),
        }

    def _get_last_month(self):
        """The last month that has ended: a running one says nothing yet."""
        today = self.company_id._legal_today()
        last = min(today, fields.Date.add(self.program_id.date_end, days=1))
        return fields.Date.subtract(fields.Date.start_of(last, "month"), months=1)

    def _get_served(self):
        """How many villages were served, and what an engagement of a year costs.

        :rtype: tuple[int, float]
        """
        env = self.sudo().env
        served, advisors = env["legal.assignment"]._read_group(
            [
                ("program_id", "=", self.program_id.id),
                ("state", "in", ACTIVATED_STATES),
            ],
            [],
            ["village_id:count_distinct", "advisor_id:count_distinct"],
        )[0]
        amount = env["purchase.order.line"]._read_group(
            [
                ("order_id.legal_program_id", "=", self.program_id.id),
                ("order_id.state", "=", "purchase"),
                ("legal_assignment_id", "!=", False),
            ],
            [],
            ["product_qty:sum"],
        )[0][0]
        paid = advisors if self.program_id.funding_basis == "advisor" else served
        # What villages pay the firm themselves is in no contract.
        shares = env["legal.village.share"]._read_group(
            [
                ("program_id", "=", self.program_id.id),
                ("handling", "!=", "bureau"),
                ("state", "!=", "waived"),
            ],
            [],
            ["amount_due:sum"],
        )[0][0]
        cost = ((amount or 0.0) + (shares or 0.0)) / paid if paid else 0.0
        return served, self.currency_id.round(cost)

    def _get_opinions(self):
        """Villages' opinions at acceptances: how many were given and how many agree."""
        rows = (
            self.sudo()
            .env["legal.acceptance.line"]
            ._read_group(
                [
                    ("acceptance_id.program_id", "=", self.program_id.id),
                    ("opinion", "in", ("agree", "partly", "disagree")),
                ],
                ["opinion"],
                ["__count"],
            )
        )
        counts = dict(rows)
        return sum(counts.values()), counts.get("agree", 0)

    # === Reading ===

    def _read_figures(self):
        """Write money and indicators as they are at this moment."""
        for record in self:
            actuals = record._get_actuals()
            for line in record.line_ids.filtered("figure"):
                # A score that was typed in stays until the figure moves: a write
                # of the same figure would reckon it anew.
                figure = actuals[line.figure]
                if float_compare(line.actual, figure, precision_digits=2):
                    line._guarded_write({"actual": figure})
            record._guarded_write(
                record._get_money() | {"figures_at": fields.Datetime.now()}
            )

    def _get_money(self):
        """Budget and execution by source, as on the screen of the use of funds.

        :rtype: dict[str, float]
        """
        self.ensure_one()
        # Who fills the form in was checked; it shows the figures that they read.
        documents = (
            self.sudo()
            .env["legal.appropriation"]
            ._read_group(
                [
                    ("program_id", "=", self.program_id.id),
                    ("state", "=", "in_force"),
                    ("kind", "=", "initial"),
                ],
                ["source"],
                ["signed_amount:sum"],
            )
        )
        initial = dict(documents)
        values = dict.fromkeys(
            (
                f"{name}_{own}"
                for name in ("initial", "budget", "paid")
                for own in MONEY
            ),
            0.0,
        )
        for source, amount in initial.items():
            values[f"initial_{_get_own(source)}"] += amount
        accounts = self.program_id._get_source_accounts()
        for account, figures in accounts._legal_get_figures().items():
            own = _get_own(account.legal_source)
            values[f"budget_{own}"] += figures.appropriated
            values[f"paid_{own}"] += figures.paid
        return values


def _get_own(source):
    return "transfer" if source == "transfer" else "other"


def _percent(part, whole):
    return round(100 * part / whole, 2) if whole else 0.0
