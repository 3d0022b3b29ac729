from odoo import models


class LegalProgramCorrection(models.Model):
    _inherit = "legal.program.correction"

    def _get_standard_label(self, name):
        """Criteria are kept as ``criterion.<id>.<field>``."""
        parts = name.split(".")
        if parts[0] != "criterion" or len(parts) != 3:
            return super()._get_standard_label(name)
        criterion = self.env["legal.criterion"].browse(int(parts[1])).exists()
        field = criterion._fields.get(parts[2])
        return self.env._(
            "%(criterion)s, %(field)s",
            criterion=criterion.name or "",
            field=field._description_string(self.env) if field else parts[2],
        )
