from odoo import models
from odoo.fields import Domain


class LegalServiceMonth(models.Model):
    """From a month to the signed slips of its village."""

    _inherit = "legal.service.month"

    def action_view_slips(self):
        """Slips of these months' villages, signed ones and those that are out."""
        return self.env["legal.slip"]._get_list_action(
            list(
                Domain.OR(
                    Domain("village_id", "=", month.village_id.id)
                    & Domain("month", "=", month.month)
                    for month in self
                )
            )
        ) | {"context": {}}
