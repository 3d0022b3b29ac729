from odoo import models


class LegalSlipLine(models.Model):
    """From a line of a slip to the entry that it printed."""

    _inherit = "legal.slip.line"

    def action_view_visit(self):
        """The entry itself, as far as its reader may see it."""
        return self.visit_id._get_records_action()
