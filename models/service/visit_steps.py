from odoo import api, fields, models


class LegalVisit(models.Model):
    """Who took which step when and why, and what the database insists on."""

    _inherit = "legal.visit"

    submitted_at = fields.Datetime(copy=False, readonly=True)
    submitted_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    is_late_entry = fields.Boolean(
        "Late entry",
        copy=False,
        readonly=True,
        help="Recorded more than 7 days after the service.",
    )
    confirmed_at = fields.Datetime(copy=False, readonly=True)
    confirmed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    confirmed_by_kind = fields.Selection(
        [
            ("village", "Village committee"),
            ("township", "Township on paper"),
            ("deemed", "Deemed"),
        ],
        "Confirmed for",
        copy=False,
        readonly=True,
    )
    disputed_at = fields.Datetime(copy=False, readonly=True)
    disputed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    dispute_reason = fields.Text(copy=False, readonly=True)
    dispute_upheld = fields.Boolean(
        copy=False,
        readonly=True,
        help="The township found the village's objection right.",
    )
    dispute_answer = fields.Text(
        copy=False,
        readonly=True,
        help="Why the township confirmed the entry against the objection.",
    )
    rejected_at = fields.Datetime(copy=False, readonly=True)
    rejected_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    reject_reason = fields.Text(copy=False, readonly=True)
    recognised_at = fields.Datetime(copy=False, readonly=True)
    recognised_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    recognised_reason = fields.Text(
        copy=False,
        readonly=True,
        help="Why a bureau manager lets a day without certificate count.",
    )
    long_day_agreed_at = fields.Datetime(copy=False, readonly=True)
    long_day_agreed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    # === Ledger ===
    volume_id = fields.Many2one(
        "legal.volume",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    number = fields.Integer(
        "Number in the volume", copy=False, readonly=True, aggregator=None
    )
    corrects_id = fields.Many2one(
        "legal.visit",
        "Correction of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_annulled = fields.Boolean("Annulled", copy=False, readonly=True)

    _on_site_times = models.Constraint(
        "CHECK (state IN ('draft', 'rejected') OR service_mode <> 'on_site' "
        "OR corrects_id IS NOT NULL "
        "OR (time_start IS NOT NULL AND time_stop IS NOT NULL "
        "AND minutes = FLOOR(EXTRACT(EPOCH FROM time_stop - time_start) / 60)))",
        "A service on site needs the time it began and the time it ended.",
    )
    _minutes_positive = models.Constraint(
        "CHECK (state IN ('draft', 'rejected') OR corrects_id IS NOT NULL "
        "OR (minutes > 0 AND minutes <= 1440))",
        "A service lasts at least a minute and at most a day.",
    )
    _numbered_when_confirmed = models.Constraint(
        "CHECK ((number IS NULL) = (volume_id IS NULL) "
        "AND (number IS NULL OR state = 'confirmed'))",
        "Only confirmed entries have a number.",
    )
    _dispute_has_reason = models.Constraint(
        "CHECK (state <> 'disputed' OR btrim(COALESCE(dispute_reason, '')) <> '')",
        "An objection has a reason.",
    )
    _rejection_has_reason = models.Constraint(
        "CHECK (state <> 'rejected' OR btrim(COALESCE(reject_reason, '')) <> '')",
        "A rejection has a reason.",
    )
    _number_unique = models.UniqueIndex(
        "(volume_id, number) WHERE number IS NOT NULL",
        "The number is taken in this volume.",
    )
    _one_place_at_a_time = models.Constraint(
        "EXCLUDE USING gist (advisor_id WITH =, "
        "tsrange(time_start, time_stop) WITH &&) "
        "WHERE (service_mode = 'on_site' "
        "AND state IN ('submitted', 'confirmed', 'disputed') "
        "AND corrects_id IS NULL AND is_annulled IS NOT TRUE "
        "AND time_start IS NOT NULL AND time_stop IS NOT NULL)",
        "The adviser is already recorded elsewhere during this time. One person "
        "cannot be in two places: correct the times.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "submitted_at",
            "submitted_by_id",
            "is_late_entry",
            "confirmed_at",
            "confirmed_by_id",
            "confirmed_by_kind",
            "disputed_at",
            "disputed_by_id",
            "dispute_reason",
            "dispute_upheld",
            "dispute_answer",
            "rejected_at",
            "rejected_by_id",
            "reject_reason",
            "recognised_at",
            "recognised_by_id",
            "recognised_reason",
            "long_day_agreed_at",
            "long_day_agreed_by_id",
            "volume_id",
            "number",
            "corrects_id",
            "is_annulled",
        }
