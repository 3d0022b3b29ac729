from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalAdvisorSuspension(models.Model):
    """A period in which an adviser must not serve; no day of it is recognised.

    It stands as it was ordered: only reinstating ends it, shortens it or leaves it
    without effect, and keeps who did so, when and why.
    """

    _name = "legal.advisor.suspension"
    _description = "Suspension of an adviser"
    _inherit = ["legal.guard.mixin"]
    _order = "date_start DESC, id DESC"

    advisor_id = fields.Many2one(
        "legal.advisor", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="advisor_id.company_id", store=True, index=True, precompute=True
    )
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("To", help="Empty while it lasts.")
    reason = fields.Text(required=True)
    lifted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    lifted_at = fields.Datetime(readonly=True, copy=False)
    lift_reason = fields.Text("Why it was lifted", readonly=True, copy=False)
    is_void = fields.Boolean(
        "Without effect",
        readonly=True,
        copy=False,
        help="It was lifted before its first day was over.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_start <= date_end)",
        "The suspension ends before it begins.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (advisor_id WITH =, "
        "daterange(date_start, date_end, '[]') WITH &&) WHERE (is_void IS NOT TRUE)",
        "The adviser is already suspended in this period.",
    )
    _has_reason = models.Constraint(
        "CHECK (btrim(reason, E' \\t\\n\\r') <> '')", "A suspension has a reason."
    )
    _date_idx = models.Index("(date_start DESC, id DESC)")

    @api.depends("advisor_id.name", "date_start")
    def _compute_display_name(self):
        for suspension in self:
            suspension.display_name = self.env._(
                "%(advisor)s from %(date)s",
                advisor=suspension.advisor_id.name or "",
                date=fields.Date.to_string(suspension.date_start) or "",
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "lifted_by_id",
            "lifted_at",
            "lift_reason",
            "is_void",
        }

    @api.model_create_multi
    def create(self, vals_list):
        suspensions = super().create(vals_list)
        suspensions.advisor_id._refresh_state()
        return suspensions

    def write(self, vals):
        content = {"advisor_id", "date_start", "date_end", "reason"} & vals.keys()
        if content and not self._is_guard_lifted():
            self.check_access("write")
            self._refuse_change()
        result = super().write(vals)
        self.advisor_id._refresh_state()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        self._refuse_change()

    def _refuse_change(self):
        if self:
            raise UserError(
                self.env._(
                    "A suspension stays on record as it was ordered. Reinstate the "
                    "adviser: that ends it, or leaves it without effect, with a reason."
                )
            )
