from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang


class LegalProgramCorrection(models.Model):
    """Who changed an open year's locked standards, when and why (rule 8)."""

    _name = "legal.program.correction"
    _description = "Correction of a year's standards"
    _inherit = ["legal.guard.mixin"]
    _order = "id DESC"
    _rec_name = "reason"
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        "res.users", "Corrected by", required=True, ondelete="restrict"
    )
    corrected_at = fields.Datetime(required=True)
    reason = fields.Text(required=True)
    old_values = fields.Json(required=True)
    new_values = fields.Json(required=True)
    changes = fields.Text(
        compute="_compute_changes",
        help="Each standard with its former and its new value.",
    )

    @api.model
    def _get_guarded_fields(self):
        return {
            "program_id",
            "user_id",
            "corrected_at",
            "reason",
            "old_values",
            "new_values",
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(self.env._("Corrections of standards stay on record."))

    @api.depends("old_values", "new_values")
    @api.depends_context("lang")
    def _compute_changes(self):
        for correction in self:
            old, new = correction.old_values or {}, correction.new_values or {}
            correction.changes = "\n".join(
                self.env._(
                    "%(standard)s: %(old)s -> %(new)s",
                    standard=correction._get_standard_label(name),
                    old=correction._format_standard(name, old.get(name)),
                    new=correction._format_standard(name, new.get(name)),
                )
                for name in sorted(new)
            )

    def _get_standard_label(self, name):
        # Kept values outlive a field that a later version renames.
        field = self.program_id._fields.get(name)
        return field._description_string(self.env) if field else name

    def _format_standard(self, name, value):
        """A stored value as the reader's language writes it."""
        field = self.program_id._fields.get(name)
        if value in (None, False, "") or not field:
            return str(value or "-")
        if field.type == "selection":
            labels = dict(field._description_selection(self.env))
            return labels.get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "monetary":
            return formatLang(self.env, value, currency_obj=self.program_id.currency_id)
        return f"{value:g}" if field.type == "float" else str(value)
