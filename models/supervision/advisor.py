from odoo import api, fields, models


class LegalAdvisor(models.Model):
    _inherit = "legal.advisor"

    months_behind_count = fields.Integer(
        "Months behind",
        compute="_compute_months_behind_count",
        search="_search_months_behind_count",
        help="Ended months of all assignments whose hours are not reached.",
    )

    @api.depends_context("uid", "company")
    def _compute_months_behind_count(self):
        self.env["legal.service.month"]._count_behind(self, "advisor_id")

    def _search_months_behind_count(self, operator, value):
        return self.env["legal.service.month"]._match_behind(
            "advisor_id", operator, value
        )

    def action_view_months(self):
        """The months of these advisers' assignments, latest first."""
        return self.env["legal.service.month"]._get_list_action(
            [("advisor_id", "in", self.ids)]
        )
