from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.i18n import format_list

from .formats import format_marks, format_period, get_label

# Villages side by side in the table of marks; more begin another table.
VILLAGES_ACROSS = 8


class PaperAdvisor(models.AbstractModel):
    """An adviser's year over all villages served."""

    _name = "report.village_legal_advisor.paper_advisor"
    _description = "Paper: adviser's annual evaluation"

    @api.model
    def _get_report_values(self, docids, data=None):
        results = self.env["legal.evaluation.result"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": results._name,
            "docs": results,
            "papers": [self._get_paper(result) for result in results],
        }

    @api.model
    def _get_paper(self, result):
        """Everything that is printed about one adviser's year.

        Months, mean and grade are the screen's own; rows come with the user's
        rights.

        :rtype: dict
        """
        advisor = result.advisor_id
        evaluations = result.evaluation_ids.sorted(
            lambda rec: (rec.village_code, rec.date_from)
        )
        year = result.program_id.year
        if result.is_final:
            subheading = self.env._("Year %(year)s", year=year)
        else:
            subheading = self.env._("Year %(year)s (draft, not confirmed)", year=year)
        firms = evaluations.firm_id.mapped("name")
        return {
            "record": result,
            "subheading": subheading,
            "advisor": advisor.name,
            "kind": get_label(advisor, "kind"),
            "licence": advisor.licence_number or "",
            "firm": format_list(self.env, firms) if firms else "",
            "rows": [self._get_row(evaluation) for evaluation in evaluations],
            "months": format_marks(result.months),
            "mean": format_marks(result.score),
            "grade": get_label(result, "grade"),
            "matrices": self._get_matrices(evaluations),
        }

    @api.model
    def _get_row(self, evaluation):
        return {
            "village": evaluation.village_id.short_name,
            "township": evaluation.township_id.name,
            "period": format_period(self.env, evaluation.date_from, evaluation.date_to),
            "months": format_marks(evaluation.months),
            "score": format_marks(evaluation.score),
            "grade": get_label(evaluation, "grade"),
        }

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


class PaperAdvisorLatest(models.AbstractModel):
    """The same from the adviser's own form: the latest year evaluated."""

    _name = "report.village_legal_advisor.paper_advisor_latest"
    _inherit = "report.village_legal_advisor.paper_advisor"
    _description = "Paper: adviser's latest annual evaluation"

    @api.model
    def _get_report_values(self, docids, data=None):
        results = self.env["legal.evaluation.result"].search(
            [("advisor_id", "in", docids)]
        )
        latest = {}
        for result in results.sorted(lambda rec: rec.program_id.year):
            latest[result.advisor_id.id] = result.id
        if not latest:
            raise UserError(self.env._("There is no evaluation to print yet."))
        found = [latest[docid] for docid in docids if docid in latest]
        return super()._get_report_values(found, data)
