from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

# More than this over the target is explained, too: the target was set too low.
EXCESS = 1.3
GROUPS = {
    "quantity": "output",
    "quality": "output",
    "timeliness": "output",
    "cost": "output",
    "social": "benefit",
    "lasting": "benefit",
    "satisfied": "satisfaction",
}


class LegalPerformanceLine(models.Model):
    """An indicator: what was aimed at, what was reached, and why not."""

    _name = "legal.performance.line"
    _description = "Performance indicator"
    _inherit = ["legal.guard.mixin"]
    _order = "performance_id, sequence, id"
    _check_company_auto = True

    performance_id = fields.Many2one(
        "legal.performance",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="performance_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=100)
    level_1 = fields.Selection(
        [
            ("output", "Output"),
            ("benefit", "Benefit"),
            ("satisfaction", "Satisfaction"),
        ],
        compute="_compute_level_1",
        store=True,
        precompute=True,
    )
    level_2 = fields.Selection(
        [
            ("quantity", "Quantity"),
            ("quality", "Quality"),
            ("timeliness", "Timeliness of output"),
            ("cost", "Cost"),
            ("social", "Social benefit"),
            ("lasting", "Lasting effect"),
            ("satisfied", "Satisfaction of those served"),
        ],
        required=True,
        default="quantity",
    )
    name = fields.Char("Indicator", required=True)
    figure = fields.Char(
        readonly=True,
        copy=False,
        help="Which figure of the product it is; empty for indicators of one's own.",
    )
    unit = fields.Char(required=True, default="%")
    is_limit = fields.Boolean(
        "At most", help="Ticked where less is better, as with costs."
    )
    target = fields.Float(digits=(16, 2), required=True, aggregator=None)
    actual = fields.Float("Actual figure", digits=(16, 2), aggregator=None)
    weight = fields.Float("Full score", digits=(6, 2), required=True)
    score = fields.Float(
        digits=(6, 2), compute="_compute_score", store=True, readonly=False
    )
    is_deviating = fields.Boolean("Deviates", compute="_compute_is_deviating")
    reason = fields.Text("Reason for the deviation and what is done about it")

    _weight_positive = models.Constraint(
        "CHECK (weight >= 0 AND weight <= 100)",
        "The full score of an indicator lies between 0 and 100.",
    )
    _score_within = models.Constraint(
        "CHECK (score IS NULL OR (score >= 0 AND score <= weight + 0.001))",
        "An indicator scores between 0 and its full score.",
    )
    _numbers_positive = models.Constraint(
        "CHECK (target >= 0 AND (actual IS NULL OR actual >= 0))",
        "Targets and figures are not negative.",
    )

    @api.depends("level_2")
    def _compute_level_1(self):
        for line in self:
            line.level_1 = GROUPS.get(line.level_2)

    @api.depends("target", "actual", "weight", "is_limit")
    def _compute_score(self):
        for line in self:
            line.score = line._get_score()

    def _get_score(self):
        """The score by the figures: in proportion to the target, never above full."""
        self.ensure_one()
        reached, wanted = self.actual, self.target
        if self.is_limit:
            reached, wanted = wanted, reached
        share = min(reached / wanted, 1.0) if wanted else 1.0
        return round(self.weight * share, 2)

    @api.depends("target", "actual", "is_limit", "score", "weight")
    def _compute_is_deviating(self):
        for line in self:
            missed = float_compare(line.actual, line.target, precision_digits=2)
            exceeded = float_compare(
                line.actual, line.target * EXCESS, precision_digits=2
            )
            changed = float_compare(line.score, line._get_score(), precision_digits=2)
            line.is_deviating = bool(
                (missed > 0 if line.is_limit else missed < 0)
                or (exceeded > 0 and not line.is_limit)
                or changed
            )

    def _get_unexplained(self):
        return self.filtered(
            lambda line: line.is_deviating and not (line.reason or "").strip()
        )

    # === A finished assessment stays as it is ===

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"figure"}

    def _check_counted(self):
        """Refuse figures typed over what the product counts.

        :raises UserError: for the first line
        """
        if self._is_guard_lifted():
            return
        for line in self.filtered("figure"):
            raise UserError(
                self.env._(
                    "%(indicator)s is counted by the product: read the figures again "
                    "instead.",
                    indicator=line.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.performance_id._check_draft({"line_ids"})
        return lines

    def write(self, vals):
        self.performance_id._check_draft(vals.keys())
        if "actual" in vals:
            self._check_counted()
        result = super().write(vals)
        self.performance_id._check_draft(vals.keys())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished(self):
        self.performance_id._check_draft({"line_ids"})
