from odoo import api, fields, models
from odoo.exceptions import UserError

from .score import grade


class LegalEvaluation(models.Model):
    """What one assignment's year was worth: computed, appraised, heard, confirmed.

    Its marks are a draft until a person confirms them (rule 10). A confirmed
    evaluation is frozen; a manager's correction makes the next version beside it.
    """

    _name = "legal.evaluation"
    _description = "Annual evaluation"
    _inherit = [
        "legal.guard.mixin",
        "legal.sealed.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "program_year DESC, village_code, id DESC"
    _rec_names_search = ["village_id", "advisor_id"]
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "legal.assignment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    program_id = fields.Many2one(
        related="assignment_id.program_id", store=True, index=True, precompute=True
    )
    advisor_id = fields.Many2one(
        related="assignment_id.advisor_id", store=True, index=True, precompute=True
    )
    firm_id = fields.Many2one(
        related="assignment_id.firm_id",
        store=True,
        index="btree_not_null",
        precompute=True,
        help="The adviser's firm when the assignment became active.",
    )
    village_id = fields.Many2one(
        related="assignment_id.village_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True, precompute=True
    )
    # For an order that an index serves.
    program_year = fields.Integer(
        "Year",
        related="program_id.year",
        store=True,
        precompute=True,
        aggregator=None,
    )
    village_code = fields.Char(related="village_id.code", store=True, precompute=True)
    date_from = fields.Date("Evaluated from", readonly=True)
    date_to = fields.Date(
        "Evaluated to",
        readonly=True,
        help="Months after this day count in next year's evaluation.",
    )
    months = fields.Float(
        readonly=True,
        digits=(6, 2),
        aggregator="sum",
        help="Months served in the evaluated period, in proportion to days. The "
        "adviser's and the firm's results are weighted by them.",
    )
    # === Marks ===
    line_ids = fields.One2many("legal.evaluation.line", "evaluation_id", "Marks")
    score = fields.Float(
        compute="_compute_score",
        store=True,
        precompute=True,
        digits=(6, 2),
        aggregator="avg",
    )
    grade = fields.Selection(
        [
            ("excellent", "Excellent"),
            ("good", "Good"),
            ("qualified", "Qualified"),
            ("unqualified", "Unqualified"),
        ],
        compute="_compute_grade",
        store=True,
        precompute=True,
        index=True,
    )
    # === Who, when and why ===
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("preliminary", "Preliminary"),
            ("notified", "Notified"),
            ("objected", "Objected"),
            ("confirmed", "Confirmed"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    preliminary_by_id = fields.Many2one("res.users", "Preliminary by", readonly=True)
    preliminary_at = fields.Datetime("Preliminary on", readonly=True)
    notified_by_id = fields.Many2one("res.users", "Notified by", readonly=True)
    notified_at = fields.Datetime("Notified on", readonly=True)
    objection = fields.Text(readonly=True)
    objected_by_id = fields.Many2one(
        "res.users", "Objection recorded by", readonly=True
    )
    objected_at = fields.Datetime("Objected on", readonly=True)
    answer = fields.Text("Bureau's answer", readonly=True)
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    answered_at = fields.Datetime("Answered on", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", readonly=True)
    confirmed_at = fields.Datetime("Confirmed on", readonly=True)
    # === Versions ===
    version = fields.Integer(default=1, readonly=True, aggregator=None)
    is_current = fields.Boolean(
        "Current version",
        default=True,
        readonly=True,
        index=True,
        help="The version that counts: a correction does once it is confirmed.",
    )
    superseded_by_id = fields.Many2one(
        "legal.evaluation",
        "Superseded by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    correction_number = fields.Char("Correction's document number", readonly=True)
    correction_reason = fields.Text("Reason for the correction", readonly=True)
    corrected_by_id = fields.Many2one("res.users", "Corrected by", readonly=True)
    version_ids = fields.One2many(related="assignment_id.evaluation_ids")
    version_count = fields.Integer("Versions", compute="_compute_version_count")

    _version_unique = models.Constraint(
        "UNIQUE (assignment_id, version)",
        "This assignment already has an evaluation of that version.",
    )
    _one_current = models.UniqueIndex(
        "(assignment_id) WHERE is_current",
        "This assignment already has a current evaluation.",
    )
    _confirmed_by_another = models.Constraint(
        "CHECK (state != 'confirmed' OR (preliminary_by_id IS NOT NULL "
        "AND confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL "
        "AND confirmed_by_id != preliminary_by_id))",
        "Whoever gave the preliminary evaluation cannot confirm it.",
    )
    _year_idx = models.Index("(program_year DESC, village_code, id DESC)")
    _township_year_idx = models.Index(
        "(township_id, program_year DESC, village_code, id DESC)"
    )

    @api.depends("line_ids.score")
    def _compute_score(self):
        for evaluation in self:
            evaluation.score = round(sum(evaluation.line_ids.mapped("score")), 2)

    @api.depends("score")
    def _compute_grade(self):
        """Grade by the year's thresholds, which are locked once the year is open.

        A correction of the thresholds computes the drafts anew and leaves what is
        confirmed as it is.
        """
        for evaluation in self:
            thresholds = evaluation.program_id.sudo()._get_grade_thresholds()
            evaluation.grade = grade(evaluation.score, thresholds)

    @api.depends(
        "village_id.display_name", "advisor_id.name", "program_year", "version"
    )
    def _compute_display_name(self):
        for evaluation in self.sudo():
            names = {
                "year": evaluation.program_year,
                "village": evaluation.village_id.display_name or "",
                "advisor": evaluation.advisor_id.name or "",
                "version": evaluation.version,
            }
            if evaluation.version > 1:
                name = self.env._(
                    "%(year)s %(village)s - %(advisor)s (version %(version)s)", **names
                )
            else:
                name = self.env._("%(year)s %(village)s - %(advisor)s", **names)
            evaluation.display_name = name

    @api.depends("assignment_id.evaluation_ids")
    def _compute_version_count(self):
        for evaluation in self:
            evaluation.version_count = len(evaluation.assignment_id.evaluation_ids)

    @api.model
    def _get_guarded_fields(self):
        """Everything: the marks lie on the lines, the rest is what actions record."""
        return super()._get_guarded_fields() | {
            name
            for name, field in self._fields.items()
            if field.column_type and name not in models.MAGIC_COLUMNS
        }

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            raise UserError(
                self.env._(
                    "Evaluations are not typed in. Use Compute evaluations on the "
                    "program year."
                )
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for evaluation in self:
            if evaluation.state != "draft" or evaluation.version > 1:
                raise UserError(
                    self.env._(
                        "%(evaluation)s is on record. Only a first draft can be "
                        "deleted; it comes back with the next computation.",
                        evaluation=evaluation.display_name,
                    )
                )
