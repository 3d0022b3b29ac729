from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class LegalSlip(models.Model):
    """The paper on which a committee signs one month's entries of its village.

    It carries when, where and how long, never what a service was about (rule 12).
    The township confirms its lines with one photo of the signed paper.
    """

    _name = "legal.slip"
    _description = "Monthly service slip"
    _inherit = [
        "legal.guard.mixin",
        "legal.sealed.mixin",
        "legal.file.mixin",
        "mail.thread",
    ]
    _order = "month DESC, id DESC"
    _rec_name = "number"
    _rec_names_search = ["number", "village_id"]
    _check_company_auto = True

    number = fields.Char(required=True, copy=False, readonly=True)
    village_id = fields.Many2one(
        "legal.village",
        "Village or community",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    township_id = fields.Many2one(
        related="village_id.township_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="village_id.company_id", store=True, index=True, precompute=True
    )
    month = fields.Date(required=True, readonly=True, help="First day of the month.")
    month_name = fields.Char("Month of service", compute="_compute_month_name")
    state = fields.Selection(
        [("printed", "To confirm"), ("confirmed", "Confirmed"), ("void", "Void")],
        default="printed",
        required=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    line_ids = fields.One2many("legal.slip.line", "slip_id", "Entries", copy=False)
    line_count = fields.Integer("Number of entries", compute="_compute_totals")
    minutes = fields.Integer(
        "Minutes in all", compute="_compute_totals", aggregator=None
    )
    hours = fields.Float("Hours on site", compute="_compute_totals", aggregator=None)
    left_out_count = fields.Integer("Left out", compute="_compute_totals")
    photo_ids = fields.Many2many(
        "ir.attachment",
        "legal_slip_photo_rel",
        "slip_id",
        "attachment_id",
        "Photo of the signed slip",
        copy=False,
        ondelete="restrict",
    )
    printed_at = fields.Datetime("Prepared at", copy=False, readonly=True)
    printed_by_id = fields.Many2one(
        "res.users", "Prepared by", copy=False, readonly=True
    )
    confirmed_at = fields.Datetime(copy=False, readonly=True)
    confirmed_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    void_reason = fields.Text(copy=False, readonly=True)
    voided_at = fields.Datetime(copy=False, readonly=True)
    voided_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    replaces_id = fields.Many2one(
        "legal.slip",
        "Reprint of",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    successor_ids = fields.One2many("legal.slip", "replaces_id", "Reprinted as")

    _number_unique = models.Constraint(
        "UNIQUE (company_id, number)", "Another slip already has this number."
    )
    _first_of_month = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month is given by its first day."
    )
    _month_idx = models.Index("(month DESC, id DESC)")
    _township_month_idx = models.Index("(township_id, month DESC, id DESC)")

    @api.depends("line_ids.minutes", "line_ids.state")
    def _compute_totals(self):
        for slip in self:
            lines = slip.line_ids
            slip.line_count = len(lines)
            slip.minutes = sum(lines.mapped("minutes"))
            on_site = lines.filtered(lambda line: line.service_mode == "on_site")
            slip.hours = sum(on_site.mapped("minutes")) / 60
            slip.left_out_count = len(
                lines.filtered(lambda line: line.state == "left_out")
            )

    @api.depends("number", "village_id.display_name")
    def _compute_display_name(self):
        for slip in self:
            slip.display_name = " ".join(
                filter(None, [slip.number, slip.village_id.display_name])
            )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "company_id",
            "township_id",
            "number",
            "village_id",
            "month",
            "line_ids",
            "printed_at",
            "printed_by_id",
            "confirmed_at",
            "confirmed_by_id",
            "void_reason",
            "voided_at",
            "voided_by_id",
            "replaces_id",
            "successor_ids",
        }

    def _is_sealed(self):
        return self.state == "confirmed"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.state = 'confirmed'", row)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        if self:
            raise UserError(self.env._("Slips are numbered: void one instead."))

    @api.model
    def _check_may_confirm(self):
        """Paper is the judicial office's part; rules limit it to its townships."""
        self._check_group(
            "village_legal_advisor.group_legal_township",
            "village_legal_advisor.group_legal_officer",
        )

    # === Void and reprint ===

    def action_void(self, reason=None):
        """Withdraw slips that are still out; their entries wait again.

        :param str reason: why; required
        :raises UserError: one sentence per slip that stays
        """
        self._check_may_confirm()
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the slip is void."))
        self._raise_blockers(self._get_not_out_blockers())
        self._guarded_write(
            {
                "state": "void",
                "void_reason": reason.strip(),
                "voided_at": fields.Datetime.now(),
                "voided_by_id": self.env.uid,
            }
        )
        self.flush_recordset()
        return True

    def action_reprint(self):
        """Replace slips by new ones with the entries as they are now.

        The old paper is void: a photo of it confirms nothing.

        :return: the new slips' print action
        :raises UserError: one sentence per slip that cannot be replaced
        """
        self._check_may_confirm()
        self.check_access("write")
        self.action_void(self.env._("Reprinted"))
        successors = self.browse()
        for slip in self:
            successor = self._prepare_slips(slip.month, slip.village_id)
            if not successor:
                raise UserError(
                    self.env._(
                        "No submitted entry of %(slip)s is left to sign. "
                        "Void the slip instead.",
                        slip=slip.display_name,
                    )
                )
            successor._guarded_write({"replaces_id": slip.id})
            successors |= successor
        return self.env.ref("village_legal_advisor.report_slip").report_action(
            successors, config=False
        )

    def _get_not_out_blockers(self):
        blockers = {}
        for slip in self:
            if slip.state == "confirmed":
                blockers[slip] = self.env._("The slip is confirmed: that is final.")
            elif slip.state == "void":
                blockers[slip] = self.env._(
                    "The slip is void. Use the one that replaced it."
                )
        return blockers

    @api.model
    def _count_for(self, records, name):
        """Set `slip_to_confirm_count` of records that slips point to by a field."""
        counts = {}
        # Figures beside a village are shown to roles that read no slips.
        if self.has_access("read"):
            counts = dict(
                self._read_group(
                    [(name, "in", records.ids), ("state", "=", "printed")],
                    [name],
                    ["__count"],
                )
            )
        for record in records:
            record.slip_to_confirm_count = counts.get(record, 0)

    @api.model
    def _get_list_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_slip"
        )
        return action | {"domain": domain}

    def action_view_successors(self):
        """The slips that replaced these."""
        return self.successor_ids._get_records_action()
