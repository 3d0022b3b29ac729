from odoo import fields, models


class LegalAssignment(models.Model):
    _name = "legal.assignment"
    _inherit = ["legal.assignment", "legal.evaluation.count.mixin"]
    _evaluation_field = "assignment_id"

    evaluation_ids = fields.One2many(
        "legal.evaluation", "assignment_id", "All versions"
    )

    def _get_cancel_blockers(self):
        """An evaluation that somebody has signed speaks of real service."""
        blockers = super()._get_cancel_blockers()
        evaluated = (
            self.env["legal.evaluation"]
            .sudo()
            .search([("assignment_id", "in", self.ids), ("state", "!=", "draft")])
            .assignment_id
        )
        for assignment in self:
            if assignment in evaluated and assignment not in blockers:
                blockers[assignment] = self.env._(
                    "It has been evaluated already. Take the evaluation back to a "
                    "draft first."
                )
        return blockers
