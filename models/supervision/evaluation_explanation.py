from babel.dates import format_date

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse

from ..common.names import join_clauses, join_names

# More than these would hide the point; the records themselves show all.
MOST_NAMED = 12


def format_hours(minutes):
    """Minutes as hours for reading: 390 is 6.5."""
    return f"{round(minutes / 60, 2):g}"


class LegalEvaluationLine(models.Model):
    """Says in the reader's language how marks came about, from the stored facts."""

    _inherit = "legal.evaluation.line"

    @api.depends("facts", "scorer", "is_adjusted", "score", "max_score")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            explain = getattr(line, f"_explain_{line.scorer}")
            needs_facts = line.kind == "automatic"
            sentence = explain(line.facts) if line.facts or not needs_facts else ""
            if line.is_adjusted:
                sentence = self.env._(
                    "%(explanation)s Adjusted by the bureau after an objection.",
                    explanation=sentence,
                )
            line.explanation = sentence

    def _explain_months_met(self, facts):
        if not facts["due"]:
            return self.env._("No month was due.")
        sentence = self.env._(
            "%(reached)s of %(due)s months reached",
            reached=facts["reached"],
            due=facts["due"],
        )
        parts = [sentence]
        if facts["short"]:
            parts.append(
                self.env._(
                    "short: %(months)s",
                    months=self._join_named(
                        self.env._(
                            "%(month)s %(done)s of %(due)s",
                            month=self._format_month(month),
                            done=format_hours(done),
                            due=format_hours(due),
                        )
                        for month, done, due in facts["short"]
                    ),
                )
            )
        if facts.get("carried"):
            parts.append(
                self.env._(
                    "from last year: %(months)s",
                    months=self._join_named(
                        self.env._(
                            "%(village)s %(first)s to %(last)s",
                            village=village,
                            first=self._format_day(first),
                            last=self._format_day(last),
                        )
                        for village, first, last in facts["carried"]
                    ),
                )
            )
        return self._join_parts(parts)

    def _explain_lectures_filed(self, facts):
        if not facts["due"]:
            return self.env._("No lecture was due.")
        parts = [
            self.env._(
                "%(on_time)s of %(due)s lectures held and filed in time",
                on_time=facts["on_time"],
                due=facts["due"],
            )
        ]
        if facts["late"]:
            parts.append(
                self.env._(
                    "filed late: %(quarters)s",
                    quarters=self._join_quarters(facts["late"]),
                )
            )
        if facts["waiting"]:
            parts.append(
                self.env._(
                    "held but not filed: %(quarters)s",
                    quarters=self._join_quarters(facts["waiting"]),
                )
            )
        if facts["missing"]:
            parts.append(
                self.env._(
                    "not held: %(quarters)s",
                    quarters=self._join_quarters(facts["missing"]),
                )
            )
        return self._join_parts(parts)

    def _explain_entries_complete(self, facts):
        if not facts["total"]:
            return self.env._("No service was recorded.")
        parts = [
            self.env._(
                "%(good)s of %(total)s entries complete and recorded within "
                "%(days)s days",
                good=facts["good"],
                total=facts["total"],
                days=facts["within_days"],
            )
        ]
        if facts["late"]:
            parts.append(
                self.env._(
                    "recorded late: %(days)s",
                    days=self._join_named(
                        self.env._(
                            "%(day)s (after %(count)s days)",
                            day=self._format_day(day),
                            count=delay,
                        )
                        for day, delay in facts["late"]
                    ),
                )
            )
        if facts["incomplete"]:
            parts.append(
                self.env._(
                    "incomplete: %(days)s", days=self._join_days(facts["incomplete"])
                )
            )
        return self._join_parts(parts)

    def _explain_disputes_upheld(self, facts):
        if not facts["dates"]:
            return self.env._("No dispute was upheld.")
        return self.env._(
            "%(count)s disputes upheld, %(deduction)g marks each: %(days)s.",
            count=len(facts["dates"]),
            deduction=facts["deduction"],
            days=self._join_days(facts["dates"]),
        )

    def _explain_certificate_valid(self, facts):
        if not facts.get("day"):
            return ""
        names = {"day": self._format_day(facts["day"])}
        if facts["served"] and facts["valid"]:
            return self.env._("Certified at the first service on %(day)s.", **names)
        if facts["served"]:
            return self.env._("Not certified at the first service on %(day)s.", **names)
        if facts["valid"]:
            return self.env._("No service yet; certified on %(day)s.", **names)
        return self.env._("No service yet; not certified on %(day)s.", **names)

    def _explain_manual_township(self, facts):
        deducted = self.max_score - self.score
        if not deducted:
            return self.env._("No deduction by the township.")
        return self.env._(
            "%(marks)g marks deducted by the township.", marks=round(deducted, 2)
        )

    def _explain_manual_bureau(self, facts):
        deducted = self.max_score - self.score
        if not deducted:
            return self.env._("No deduction by the bureau.")
        return self.env._(
            "%(marks)g marks deducted by the bureau.", marks=round(deducted, 2)
        )

    # === Parts of sentences ===

    def _join_parts(self, parts):
        joined = join_clauses(self.env, parts)
        return self.env._("%(sentence)s.", sentence=joined)

    def _join_named(self, names):
        names = list(names)
        joined = join_names(self.env, names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            return self.env._(
                "%(names)s and %(count)s more",
                names=joined,
                count=len(names) - MOST_NAMED,
            )
        return joined

    def _join_days(self, days):
        return self._join_named(self._format_day(day) for day in days)

    def _join_quarters(self, quarters):
        year = self.evaluation_id.program_year
        return self._join_named(
            self.env._("quarter %(quarter)s", quarter=quarter)
            if quarter_year == year
            else self.env._(
                "quarter %(quarter)s of %(year)s", quarter=quarter, year=quarter_year
            )
            for quarter_year, quarter in quarters
        )

    def _format_month(self, day):
        """Name of a month; with its year where it is not the evaluated one's."""
        day = fields.Date.to_date(day)
        if day.year == self.evaluation_id.program_year:
            # Unicode pattern of a month's name, such as "M月" in Chinese.
            pattern = self.env._("MMMM")
        else:
            # Unicode pattern of a month with its year, such as "y年M月".
            pattern = self.env._("MMMM y")
        return self._format_date(day, pattern)

    def _format_day(self, day):
        # Unicode pattern of a day with its month, such as "M月d日" in Chinese.
        return self._format_date(day, self.env._("d MMMM"))

    def _format_date(self, day, pattern):
        # The language of the sentence, also where that is not an active one.
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_date(fields.Date.to_date(day), pattern, locale)
