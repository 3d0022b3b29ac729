from odoo import api, fields, models


class LegalLectureHold(models.TransientModel):
    """When and where a planned lecture really took place."""

    _name = "legal.lecture.hold"
    _description = "Record a lecture as held"
    _inherit = ["legal.reach.mixin"]

    lecture_id = fields.Many2one("legal.lecture", required=True, ondelete="cascade")
    date = fields.Date(required=True)
    hour_from = fields.Float("From", required=True)
    hour_to = fields.Float("To", required=True)
    place = fields.Char(required=True)
    audience_count = fields.Integer("People reached")

    @api.model
    def default_get(self, fields):
        """Start from what was planned."""
        values = super().default_get(fields)
        lecture = self.env["legal.lecture"].browse(values.get("lecture_id"))
        if lecture:
            planned = {
                "date": min(lecture.date, lecture.company_id._legal_today()),
                "hour_from": lecture.hour_from,
                "hour_to": lecture.hour_to,
                "place": lecture.place or lecture.village_id.display_name,
                "audience_count": lecture.audience_count,
            }
            values |= {name: planned[name] for name in planned.keys() & set(fields)}
        return values

    def action_hold(self):
        """Record the lecture and its service entry."""
        self.ensure_one()
        self.lecture_id.action_hold(
            date=self.date,
            hour_from=self.hour_from,
            hour_to=self.hour_to,
            place=self.place,
            audience_count=self.audience_count,
        )
        return {"type": "ir.actions.act_window_close"}
