from odoo import api, models

from .formats import format_marks, format_period, get_label

# Villages side by side in the table of marks; more begin another table.
VILLAGES_ACROSS = 8


class PaperAdvisor(models.AbstractModel):
    """An adviser's result of a year over all villages."""

    _name = "report.village_legal_advisor.paper_advisor"
    _description = "Paper: adviser's annual evaluation"

    @api.model
    def _get_report_values(self, docids, data=None):
        advisors = self.env["legal.advisor"].browse(docids)
        program = self._get_program(advisors, data)
        evaluations = self.env["legal.evaluation"].search(
            [
                ("advisor_id", "in", advisors.ids),
                ("program_id", "=", program.id),
                ("is_current", "=", True),
            ],
            order="advisor_id, date_from, village_code, id",
        )
        by_advisor = evaluations.grouped("advisor_id")
        return {
            "doc_ids": docids,
            "doc_model": advisors._name,
            "docs": advisors,
            "papers": [
                self._get_paper(
                    advisor, program, by_advisor.get(advisor, evaluations.browse())
                )
                for advisor in advisors
            ],
        }

    @api.model
    def _get_program(self, advisors, data):
        """The year asked for by `program_id` in data, else the latest evaluated.

        :rtype: legal.program
        """
        asked = int((data or {}).get("program_id") or 0)
        if asked:
            return self.env["legal.program"].browse(asked)
        return (
            self.env["legal.evaluation"]
            .search(
                [("advisor_id", "in", advisors.ids), ("is_current", "=", True)],
                order="program_year DESC",
                limit=1,
            )
            .program_id
        )

    @api.model
    def _get_paper(self, advisor, program, evaluations):
        months = sum(evaluations.mapped("months"))
        mean = self._get_mean(evaluations)
        is_confirmed = evaluations and all(
            evaluation.state == "confirmed" for evaluation in evaluations
        )
        firms = evaluations.firm_id.mapped("name")
        return {
            "record": advisor,
            "subheading": self.env._("Year %(year)s", year=program.year or "")
            if is_confirmed
            else self.env._("Year %(year)s (draft, not confirmed)", year=program.year),
            "advisor": advisor.name,
            "kind": get_label(advisor, "kind"),
            "licence": advisor.licence_number or "",
            "firm": self.env._(", ").join(firms) or advisor.firm_id.name or "",
            "rows": [
                {
                    "village": evaluation.village_id.short_name,
                    "township": evaluation.township_id.name,
                    "period": format_period(self.env, evaluation.date_from, evaluation.date_to),
                    "months": format_marks(evaluation.months),
                    "score": format_marks(evaluation.score),
                    "grade": get_label(evaluation, "grade"),
                }
                for evaluation in evaluations
            ],
            "months": format_marks(months),
            "mean": format_marks(mean) if evaluations else "",
            "grade": self._get_mean_grade(program, mean) if evaluations else "",
            "matrices": self._get_matrices(evaluations),
        }

    @api.model
    def _get_mean(self, evaluations):
        """Mean of the scores, weighted by the months served."""
        months = sum(evaluations.mapped("months"))
        if not months:
            return 0.0
        total = sum(rec.score * rec.months for rec in evaluations)
        return round(total / months, 2)

    @api.model
    def _get_mean_grade(self, program, mean):
        thresholds = (
            ("excellent", program.grade_excellent),
            ("good", program.grade_good),
            ("qualified", program.grade_qualified),
            ("unqualified", 0.0),
        )
        grade = next(name for name, least in thresholds if mean >= least)
        labels = dict(
            self.env["legal.evaluation"]._fields["grade"]._description_selection(self.env)
        )
        return labels[grade]

    @api.model
    def _get_matrices(self, evaluations):
        """Marks by criterion, some villages to a table.

        :return: ``[{"numbers": [heads], "rows": [(name, full, [marks])],
            "totals": [marks]}]``
        """
        criteria = evaluations.line_ids.criterion_id.sorted("sequence")
        marks = {
            (line.evaluation_id, line.criterion_id): format_marks(line.score)
            for line in evaluations.line_ids
        }
        matrices = []
        for at in range(0, len(evaluations), VILLAGES_ACROSS):
            part = evaluations[at : at + VILLAGES_ACROSS]
            matrices.append(
                {
                    "numbers": [
                        self.env._("No. %(number)s", number=number)
                        for number in range(at + 1, at + len(part) + 1)
                    ],
                    "rows": [
                        (
                            criterion.name,
                            format_marks(criterion.weight),
                            [marks.get((rec, criterion), "") for rec in part],
                        )
                        for criterion in criteria
                    ],
                    "totals": [format_marks(rec.score) for rec in part],
                }
            )
        return matrices
