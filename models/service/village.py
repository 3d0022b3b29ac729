from odoo import models


class LegalVillage(models.Model):
    _name = "legal.village"
    _inherit = ["legal.village", "legal.visit.owner.mixin"]

    def _get_visit_owner_path(self):
        return "village_id"

    def _get_visit_context(self):
        # On a day without adviser there is none to record a service for.
        assignment = self.current_assignment_id
        return {"default_assignment_id": assignment.id} if len(assignment) == 1 else {}

    def action_search_volumes(self):
        """Everything written down in the villages' volumes of all years."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_matter"
        )
        name = self.env._("Search the volumes")
        return action | {
            "name": name,
            "display_name": name,
            "domain": [("village_id", "in", self.ids)],
            "context": {"search_default_in_volume": 1},
        }

    def write(self, vals):
        result = super().write(vals)
        if "township_id" in vals:
            self._carry_visits()
        return result

    def _carry_visits(self):
        """Take entries, sealed ones too, along to the village's new township."""
        for village in self:
            # Whoever may move the village need not be allowed to see its entries.
            self.env["legal.visit"].sudo().search(
                [("village_id", "=", village.id)]
            )._guarded_write({"township_id": village.township_id.id})
