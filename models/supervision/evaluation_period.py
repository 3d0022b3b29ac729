from typing import NamedTuple

from odoo import api, fields, models

ACTIVATED_STATES = ("active", "ended")


class Span(NamedTuple):
    """Days of one assignment that count in an evaluation, first and last included.

    `until` is the last day that the evaluated year counts, for any assignment.
    """

    assignment: models.Model
    first: fields.Date
    last: fields.Date
    until: fields.Date
    is_own: bool


class LegalEvaluation(models.Model):
    """Which days count in which year's evaluation.

    An assignment's evaluation counts its own months up to the year's
    `evaluation_cutoff` and no month that is still running. What the same adviser
    served at the end of the year before, after the last day that year's evaluation
    counted, is added: in the same village, or where the adviser no longer serves it, to
    the adviser's first assignment of the year. Only who serves nowhere any more has no
    evaluation in which those months could count.
    """

    _inherit = "legal.evaluation"

    @api.model
    def _get_spans(self, assignments):
        """Days that count per assignment, those left from last year included.

        :rtype: dict[legal.assignment, list[Span]]
        """
        spans = {}
        for program, group in assignments.grouped("program_id").items():
            until = program._get_evaluated_until()
            for assignment in group.sorted("date_start"):
                last = min(until, assignment.date_end)
                spans[assignment] = []
                if assignment.date_start <= last:
                    spans[assignment].append(
                        Span(assignment, assignment.date_start, last, until, True)
                    )
            for assignment, source, first in self._get_left_over(program, group):
                # Without a day of its own it would have nothing to be added to.
                if spans[assignment]:
                    span = Span(source, first, source.date_end, until, False)
                    spans[assignment].append(span)
        return spans

    @api.model
    def _get_left_over(self, program, assignments):
        """What last year's evaluations did not count, and where it counts now.

        It is added to the adviser's first assignment of this year in the village, or
        else in any.

        :return: (assignment of this year, assignment of last year, first day left)
        """
        last_year = program._get_previous()
        if not last_year:
            return
        related = assignments.search(
            [
                ("program_id", "in", (program | last_year).ids),
                ("advisor_id", "in", assignments.advisor_id.ids),
                ("state", "in", ACTIVATED_STATES),
            ],
            order="date_start DESC, id DESC",
        )
        earlier = related.filtered(lambda rec: rec.program_id == last_year)
        heirs, first_of = {}, {}
        for assignment in related - earlier:
            heirs[assignment.village_id, assignment.advisor_id] = assignment
            first_of[assignment.advisor_id] = assignment
        counted = dict(
            self.sudo()._read_group(
                [
                    ("assignment_id", "in", earlier.ids),
                    ("is_current", "=", True),
                    ("state", "=", "confirmed"),
                ],
                ["assignment_id"],
                ["date_to:max"],
            )
        )
        wanted = set(assignments)
        cutoff = fields.Date.end_of(last_year.evaluation_cutoff, "month")
        for assignment in earlier:
            heir = heirs.get(
                (assignment.village_id, assignment.advisor_id),
                first_of.get(assignment.advisor_id),
            )
            # A year confirmed before its cutoff leaves more than the cutoff says.
            until = min(counted.get(assignment) or cutoff, cutoff)
            first = max(
                fields.Date.add(fields.Date.end_of(until, "month"), days=1),
                assignment.date_start,
            )
            if heir in wanted and first <= assignment.date_end:
                yield heir, assignment, first
