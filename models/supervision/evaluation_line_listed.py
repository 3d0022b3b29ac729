import json

from odoo import api, models
from odoo.tools import split_every

from ..common.row_copies import insert_copies

# One statement's rows: more would only make it longer.
BATCH = 5000


class LegalEvaluationLine(models.Model):
    """Lines by the hundred thousand, for the computation of a whole year."""

    _inherit = "legal.evaluation.line"

    @api.model
    def _create_marks(self, marks):
        """Create computed lines, the first one as any other record.

        The rest are copies of its row: what a line takes from its evaluation and its
        criterion is plain here, and the ORM would take longer over it than over
        everything else in a year's evaluation.

        :param marks: tuples of evaluation, criterion and {"score", "facts"}
        """
        if not marks:
            return
        (evaluation, criterion, mark), *rest = marks
        example = self._guarded_create(
            [
                mark
                | {
                    "evaluation_id": evaluation.id,
                    "criterion_id": criterion.id,
                    "max_score": criterion.weight,
                }
            ]
        )
        # Each is asked once for what all of its lines take from it.
        told = {
            record: columns(record)
            for columns, records in (
                (self._get_evaluation_columns, {row[0] for row in rest}),
                (self._get_criterion_columns, {row[1] for row in rest}),
            )
            for record in records
        }
        for batch in split_every(BATCH, rest, list):
            rows = [
                told[evaluation] | told[criterion] | self._get_mark_columns(mark)
                for evaluation, criterion, mark in batch
            ]
            insert_copies(
                example, {name: [row[name] for row in rows] for name in rows[0]}
            )
        # The first line was the only one when its evaluation was summed up.
        example.evaluation_id.modified(["line_ids"])

    @api.model
    def _get_evaluation_columns(self, evaluation):
        return {
            "evaluation_id": evaluation.id,
            "company_id": evaluation.company_id.id or None,
            "township_id": evaluation.township_id.id,
            "village_id": evaluation.village_id.id,
            "village_code": evaluation.village_code,
        }

    @api.model
    def _get_criterion_columns(self, criterion):
        return {
            "criterion_id": criterion.id,
            "kind": criterion.kind,
            "sequence": criterion.sequence,
            "max_score": criterion.weight,
        }

    @api.model
    def _get_mark_columns(self, mark):
        facts = mark["facts"]
        return {"score": mark["score"], "facts": json.dumps(facts) if facts else None}
