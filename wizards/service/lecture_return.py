from odoo import fields, models


class LegalLectureReturn(models.TransientModel):
    """What must be completed before outlines can be filed."""

    _name = "legal.lecture.return"
    _description = "Return outlines"
    _inherit = ["legal.reach.mixin"]

    lecture_ids = fields.Many2many("legal.lecture", required=True, readonly=True)
    reason = fields.Text("What must be completed", required=True)

    def action_return(self):
        """Send the outlines back with the reason."""
        self.ensure_one()
        self.lecture_ids.action_return(self.reason)
        return {"type": "ir.actions.act_window_close"}
