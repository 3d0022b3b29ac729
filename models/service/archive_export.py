from odoo import api, fields, models
from odoo.exceptions import UserError

OFFICER = "village_legal_advisor.group_legal_officer"
CRONS = ("ir_cron_archive_1", "ir_cron_archive_2")


class LegalArchiveExport(models.Model):
    """A year's closed volumes as files for the archive, by township.

    One PDF/A per volume, one index per township. The files are laid out in the
    background, a volume at a time (`archive_make.py`); what is to be made and what is
    missing is settled in `archive_lines.py`.
    """

    _name = "legal.archive.export"
    _description = "Archive export"
    _inherit = ["legal.guard.mixin", "legal.archive.count.mixin"]
    _order = "id DESC"
    _check_company_auto = True

    program_id = fields.Many2one(
        "legal.program",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_program(),
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    township_ids = fields.Many2many(
        "legal.township",
        string="Townships",
        check_company=True,
        help="Empty: all townships; they are filled in when the export starts.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("running", "Being made"),
            ("stopped", "Stopped"),
            ("done", "Finished"),
        ],
        default="draft",
        required=True,
        copy=False,
        index=True,
    )
    user_id = fields.Many2one("res.users", "Started by", readonly=True, copy=False)
    print_lang = fields.Char("Language of the files", readonly=True, copy=False)
    started_at = fields.Datetime("Started on", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended on", readonly=True, copy=False)
    set_ids = fields.One2many("legal.archive.township", "export_id", "Files")
    # For the rules alone, which read as the superuser: what they leave in the cache
    # must not be what a township reads of `set_ids`.
    rule_set_ids = fields.One2many(
        "legal.archive.township", "export_id", "Files (for the rules)"
    )
    line_ids = fields.One2many("legal.archive.volume", "export_id", "Volumes")
    problem_ids = fields.One2many(
        "legal.archive.volume",
        "export_id",
        "Not made",
        domain=[("state", "in", ("failed", "missing"))],
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "user_id",
            "print_lang",
            "started_at",
            "ended_at",
            "set_ids",
            "rule_set_ids",
            "line_ids",
            "problem_ids",
        }

    @api.model
    def _default_program(self):
        """The last year that has ended: its volumes are the ones being closed."""
        return self.env["legal.program"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_end", "<", self.env.company._legal_today()),
            ],
            limit=1,
        )

    @api.depends("program_id.year")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for export in self:
            export.display_name = self.env._(
                "Archive of %(year)s", year=export.program_id.year or ""
            )

    def write(self, vals):
        if {"program_id", "township_ids"} & vals.keys() and not self._is_guard_lifted():
            if any(export.state != "draft" for export in self):
                raise UserError(
                    self.env._(
                        "Year and townships of an export that was started stay as they "
                        "are. Make another export."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(export.state == "running" for export in self):
            raise UserError(self.env._("It is being made. Stop it first."))

    def unlink(self):
        self.check_access("unlink")
        # Nobody else may delete lines. Their files go with them, which a cascade of
        # the database would leave behind.
        self.sudo().line_ids.unlink()
        self.sudo().set_ids.unlink()
        return super().unlink()

    # === Steps ===

    def action_start(self):
        """Start, or go on: whatever is not made yet is made in the background.

        Of an export that has ended it makes the volumes that failed, and those that
        were closed since.

        :raises UserError: when it is running or nothing is left to be made
        """
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(
            {
                export: self.env._("It is being made already.")
                for export in self
                if export.state == "running"
            }
        )
        for export in self:
            export._prepare_lines()
        self._raise_blockers(
            {
                export: self.env._(
                    "There is no closed volume to be made: close the year's volumes "
                    "first."
                )
                for export in self
                if not export._count_queued()
            }
        )
        self._guarded_write(
            {
                "state": "running",
                "user_id": self.env.uid,
                "print_lang": self.env.lang,
                "started_at": fields.Datetime.now(),
                "ended_at": False,
            }
        )
        for name in CRONS:
            self.env.ref(f"village_legal_advisor.{name}").sudo()._trigger()
        return True

    def action_stop(self):
        """Stop after the volume at hand; what is made stays."""
        self._check_group(OFFICER)
        self.check_access("write")
        self._raise_blockers(
            {
                export: self.env._("Only an export that is being made can be stopped.")
                for export in self
                if export.state != "running"
            }
        )
        self._guarded_write({"state": "stopped"})
        return True

    def action_view_lines(self):
        """Open the volumes of the export, by township."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_archive_volume"
        )
        return action | {"domain": [("export_id", "=", self.id)]}

    def _count_queued(self):
        self.ensure_one()
        return self.env["legal.archive.volume"].search_count(
            [("export_id", "=", self.id), ("state", "=", "queued")]
        )
