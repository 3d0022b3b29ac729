from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import float_compare, float_round

from .acceptance import FINANCE, OFFICER


class LegalAcceptance(models.Model):
    """What was due and what was done, read from months, lectures and evaluations."""

    _inherit = "legal.acceptance"

    def action_refresh(self):
        """Read the figures of drafts anew; shares that were changed by hand stay."""
        self._check_group(FINANCE, OFFICER)
        self.check_access("write")
        self._check_draft(("draft",))
        self._refresh_lines()
        return True

    def _refresh_lines(self):
        """Bring lines, figures and proposals of drafts up to date."""
        dues = self._get_dues()
        for acceptance in self:
            money = acceptance._get_money_to_accept(dues[acceptance.program_id])
            facts = acceptance._get_facts(
                self.env["legal.assignment"].union(*money.keys())
            )
            present = {line.assignment_id: line for line in acceptance.line_ids}
            commands = [
                Command.delete(line.id)
                for assignment, line in present.items()
                if assignment not in money
            ]
            for assignment, values in money.items():
                vals = values | facts[assignment]
                line = present.get(assignment)
                share = acceptance._get_proposed_share(assignment, vals)
                vals["proposed_share"] = share
                if not line:
                    commands.append(
                        Command.create(
                            vals
                            | {"assignment_id": assignment.id, "accepted_share": share}
                            | acceptance._prepare_opinion(assignment)
                        )
                    )
                    continue
                if not line._differs():
                    vals["accepted_share"] = share
                commands.append(Command.update(line.id, vals))
            # Lines follow from the contract: nobody makes or deletes them otherwise.
            acceptance.sudo()._guarded_write(
                {"line_ids": commands, "facts_at": fields.Datetime.now()}
            )
            acceptance.line_ids.flush_recordset()

    def _get_money_to_accept(self, due):
        """Assignments that this acceptance is about, with their money.

        Those that served in its period; and those of which more was accepted than
        their days are worth by now.
        """
        self.ensure_one()
        money = self._prepare_money(due)
        if self.settles_id:
            wanted = self.settles_id._get_lines_to_settle().assignment_id
            return {key: values for key, values in money.items() if key in wanted}
        return {
            assignment: values
            for assignment, values in money.items()
            if (values["weight"] and values["fee_transfer"] + values["fee_village"])
            or values["received_transfer"] > values["fee_transfer"]
            or values["received_village"] > values["fee_village"]
        }

    def _prepare_opinion(self, _assignment):
        """What is known of a village's opinion when a line is made."""
        return {}

    def _get_facts(self, assignments):
        """What assignments owed and did in the instalment's period.

        :rtype: dict[legal.assignment, dict]
        """
        self.ensure_one()
        months = self._count_months(assignments)
        lectures = self._count_lectures(assignments)
        evaluations = self._get_current_evaluations(assignments)
        by_grade = self.instalment_id.sudo().condition == "grade"
        facts = {}
        for assignment in assignments:
            due, met = months.get(assignment, (0, 0))
            evaluation = evaluations.get(assignment)
            facts[assignment] = {
                "months_due": due,
                "months_met": met,
                "lectures_due": self._count_lectures_due(assignment),
                "lectures_filed": lectures.get(assignment, 0),
                # Only what the amount hangs on is worth settling when it is corrected.
                "evaluation_id": by_grade and evaluation and evaluation.id,
                "grade": evaluation.grade if evaluation else False,
            }
        return facts

    def _get_period_domain(self, name):
        instalment = self.instalment_id.sudo()
        return Domain(name, ">=", instalment.date_from) & Domain(
            name, "<=", instalment.date_to
        )

    def _count_months(self, assignments):
        """Months with hours due, and how many of them reached them."""
        domain = (
            Domain("assignment_id", "in", assignments.ids)
            & Domain("minutes_required", ">", 0)
            & self._get_period_domain("month")
        )
        counts = {}
        for assignment, met, count in self.env["legal.service.month"]._read_group(
            domain, ["assignment_id", "met"], ["__count"]
        ):
            due, reached = counts.get(assignment, (0, 0))
            counts[assignment] = (due + count, reached + count * bool(met))
        return counts

    def _count_lectures(self, assignments):
        """Filed lectures; numbers only, for finance reads no lectures (rule 12)."""
        Lecture = self.env["legal.lecture"].sudo()
        domain = (
            Lecture._get_standing_domain()
            & Domain("assignment_id", "in", assignments.ids)
            & Domain("state", "=", "filed")
            & self._get_period_domain("date")
        )
        return {
            assignment.sudo(False): count
            for assignment, count in Lecture._read_group(
                domain, ["assignment_id"], ["__count"]
            )
        }

    def _count_lectures_due(self, assignment):
        """A quarter's lectures are owed by who serves on its last day (rule 9)."""
        program, instalment = self.program_id, self.instalment_id.sudo()
        first = max(instalment.date_from, assignment.date_start)
        last = min(instalment.date_to, assignment.date_end)
        ends = [program._get_quarter_end(quarter) for quarter in "1234"]
        return program.quarterly_lectures * sum(first <= end <= last for end in ends)

    # === Proposals ===

    def _get_proposed_share(self, assignment, values):
        """What the instalment's condition proposes, in percent.

        :param dict values: facts and money of a line
        :rtype: float
        """
        self.ensure_one()
        instalment = self.instalment_id.sudo()
        if instalment.condition == "months" and values["months_due"]:
            reached = 100.0 * values["months_met"] / values["months_due"]
            if float_compare(reached, instalment.months_share, precision_digits=2) < 0:
                return round(reached, 2)
        if instalment.condition == "grade":
            return self._get_share_of_grade(values["grade"], assignment)
        return 100.0

    def _get_share_of_grade(self, grade, assignment):
        """What a grade pays: nothing below the least one, else by its coefficient.

        Where the year pays by grade, neither takes more than what lies above its lowest
        fee, unless a bureau manager has decided so with a number (rule 11). All
        instalments that hang on the grade share it, so that it does not matter which
        comes first.
        """
        program, instalment = self.program_id, self.instalment_id.sudo()
        if not grade:
            return 0.0
        reached = grade in self._get_grades_from(instalment.grade_least)
        if not program.pay_by_grade:
            return 100.0 if reached else 0.0
        share = program._get_coefficient(grade) if reached else 0.0
        weights = self._weigh_parts(assignment).items()
        weight = sum(part for row, part in weights if row.sudo().condition == "grade")
        if not self.floor_decision and weight and program.fee:
            floor = program.fee_floor / program.fee
            least = 100.0 * (1 - (1 - floor) / float(weight))
            # Rounded up: a hundredth less would be below the floor.
            least = float_round(least, precision_digits=2, rounding_method="UP")
            share = max(share, min(least, 100.0))
        return share

    @api.model
    def _get_grades_from(self, least):
        """A grade and those above it."""
        grades = list(dict(self.env["legal.evaluation"]._fields["grade"].selection))
        return grades[: grades.index(least) + 1]
