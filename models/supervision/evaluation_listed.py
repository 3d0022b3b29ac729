from odoo import api, models

from ..common.row_copies import insert_copies
from .score import grade


class LegalEvaluation(models.Model):
    """Evaluations by the ten thousand, for the computation of a whole year."""

    _inherit = "legal.evaluation"

    @api.model
    def _create_drafts(self, vals_list):
        """Create first versions with a known score, the first as any other record.

        The rest are copies of its row; see `legal.evaluation.line._create_marks`.

        :param vals_list: dicts with the assignment's record, the period and the score
        :return: the evaluations, in the order of the list
        """
        if not vals_list:
            return self.browse()
        first, *rest = vals_list
        evaluations = self._guarded_create(
            [first | {"assignment_id": first["assignment_id"].id}]
        )
        if not rest:
            return evaluations
        # Read at once, not a thousand at a time.
        assignments = self.env["legal.assignment"].concat(
            *(vals["assignment_id"] for vals in rest)
        )
        assignments.village_id.fetch(["township_id", "code"])
        rows = [self._get_draft_row(**vals) for vals in rest]
        return evaluations + insert_copies(
            evaluations, {name: [row[name] for row in rows] for name in rows[0]}
        )

    @api.model
    def _get_draft_row(self, assignment_id, score, **period):
        program, village = assignment_id.program_id, assignment_id.village_id
        return period | {
            "assignment_id": assignment_id.id,
            "program_id": program.id,
            "program_year": program.year,
            "company_id": program.company_id.id,
            "advisor_id": assignment_id.advisor_id.id,
            "firm_id": assignment_id.firm_id.id or None,
            "village_id": village.id,
            "village_code": village.code,
            "township_id": village.township_id.id,
            "score": score,
            "grade": grade(score, program._get_grade_thresholds()),
        }
