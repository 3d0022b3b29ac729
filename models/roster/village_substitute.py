from odoo import api, fields, models

# States in which an adviser must not serve, whatever the assignments say.
IDLE_STATES = ("qualified", "suspended")


class LegalVillage(models.Model):
    """Villages whose adviser must not serve today: a substitute has to come."""

    _inherit = "legal.village"

    needs_substitute = fields.Boolean(
        "Needs a substitute",
        compute="_compute_needs_substitute",
        search="_search_needs_substitute",
        help="The adviser is suspended or has no valid certificate today.",
    )

    @api.depends("current_advisor_id", "assignment_ids.advisor_id.state")
    def _compute_needs_substitute(self):
        for village in self:
            advisor = village.current_advisor_id
            village.needs_substitute = advisor.state in IDLE_STATES

    def _search_needs_substitute(self, operator, value):
        if operator != "in":
            return NotImplemented
        idle = fields.Domain(
            "assignment_ids",
            "any",
            self._get_responsible_domain()
            & fields.Domain("advisor_id.state", "in", IDLE_STATES),
        )
        return self._combine_boolean(value, idle, ~idle)
