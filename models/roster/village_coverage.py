from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LegalVillage(models.Model):
    """Who answers for a village today (clause 一.2: a network over all villages)."""

    _inherit = "legal.village"

    in_scope = fields.Boolean(
        "Takes part", compute="_compute_in_scope", search="_search_in_scope"
    )
    assignment_ids = fields.One2many("legal.assignment", "village_id")
    assignment_count = fields.Integer(
        "Assignments", compute="_compute_assignment_count"
    )
    current_assignment_id = fields.Many2one(
        "legal.assignment", compute="_compute_current_assignment"
    )
    current_advisor_id = fields.Many2one(
        "legal.advisor",
        "Adviser today",
        compute="_compute_current_assignment",
    )
    is_covered = fields.Boolean(
        "Has an adviser today",
        compute="_compute_current_assignment",
        search="_search_is_covered",
    )

    @api.depends("in_scope_from")
    def _compute_in_scope(self):
        today = self.env.company._legal_today()
        for village in self:
            day = village.in_scope_from
            village.in_scope = bool(day and day <= today)

    def _search_in_scope(self, operator, value):
        if operator != "in":
            return NotImplemented
        joined = fields.Domain("in_scope_from", "<=", self.env.company._legal_today())
        return self._combine_boolean(value, joined, ~joined)

    @api.model
    def _combine_boolean(self, values, when_true, when_false):
        """Domain of a searchable boolean that is asked for by a set of values."""
        return fields.Domain.OR(
            domain
            for truth, domain in ((True, when_true), (False, when_false))
            if truth in values
        )

    def _compute_assignment_count(self):
        counts = dict(
            self.env["legal.assignment"]._read_group(
                [("village_id", "in", self._origin.ids)], ["village_id"], ["__count"]
            )
        )
        for village in self:
            village.assignment_count = counts.get(village._origin, 0)

    @api.model
    def _get_responsible_domain(self):
        """Assignments that make somebody answer for a village today."""
        today = self.env.company._legal_today()
        return fields.Domain(
            [
                ("state", "in", ("active", "ended")),
                ("date_start", "<=", today),
                ("date_end", ">=", today),
            ]
        )

    @api.depends(
        "assignment_ids.state", "assignment_ids.date_start", "assignment_ids.date_end"
    )
    def _compute_current_assignment(self):
        current = {
            assignment.village_id: assignment
            for assignment in self.env["legal.assignment"].search(
                fields.Domain("village_id", "in", self._origin.ids)
                & self._get_responsible_domain()
            )
        }
        for village in self:
            assignment = current.get(village._origin)
            village.current_assignment_id = assignment
            village.current_advisor_id = assignment and assignment.advisor_id
            village.is_covered = bool(assignment)

    def _search_is_covered(self, operator, value):
        if operator != "in":
            return NotImplemented
        covered = fields.Domain("assignment_ids", "any", self._get_responsible_domain())
        return self._combine_boolean(value, covered, ~covered)

    @api.constrains("active")
    def _check_archived_without_adviser(self):
        archived = self.filtered(lambda village: not village.active)
        if not archived:
            return
        assignment = self.env["legal.assignment"].search(
            [
                ("village_id", "in", archived.ids),
                ("state", "=", "active"),
                ("date_end", ">=", self.env.company._legal_today()),
            ],
            limit=1,
        )
        if assignment:
            raise ValidationError(
                self.env._(
                    "%(advisor)s still answers for %(village)s. End the assignment "
                    "before you archive the village.",
                    advisor=assignment.advisor_id.name,
                    village=assignment.village_id.display_name,
                )
            )

    def action_open_proposal(self):
        """Ask which adviser to propose for these villages."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose an adviser"),
            "res_model": "legal.assignment.propose",
            "view_mode": "form",
            "target": "new",
            "context": {"default_village_ids": self.ids},
        }

    def action_view_assignments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_assignment"
        )
        return action | {
            "domain": [("village_id", "=", self.id)],
            "context": {"default_village_id": self.id},
        }
