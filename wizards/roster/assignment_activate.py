from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalAssignmentActivate(models.TransientModel):
    """Activate many proposals at once; what cannot go ahead is named beforehand."""

    _name = "legal.assignment.activate"
    _description = "Activation of assignments"
    _inherit = ["legal.reach.mixin"]

    assignment_ids = fields.Many2many("legal.assignment")
    ready_ids = fields.Many2many(
        "legal.assignment", string="Ready ones", compute="_compute_findings"
    )
    over_cap_ids = fields.Many2many(
        "legal.assignment", string="Ones beyond the cap", compute="_compute_findings"
    )
    blocked_ids = fields.Many2many(
        "legal.assignment", string="Blocked ones", compute="_compute_findings"
    )
    ready_count = fields.Integer("Ready", compute="_compute_findings")
    over_cap_count = fields.Integer("Beyond the cap", compute="_compute_findings")
    blocked_count = fields.Integer("Not possible yet", compute="_compute_findings")
    blocker_note = fields.Text("Reasons", compute="_compute_findings")
    over_cap_note = fields.Text("Over the cap", compute="_compute_findings")
    cap_override_reason = fields.Text(
        "Reason for exceeding the cap",
        help="Only a bureau manager may allow more villages than the year's standard; "
        "the reason is kept on the assignments.",
    )

    @api.depends("assignment_ids")
    def _compute_findings(self):
        for wizard in self:
            chosen = wizard.assignment_ids._origin
            blockers = chosen._get_activate_blockers()
            nobody = chosen.browse()
            possible = chosen - nobody.concat(*blockers)
            over_cap = possible._get_over_cap()
            beyond = nobody.concat(*over_cap)
            wizard.blocked_ids = chosen - possible
            wizard.over_cap_ids = beyond
            wizard.ready_ids = possible - beyond
            wizard.blocked_count = len(wizard.blocked_ids)
            wizard.over_cap_count = len(beyond)
            wizard.ready_count = len(wizard.ready_ids)
            wizard.blocker_note = self._join(blockers)
            wizard.over_cap_note = self._join(
                possible._get_over_cap_sentences(over_cap)
            )

    @api.model
    def _join(self, sentences):
        return "\n".join(self.env["legal.assignment"]._list_blockers(sentences))

    def action_activate(self):
        """Activate those that are ready, and those beyond the cap with a reason."""
        self.ensure_one()
        chosen = self.ready_ids
        if (self.cap_override_reason or "").strip():
            chosen |= self.over_cap_ids
        if not chosen:
            raise UserError(
                self.env._(
                    "None of the chosen assignments can become active. The list says "
                    "why."
                )
            )
        chosen.action_activate(self.cap_override_reason)
        return {"type": "ir.actions.act_window_close"}
