from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class LegalEvaluationLine(models.Model):
    """Marks by one criterion, with the facts or the reason they rest on."""

    _name = "legal.evaluation.line"
    _description = "Marks of an evaluation"
    _inherit = ["legal.guard.mixin", "legal.sealed.mixin", "legal.file.mixin"]
    _order = "village_code, sequence, id"
    # Company and criterion come with the evaluation: checking thousands of lines
    # against them would take a third of the time.

    evaluation_id = fields.Many2one(
        "legal.evaluation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="evaluation_id.township_id", store=True, index=True, precompute=True
    )
    village_id = fields.Many2one(
        related="evaluation_id.village_id", store=True, index=True, precompute=True
    )
    village_code = fields.Char(
        related="evaluation_id.village_code", store=True, precompute=True
    )
    advisor_id = fields.Many2one(related="evaluation_id.advisor_id")
    program_id = fields.Many2one(related="evaluation_id.program_id")
    evaluation_state = fields.Selection(
        related="evaluation_id.state", string="Evaluation's state"
    )
    is_current = fields.Boolean(related="evaluation_id.is_current")
    criterion_id = fields.Many2one(
        "legal.criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    scorer = fields.Selection(related="criterion_id.scorer")
    kind = fields.Selection(
        related="criterion_id.kind", store=True, precompute=True, readonly=True
    )
    description = fields.Text(related="criterion_id.description")
    sequence = fields.Integer(
        related="criterion_id.sequence", store=True, precompute=True
    )
    max_score = fields.Float("Full marks", required=True, readonly=True, digits=(6, 2))
    score = fields.Float("Marks", required=True, digits=(6, 2), aggregator="avg")
    facts = fields.Json(
        readonly=True, help="Numbers and days the marks were computed from."
    )
    explanation = fields.Text(
        compute="_compute_explanation",
        help="How the marks came about, in the reader's language.",
    )
    reason = fields.Text(
        help="Why marks were deducted, or why computed marks were adjusted."
    )
    is_adjusted = fields.Boolean(
        "Adjusted",
        readonly=True,
        help="Computed marks that the bureau changed when answering an objection.",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "legal_evaluation_line_attachment_rel",
        "line_id",
        "attachment_id",
        "Evidence",
        bypass_search_access=True,
    )

    _criterion_unique = models.Constraint(
        "UNIQUE (evaluation_id, criterion_id)",
        "The evaluation already has a line for this criterion.",
    )
    _score_range = models.Constraint(
        "CHECK (score >= 0 AND score <= max_score)",
        "Marks lie between 0 and the criterion's full marks.",
    )
    _deduction_has_reason = models.Constraint(
        "CHECK (kind != 'manual' OR score = max_score "
        "OR (reason IS NOT NULL AND btrim(reason) != ''))",
        "Give a reason for the deduction: the marks are below full marks.",
    )
    _adjustment_has_reason = models.Constraint(
        "CHECK (NOT is_adjusted OR (reason IS NOT NULL AND btrim(reason) != ''))",
        "Give a reason for changing computed marks.",
    )
    _village_order_idx = models.Index("(village_code, sequence, id)")

    @api.depends("criterion_id.name", "evaluation_id.display_name")
    def _compute_display_name(self):
        for line in self:
            line.display_name = self.env._(
                "%(evaluation)s: %(criterion)s",
                evaluation=line.evaluation_id.display_name or "",
                criterion=line.criterion_id.name or "",
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "evaluation_id",
            "criterion_id",
            "max_score",
            "facts",
            "is_adjusted",
        }

    def _is_sealed(self):
        self.ensure_one()
        return self.evaluation_id._is_sealed()

    def _get_seal_message(self):
        self.ensure_one()
        return self.evaluation_id._get_seal_message()

    @api.model
    def _get_sealed_sql(self, row):
        return SQL(
            "EXISTS (SELECT 1 FROM legal_evaluation e "
            "WHERE e.id = %s.evaluation_id AND e.state = 'confirmed')",
            row,
        )

    @api.model
    def _is_insert_sealed(self):
        return True

    @api.model
    def _get_unsealed_columns(self):
        return super()._get_unsealed_columns() | {"village_code"}

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            raise UserError(
                self.env._(
                    "Lines come from the year's criteria, by Compute evaluations."
                )
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_computation(self):
        if not self._is_guard_lifted():
            raise UserError(self.env._("Lines of an evaluation cannot be deleted."))

    def _prepare_mark_vals(self, criterion, mark):
        """What a computation writes: people's marks stay, within the full marks.

        :param criterion: the line's criterion, perhaps with a corrected weight
        :param dict mark: {"score", "facts"} from `score.score`
        """
        self.ensure_one()
        vals = {"max_score": criterion.weight}
        if self.kind == "automatic" and not self.is_adjusted:
            return vals | mark
        if self.score == self.max_score:
            return vals | {"score": criterion.weight}
        return vals | {"score": min(self.score, criterion.weight)}

    def _prepare_version_vals(self, version):
        """Values of this line in a later version of its evaluation."""
        self.ensure_one()
        return {
            "evaluation_id": version.id,
            "criterion_id": self.criterion_id.id,
            "max_score": self.max_score,
            "score": self.score,
            "facts": self.facts,
            "reason": self.reason,
            "is_adjusted": self.is_adjusted,
        }
