from odoo import api, fields, models


class LegalVisit(models.Model):
    """Entries keyed from the blank paper form of a village without a network."""

    _inherit = "legal.visit"

    record_delay = fields.Integer(
        "Days until recorded",
        compute="_compute_record_delay",
        help="Local days from the service to its first submission.",
    )

    @api.depends("date", "submitted_at")
    def _compute_record_delay(self):
        for visit in self:
            visit.record_delay = 0
            if visit.date and visit.submitted_at:
                local = visit.company_id._legal_local(visit.submitted_at)
                visit.record_delay = max((local.date() - visit.date).days, 0)

    def _get_lateness_mark(self):
        """Of an entry keyed from paper: that it was, and how many days later."""
        if self.source != "paper":
            return super()._get_lateness_mark()
        if self.record_delay:
            return self.env._(
                "Keyed from paper, %(days)s days late", days=self.record_delay
            )
        return self.env._("Keyed from paper")
