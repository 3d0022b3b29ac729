from odoo import fields, models


class LegalAdvisorSuspension(models.Model):
    """A period in which an adviser must not serve; no day of it is recognised."""

    _name = "legal.advisor.suspension"
    _description = "Suspension of an adviser"
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

    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_start <= date_end)",
        "The suspension ends before it begins.",
    )
