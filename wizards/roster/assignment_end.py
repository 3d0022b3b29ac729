from odoo import api, fields, models


class LegalAssignmentEnd(models.TransientModel):
    """End assignments on a day, or cancel them when nobody ever served."""

    _name = "legal.assignment.end"
    _description = "Ending of assignments"
    _inherit = ["legal.reach.mixin"]

    assignment_ids = fields.Many2many("legal.assignment", required=True)
    assignment_count = fields.Integer(compute="_compute_assignment_count")
    date_end = fields.Date(
        "Last day",
        required=True,
        default=lambda self: self.env.company._legal_today(),
        help="The adviser still answers for the village on this day.",
    )
    reason = fields.Text(required=True)

    @api.depends("assignment_ids")
    def _compute_assignment_count(self):
        for wizard in self:
            wizard.assignment_count = len(wizard.assignment_ids)

    def action_end(self):
        self.ensure_one()
        self.assignment_ids.action_end(self.date_end, self.reason)
        return {"type": "ir.actions.act_window_close"}
