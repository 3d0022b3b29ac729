from odoo import fields, models
from odoo.tools import SQL

from .visit_owner import ENTRY_READERS


class LegalAssignment(models.Model):
    _name = "legal.assignment"
    _inherit = ["legal.assignment", "legal.visit.owner.mixin"]

    visit_ids = fields.One2many(
        "legal.visit", "assignment_id", "Service entries", groups=ENTRY_READERS
    )
    is_in_force = fields.Boolean(
        "In force today",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
    )

    def _get_visit_owner_path(self):
        return "assignment_id"

    def _lock_against_ending(self):
        """Make submitting and ending the same assignment exclude each other.

        Under REPEATABLE READ only a write does: of two transactions that update the
        same row the later one fails and Odoo runs it again.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE legal_assignment SET date_end = date_end WHERE id IN "
                "(SELECT id FROM legal_assignment WHERE id = ANY(%s) "
                "ORDER BY id FOR UPDATE)",
                self.ids,
            )
        )

    def _get_visit_context(self):
        return {"default_assignment_id": self.id} if len(self) == 1 else {}

    def _compute_is_in_force(self):
        for assignment in self:
            today = assignment.company_id._legal_today()
            assignment.is_in_force = (
                assignment.state in ("active", "ended")
                and assignment.date_start <= today <= assignment.date_end
            )

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._legal_today()
        in_force = (
            fields.Domain("state", "in", ("active", "ended"))
            & fields.Domain("date_start", "<=", today)
            & fields.Domain("date_end", ">=", today)
        )
        if {True, False} <= set(value):
            return fields.Domain.TRUE
        return in_force if True in value else ~in_force

    def _get_end_blockers(self, day):
        """No entry may be left behind beyond an assignment's last day."""
        blockers = super()._get_end_blockers(day)
        beyond = (
            self.env["legal.visit"]
            .sudo()
            ._read_group(
                [("assignment_id", "in", self.ids), ("date", ">", day)],
                ["assignment_id"],
                ["__count", "date:max"],
            )
        )
        for assignment, count, last_day in beyond:
            blockers.setdefault(
                assignment.with_env(self.env),
                self.env._(
                    "%(count)s entries lie after %(day)s, the last on %(last)s. Move "
                    "or delete them first.",
                    count=count,
                    day=fields.Date.to_string(day),
                    last=fields.Date.to_string(last_day),
                ),
            )
        return blockers

    def _get_cancel_blockers(self):
        """What something was recorded under is ended, not cancelled."""
        blockers = super()._get_cancel_blockers()
        recorded = (
            self.env["legal.visit"]
            .sudo()
            ._read_group(
                [("assignment_id", "in", self.ids)], ["assignment_id"], ["__count"]
            )
        )
        for assignment, count in recorded:
            blockers.setdefault(
                assignment.with_env(self.env),
                self.env._(
                    "%(count)s entries are recorded under it. End it instead.",
                    count=count,
                ),
            )
        return blockers
