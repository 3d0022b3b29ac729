from odoo import fields, models


class LegalLectureReceipt(models.TransientModel):
    """The township's dated receipt for an outline handed in on paper."""

    _name = "legal.lecture.receipt"
    _description = "Record a paper receipt"
    _inherit = ["legal.reach.mixin"]

    lecture_id = fields.Many2one(
        "legal.lecture", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date("Day on the receipt", required=True)
    reason = fields.Text("Why on paper", required=True)
    photo = fields.Binary("Photo of the receipt", required=True, attachment=False)
    photo_name = fields.Char()

    def action_record(self):
        """Record the receipt on the lecture."""
        self.ensure_one()
        self.lecture_id._record_paper_receipt(
            self.date, self.reason, self.photo, self.photo_name
        )
        return {"type": "ir.actions.act_window_close"}
