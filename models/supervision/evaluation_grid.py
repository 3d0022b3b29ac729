from odoo import api, fields, models


class LegalEvaluation(models.Model):
    """The marks that people give, as one row of the appraisal grid."""

    _inherit = "legal.evaluation"

    appraisal = fields.Json(
        compute="_compute_appraisal",
        help="Marks that people give, one cell per criterion.",
    )

    @api.depends("line_ids.score", "line_ids.reason", "line_ids.attachment_ids")
    @api.depends_context("uid", "lang", "legal_scorer")
    def _compute_appraisal(self):
        """Cells of the manual criteria, or of one scorer's.

        The context's `legal_scorer` ("manual_township", "manual_bureau") only chooses
        what is shown; what may be changed is `_get_edit_blockers`'s to say.
        """
        domain = [("evaluation_id", "in", self.ids), ("kind", "=", "manual")]
        scorer = self.env.context.get("legal_scorer")
        if scorer:
            domain.append(("criterion_id.scorer", "=", scorer))
        lines = self.env["legal.evaluation.line"].search(domain, order="sequence, id")
        blockers = lines._get_edit_blockers()
        cells = lines.grouped("evaluation_id")
        for evaluation in self:
            evaluation.appraisal = [
                line._prepare_cell(blockers.get(line))
                for line in cells.get(evaluation._origin, ())
            ]
