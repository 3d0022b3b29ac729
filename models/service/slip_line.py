from odoo import api, fields, models
from odoo.tools import SQL


class LegalSlipLine(models.Model):
    """An entry as it was printed on a slip."""

    _name = "legal.slip.line"
    _description = "Entry on a service slip"
    _inherit = ["legal.guard.mixin", "legal.sealed.mixin"]
    _order = "slip_id, sequence, id"
    _check_company_auto = True

    slip_id = fields.Many2one(
        "legal.slip", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="slip_id.company_id", store=True, index=True, precompute=True
    )
    township_id = fields.Many2one(
        related="slip_id.township_id", store=True, index=True, precompute=True
    )
    slip_state = fields.Selection(
        related="slip_id.state", string="State of the slip", store=True, precompute=True
    )
    sequence = fields.Integer("No.", readonly=True, aggregator=None)
    visit_id = fields.Many2one(
        "legal.visit",
        "Service entry",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    # === As printed ===
    reference = fields.Char(required=True, readonly=True)
    advisor_name = fields.Char("Legal adviser", readonly=True)
    date = fields.Date(required=True, readonly=True)
    time_start = fields.Datetime("Began at", readonly=True)
    time_stop = fields.Datetime("Ended at", readonly=True)
    service_mode = fields.Selection(
        selection=lambda self: self.env["legal.visit"]
        ._fields["service_mode"]
        ._description_selection(self.env),
        required=True,
        readonly=True,
    )
    place = fields.Char(readonly=True)
    minutes = fields.Integer(readonly=True)
    is_late_entry = fields.Boolean("Late entry", readonly=True)
    hours = fields.Float(compute="_compute_hours")
    time_span = fields.Char("Time", compute="_compute_time_span")
    content_hash = fields.Char(
        "Fingerprint", required=True, readonly=True, help="SHA-256 of what was printed."
    )
    # === What became of it ===
    state = fields.Selection(
        [("open", "To sign"), ("confirmed", "Confirmed"), ("left_out", "Left out")],
        default="open",
        required=True,
        readonly=True,
    )
    left_out_reason = fields.Char("Why left out", readonly=True)

    _one_slip_out = models.UniqueIndex(
        "(visit_id) WHERE slip_state = 'printed'",
        "An entry is already on a slip that is still out. Confirm or reprint that one.",
    )

    @api.depends("minutes")
    def _compute_hours(self):
        for line in self:
            line.hours = line.minutes / 60

    @api.depends("time_start", "time_stop")
    def _compute_time_span(self):
        for line in self:
            local = line.company_id._legal_local
            line.time_span = "-".join(
                local(moment).strftime("%H:%M")
                for moment in (line.time_start, line.time_stop)
                if moment
            )

    @api.depends("reference")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.reference

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "company_id",
            "township_id",
            "slip_state",
            "slip_id",
            "sequence",
            "visit_id",
            "reference",
            "advisor_name",
            "date",
            "time_start",
            "time_stop",
            "service_mode",
            "place",
            "minutes",
            "is_late_entry",
            "content_hash",
            "left_out_reason",
        }

    def _is_sealed(self):
        return self.state == "confirmed"

    @api.model
    def _get_sealed_sql(self, row):
        # A line left out loses its entry when that is deleted as a draft.
        return SQL(
            "(%(row)s.state = 'confirmed' "
            "OR (%(row)s.state = 'left_out' AND %(row)s.visit_id IS NULL))",
            row=row,
        )

    @api.model
    def _get_unsealed_columns(self):
        return super()._get_unsealed_columns() | {"slip_state"}

    def _get_left_out(self):
        """Why lines cannot be confirmed by the paper they were printed on.

        :return: {line: sentence}, only those left out
        """
        # The paper may name entries that the confirming user may not read.
        blockers = self.visit_id.sudo()._get_confirm_blockers(("submitted",))
        result = {}
        for line in self:
            visit = line.visit_id.sudo()
            if not visit:
                reason = self.env._("the entry was deleted")
            elif visit.state == "confirmed":
                reason = self.env._("the entry is confirmed already")
            elif visit._get_printed_hash() != line.content_hash:
                reason = self.env._("the entry was changed after printing")
            elif visit.state != "submitted":
                reason = self.env._("the entry is no longer submitted")
            else:
                reason = blockers.get(visit)
            if reason:
                result[line] = reason
        return result

    def _get_paper_place(self):
        """Place of a service on site, else how it was given."""
        self.ensure_one()
        if self.service_mode == "on_site":
            return self.place or ""
        labels = dict(self._fields["service_mode"]._description_selection(self.env))
        return labels[self.service_mode]

    def _get_paper_hours(self):
        self.ensure_one()
        return self._format_hours(self.hours)

    def _format_hours(self, hours):
        """Hours with as many digits as minutes need: 2, 1.5, 0.33."""
        return f"{hours:.2f}".rstrip("0").rstrip(".")
