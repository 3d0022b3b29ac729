from odoo import api, fields, models


class LegalEvaluationCountMixin(models.AbstractModel):
    """A smart button to the evaluations of an assignment, a village or an adviser."""

    _name = "legal.evaluation.count.mixin"
    _description = "Smart button to evaluations"
    _evaluation_field = None

    evaluation_count = fields.Integer(
        "Evaluations", compute="_compute_evaluation_count"
    )

    def _compute_evaluation_count(self):
        counts = dict(
            self.env["legal.evaluation"]._read_group(
                [(self._evaluation_field, "in", self.ids), ("is_current", "=", True)],
                [self._evaluation_field],
                ["__count"],
            )
        )
        for record in self:
            record.evaluation_count = counts.get(record, 0)

    @api.readonly
    def action_view_evaluations(self):
        """The evaluations of these records, every version of them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_evaluation"
        )
        action["domain"] = [(self._evaluation_field, "in", self.ids)]
        return action
