from odoo import fields, models


class LegalEvaluationStatement(models.TransientModel):
    """Asks for the text that a step of an evaluation needs."""

    _name = "legal.evaluation.statement"
    _description = "Statement on an evaluation"
    _inherit = ["legal.reach.mixin"]

    kind = fields.Selection(
        [
            ("object", "Objection"),
            ("answer", "Answer to the objection"),
            ("correct", "Correction of a confirmed evaluation"),
        ],
        required=True,
        readonly=True,
    )
    evaluation_ids = fields.Many2many(
        "legal.evaluation",
        "legal_evaluation_statement_rel",
        "statement_id",
        "evaluation_id",
        "Evaluations",
        required=True,
        default=lambda self: self.env["legal.evaluation"].browse(
            self.env.context.get("active_ids")
        ),
    )
    number = fields.Char("Document number")
    text = fields.Text(required=True)

    def action_apply(self):
        """Take the step that was asked for."""
        self.ensure_one()
        evaluations = self.evaluation_ids
        if self.kind == "object":
            evaluations.action_object(self.text)
        elif self.kind == "answer":
            evaluations.action_answer(self.text)
        else:
            return evaluations.action_correct(
                self.number, self.text
            )._get_records_action()
        return {"type": "ir.actions.act_window_close"}
