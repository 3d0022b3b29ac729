from odoo import api, fields, models
from odoo.fields import Domain


class LegalVillage(models.Model):
    _inherit = "legal.village"

    month_hours_confirmed = fields.Float(
        "Confirmed this month", compute="_compute_this_month"
    )
    month_hours_pending = fields.Float(
        "Waiting this month", compute="_compute_this_month"
    )
    month_hours_required = fields.Float(
        "Required this month", compute="_compute_this_month"
    )
    month_standing = fields.Selection(
        "_selection_month_standing",
        "This month",
        compute="_compute_this_month",
    )

    @api.model
    def _selection_month_standing(self):
        # In the reader's language: the field has no labels of its own to translate.
        standing = self.env["legal.village.month"]._fields["standing"]
        return standing._description_selection(self.env)

    def _compute_this_month(self):
        running = self.env.company._legal_today().replace(day=1)
        # Whoever may read a village may read its hours (rule 12).
        rows = (
            self.env["legal.village.month"]
            .sudo()
            .search_fetch(
                [("village_id", "in", self._origin.ids), ("month", "=", running)]
            )
        )
        by_village = {row.village_id.id: row for row in rows}
        for village in self:
            row = by_village.get(village._origin.id, rows.browse())
            village.month_hours_confirmed = row.hours_confirmed
            village.month_hours_pending = row.hours_pending
            village.month_hours_required = row.hours_required
            village.month_standing = row.standing

    # === Doors ===

    def action_view_months(self):
        """The months of these villages, latest first."""
        return self._get_door(
            "action_village_month", Domain("village_id", "in", self.ids)
        )

    def action_view_months_behind(self):
        return self._get_door(
            "action_village_month",
            Domain("village_id", "in", self.ids)
            & Domain("standing", "=", "behind")
            & Domain("program_id.state", "=", "open"),
        )

    def action_view_disputed(self):
        return self._get_door(
            "action_visit",
            Domain("village_id", "in", self.ids) & Domain("state", "=", "disputed"),
        )

    def action_view_waiting(self):
        return self._get_door(
            "action_visit",
            Domain("village_id", "in", self.ids) & Domain("state", "=", "submitted"),
        )

    def action_view_outlines(self):
        return self._get_door(
            "action_lecture",
            Domain("village_id", "in", self.ids) & Domain("state", "=", "submitted"),
        )

    def action_view_slips(self):
        return self._get_door(
            "action_slip",
            Domain("village_id", "in", self.ids) & Domain("state", "=", "printed"),
        )

    def action_view_uncovered(self):
        """The village's assignments, to propose one from today."""
        return self._get_door(
            "action_assignment", Domain("village_id", "in", self.ids)
        ) | {"context": {"default_village_id": self[:1].id}}

    @api.model
    def _get_door(self, action_name, domain):
        """One of our window actions, on some records and without default filters."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"village_legal_advisor.{action_name}"
        )
        return action | {"domain": list(domain), "context": {"create": False}}
