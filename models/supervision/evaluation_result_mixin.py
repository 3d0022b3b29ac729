from odoo import api, fields, models
from odoo.tools import SQL


class LegalEvaluationResultMixin(models.AbstractModel):
    """Mean of a year's evaluations, weighted by the months each assignment lasted.

    Rows are read from the evaluations whenever asked for, so they cannot be stale.
    A row's id is that of the group's first evaluation: it stays the same while
    marks and versions change.
    """

    _name = "legal.evaluation.result.mixin"
    _description = "Weighted result of evaluations"
    _auto = False
    _order = "program_id DESC, score DESC, id"
    _depends = {
        "legal.evaluation": [
            "program_id",
            "company_id",
            "is_current",
            "state",
            "months",
            "score",
        ],
        "legal.program": ["grade_excellent", "grade_good", "grade_qualified"],
    }
    _group_column = None

    program_id = fields.Many2one("legal.program", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    evaluation_count = fields.Integer("Evaluations", readonly=True)
    confirmed_count = fields.Integer("Confirmed", readonly=True)
    is_final = fields.Boolean(
        "Final", readonly=True, help="Every evaluation it is made of is confirmed."
    )
    months = fields.Float(readonly=True, digits=(6, 2))
    score = fields.Float(readonly=True, digits=(6, 2), aggregator="avg")
    grade = fields.Selection(
        [
            ("excellent", "Excellent"),
            ("good", "Good"),
            ("qualified", "Qualified"),
            ("unqualified", "Unqualified"),
        ],
        readonly=True,
    )
    evaluation_ids = fields.Many2many(
        "legal.evaluation", compute="_compute_evaluation_ids", string="Made of"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT r.*,
                   CASE WHEN r.score >= p.grade_excellent THEN 'excellent'
                        WHEN r.score >= p.grade_good THEN 'good'
                        WHEN r.score >= p.grade_qualified THEN 'qualified'
                        ELSE 'unqualified' END AS grade
              FROM (
                    SELECT MIN(e.id) AS id, e.program_id, e.%(group)s,
                           MIN(e.company_id) AS company_id,
                           COUNT(*) FILTER (WHERE e.is_current) AS evaluation_count,
                           COUNT(*) FILTER (
                               WHERE e.is_current AND e.state = 'confirmed'
                           ) AS confirmed_count,
                           BOOL_AND(e.state = 'confirmed')
                               FILTER (WHERE e.is_current) AS is_final,
                           SUM(e.months) FILTER (WHERE e.is_current) AS months,
                           ROUND(
                               SUM(e.score * e.months) FILTER (WHERE e.is_current)
                               / NULLIF(
                                   SUM(e.months) FILTER (WHERE e.is_current), 0
                               ),
                               2
                           ) AS score
                      FROM legal_evaluation e
                     WHERE e.%(group)s IS NOT NULL
                     GROUP BY e.program_id, e.%(group)s
                   ) r
              JOIN legal_program p ON p.id = r.program_id
            """,
            group=SQL.identifier(self._group_column),
        )

    @api.depends("program_id")
    def _compute_evaluation_ids(self):
        column = self._group_column
        Evaluation = self.env["legal.evaluation"]
        by_key = Evaluation.search(
            [
                ("program_id", "in", self.program_id.ids),
                (column, "in", self[column].ids),
                ("is_current", "=", True),
            ]
        ).grouped(lambda evaluation: (evaluation.program_id, evaluation[column]))
        for result in self:
            result.evaluation_ids = by_key.get(
                (result.program_id, result[column]), Evaluation
            )

    @api.depends("program_id")
    def _compute_display_name(self):
        for result in self:
            result.display_name = self.env._(
                "%(year)s %(name)s",
                year=result.program_id.year,
                name=result[self._group_column].display_name or "",
            )

    def action_view_evaluations(self):
        """The evaluations a result is made of."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_evaluation"
        )
        action["domain"] = [("id", "in", self.evaluation_ids.ids)]
        action["context"] = {}
        return action
