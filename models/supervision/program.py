import logging

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class LegalProgram(models.Model):
    _inherit = "legal.program"

    is_current = fields.Boolean(
        "Running year", compute="_compute_is_current", search="_search_is_current"
    )

    @api.depends("date_start", "date_end")
    def _compute_is_current(self):
        today = self.env.company._legal_today()
        for program in self:
            start, end = program.date_start, program.date_end
            program.is_current = bool(start and end and start <= today <= end)

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._legal_today()
        current = Domain("date_start", "<=", today) & Domain("date_end", ">=", today)
        return Domain.OR(
            current if truth else ~current for truth in {bool(item) for item in value}
        )

    def write(self, vals):
        result = super().write(vals)
        if "monthly_hours" in vals:
            self._lock_assignments()
            self.env["legal.service.month"]._rebuild(self)
        return result

    def _lock_assignments(self):
        """Make new standards and activations at the same time exclude each other.

        Under REPEATABLE READ only a write does: an assignment that somebody is just
        activating would keep a month by the old standard.
        """
        self.env["legal.assignment"].flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE legal_assignment SET date_end = date_end WHERE id IN "
                "(SELECT id FROM legal_assignment WHERE program_id = ANY(%s) "
                "ORDER BY id FOR UPDATE)",
                self.ids,
            )
        )

    @api.model
    def _cron_repair_months(self):
        """Nightly: put right month rows that no longer agree with the entries.

        There should be none; what is found is logged as a warning.
        """
        programs = self.search([("state", "=", "open")])
        IrCron = self.env["ir.cron"]
        IrCron._commit_progress(remaining=len(programs))
        for program in programs:
            wrong = self.env["legal.service.month"]._rebuild(program)
            if wrong:
                _logger.warning(
                    "%s month rows of program %s were wrong and have been repaired",
                    wrong,
                    program.id,
                )
            if not IrCron._commit_progress(1):
                break
