from odoo import fields, models

# 永久, 定期30年, 定期10年: the three classes of the state's rules on the retention of
# documents (机关文件材料归档范围和文书档案保管期限规定).
RETENTION_CLASSES = [
    ("permanent", "Permanent"),
    ("y30", "30 years"),
    ("y10", "10 years"),
]


class LegalProgram(models.Model):
    """How long the year's volumes are kept (保管期限)."""

    _inherit = "legal.program"

    retention_class = fields.Selection(
        RETENTION_CLASSES,
        "Retention period",
        required=True,
        default="y30",
        tracking=True,
        help="How long the year's volumes are kept. A volume takes it over when it is "
        "closed and keeps it, whatever is decided later for other volumes.",
    )

    def write(self, vals):
        if "retention_class" in vals and any(rec.state != "draft" for rec in self):
            self._check_group("village_legal_advisor.group_legal_manager")
        return super().write(vals)

    def _prepare_next_vals(self):
        vals = super()._prepare_next_vals()
        return vals | {"retention_class": self.retention_class}
