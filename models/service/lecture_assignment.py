from odoo import api, fields, models

from .lecture import LECTURE_READERS


class LegalAssignment(models.Model):
    _inherit = "legal.assignment"

    lecture_ids = fields.One2many(
        "legal.lecture", "assignment_id", groups=LECTURE_READERS
    )
    lecture_count = fields.Integer("Lectures", compute="_compute_lecture_count")
    lacks_lecture_this_quarter = fields.Boolean(
        "No lecture this quarter",
        compute="_compute_lacks_lecture_this_quarter",
        search="_search_lacks_lecture_this_quarter",
        help="Today's responsible adviser of a village in which fewer lectures than "
        "the standard were held in the running quarter.",
    )

    @api.depends("lecture_ids")
    def _compute_lecture_count(self):
        self.env["legal.lecture"]._count_for(self, "assignment_id")

    def _compute_lacks_lecture_this_quarter(self):
        today = self.env.company._legal_today()
        for assignment in self:
            assignment.lacks_lecture_this_quarter = (
                assignment.state == "active"
                and assignment.date_start <= today <= assignment.date_end
                and assignment.village_id.lacks_lecture_this_quarter
            )

    def _search_lacks_lecture_this_quarter(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._legal_today()
        Domain = fields.Domain
        lacking = (
            Domain("state", "=", "active")
            & Domain("date_start", "<=", today)
            & Domain("date_end", ">=", today)
            & Domain("village_id.lacks_lecture_this_quarter", "=", True)
        )
        return self.env["legal.lecture"]._match_boolean(lacking, value)

    def action_view_lectures(self):
        """Lectures under these assignments."""
        return self.env["legal.lecture"]._get_list_action(
            [("assignment_id", "in", self.ids)],
            {"default_assignment_id": self.id} if len(self) == 1 else {},
        )
