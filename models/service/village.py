from odoo import fields, models


class LegalVillage(models.Model):
    _inherit = "legal.village"

    visit_ids = fields.One2many("legal.visit", "village_id", "Service entries")

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
            )._guarded_write(
                {
                    "township_id": village.township_id.id,
                    "company_id": village.company_id.id,
                }
            )
