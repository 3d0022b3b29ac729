from odoo import models

from ..roster.assignment import ACTIVATED_STATES


class LegalVillageShare(models.Model):
    """Who pays and who may be paid."""

    _inherit = "legal.village.share"

    def _get_usual_payer(self):
        """Who pays as a rule, by its name.

        :rtype: str
        """
        if not self:
            return False
        if self.handling == "township":
            return self.sudo().township_id.name
        return (self.payer_id or self.sudo().village_id.partner_id).sudo().name

    def _get_paid_assignments(self):
        """Those who served the village for this money.

        :rtype: legal.assignment
        """
        return self.env["legal.assignment"].search(
            [
                ("program_id", "in", self.program_id.ids),
                ("village_id", "in", self.village_id.ids),
                ("state", "in", ACTIVATED_STATES),
                ("paid", "=", True),
            ]
        )

    def _get_firms(self):
        """Firms whose advisers served the village this year.

        :rtype: res.partner
        """
        return self._get_paid_assignments().firm_id

    def _has_firmless(self):
        """Whether a paid volunteer without a firm served here."""
        return any(not rec.firm_id for rec in self._get_paid_assignments())
