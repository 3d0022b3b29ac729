from odoo import fields, models


class LegalVisit(models.Model):
    """From an entry to the month that it counts in."""

    _inherit = "legal.visit"

    def action_view_months(self):
        """The months of the assignments in which these entries count."""
        months = self.env["legal.service.month"].search(
            [
                ("assignment_id", "in", self.assignment_id.ids),
                (
                    "month",
                    "in",
                    [fields.Date.start_of(visit.date, "month") for visit in self],
                ),
            ]
        )
        return months._get_records_action(name=self.env._("Service months"))
