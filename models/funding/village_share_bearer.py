from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What a judicial office records; who did so is stamped beside it.
BEARER_FIELDS = frozenset(
    {
        "bearer",
        "bearer_note",
        "bearer_document",
        "payer_id",
        "resolution_date",
        "resolution_file_ids",
    }
)
# Decided above the township, by a document.
DECIDED_ABOVE = ("city", "waived")


class LegalVillageShare(models.Model):
    """Who bears a village's share, and on what ground."""

    _inherit = "legal.village.share"

    bearer = fields.Selection(
        [
            ("village", "Village (collective money)"),
            ("street", "Street office"),
            ("city", "City, in the village's place"),
            ("waived", "Waived"),
        ],
        "Borne by",
        index=True,
        tracking=True,
    )
    bearer_note = fields.Char(
        "Remark", help="Why this one bears it, or what is still in the way."
    )
    bearer_document = fields.Char(
        "Deciding document",
        tracking=True,
        help="Number of the document by which the city pays or the share is waived.",
    )
    payer_id = fields.Many2one(
        "res.partner",
        "Payer",
        compute="_compute_payer_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whom a funding notice goes to; the committee when the village pays.",
    )
    resolution_date = fields.Date(
        "Resolution of",
        tracking=True,
        help="Day on which the villagers, or their representatives, resolved to pay "
        "from collective money.",
    )
    resolution_file_ids = fields.Many2many(
        "ir.attachment",
        "legal_village_share_resolution_rel",
        "share_id",
        "attachment_id",
        "Villagers' resolution",
        copy=False,
        help="Scan of the signed resolution.",
    )
    bearer_recorded_at = fields.Datetime("Recorded at", copy=False, readonly=True)
    bearer_recorded_by_id = fields.Many2one(
        "res.users", "Recorded by", copy=False, readonly=True
    )

    @api.depends("bearer")
    def _compute_payer_id(self):
        for share in self:
            if share.bearer == "village":
                # Its committee: whoever reads the share reads its village.
                share.payer_id = share.sudo().village_id.partner_id
            else:
                share.payer_id = False

    def _is_arranged(self):
        """Whether somebody bears the share, for collective money by resolution."""
        self.ensure_one()
        if self.bearer == "village":
            return bool(self.resolution_date and self.resolution_file_ids)
        return bool(self.bearer)

    @api.constrains("bearer", "bearer_document")
    def _check_document(self):
        for share in self:
            if share.bearer in DECIDED_ABOVE and not share.bearer_document:
                raise ValidationError(
                    self.env._(
                        "%(share)s: give the number of the document by which the city "
                        "pays or the share is waived.",
                        share=share.display_name,
                    )
                )

    @api.constrains("resolution_date")
    def _check_resolution_date(self):
        for share in self:
            today = share.company_id._legal_today()
            if share.resolution_date and share.resolution_date > today:
                raise ValidationError(
                    self.env._("A resolution is not of a day that is still to come.")
                )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "bearer_recorded_at",
            "bearer_recorded_by_id",
        }

    def write(self, vals):
        if not BEARER_FIELDS & vals.keys() or self._is_guard_lifted():
            return super().write(vals)
        if {vals.get("bearer"), *self.mapped("bearer")} & set(DECIDED_ABOVE):
            self._check_group(
                "village_legal_advisor.group_legal_officer",
                "village_legal_advisor.group_legal_finance",
            )
        if vals.get("bearer") == "waived":
            self._refuse_waiving_paid()
        result = super().write(vals)
        self._guarded_write(
            {
                "bearer_recorded_at": fields.Datetime.now(),
                "bearer_recorded_by_id": self.env.uid,
            }
        )
        return result

    def _refuse_waiving_paid(self):
        # A payment that is just being recorded excludes it, and the other way round.
        self._lock()
        for share in self._get_touched():
            raise UserError(
                self.env._(
                    "Something was paid or called for on %(share)s already. Cancel "
                    "that first, then waive the share.",
                    share=share.display_name,
                )
            )
