from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.date_utils import date_range

from ...models.roster.assignment import ACTIVATED_STATES
from .service_month import INPUTS


class LegalAssignment(models.Model):
    _inherit = "legal.assignment"

    service_month_ids = fields.One2many(
        "legal.service.month", "assignment_id", "Service months"
    )
    months_behind_count = fields.Integer(
        "Months behind",
        compute="_compute_months_behind_count",
        search="_search_months_behind_count",
        help="Ended months whose hours are not reached.",
    )

    @api.depends_context("uid", "company")
    def _compute_months_behind_count(self):
        self.env["legal.service.month"]._count_behind(self, "assignment_id")

    def _search_months_behind_count(self, operator, value):
        return self.env["legal.service.month"]._match_behind(
            "assignment_id", operator, value
        )

    @api.model_create_multi
    def create(self, vals_list):
        assignments = super().create(vals_list)
        assignments._refresh_months(assignments._get_month_keys())
        return assignments

    def write(self, vals):
        if vals.keys().isdisjoint(INPUTS["legal.assignment"]):
            return super().write(vals)
        keys = self._get_month_keys()
        result = super().write(vals)
        self._refresh_months(keys | self._get_month_keys())
        return result

    def _get_month_keys(self):
        """Months of activated assignments, as `legal.service.month._refresh` takes
        them.

        :rtype: set[tuple[int, int, datetime.date]]
        """
        return {
            (assignment.village_id.id, assignment.program_id.id, month)
            for assignment in self
            if assignment.state in ACTIVATED_STATES
            for month in date_range(
                assignment.date_start.replace(day=1), assignment.date_end
            )
        }

    def action_view_months(self):
        """The months of these assignments, latest first."""
        return self.env["legal.service.month"]._get_list_action(
            [("assignment_id", "in", self.ids)]
        )

    @api.model
    def _refresh_months(self, keys):
        if not keys:
            return
        # Fails, to be run again, when the standards were corrected meanwhile.
        self.env.cr.execute(
            SQL(
                "SELECT id FROM legal_program WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                list({program_id for _village_id, program_id, _month in keys}),
            )
        )
        self.env["legal.service.month"]._refresh(keys)
