from odoo import api, fields, models


class LegalAssignmentPropose(models.TransientModel):
    """Propose one adviser for several villages, from the list of uncovered ones."""

    _name = "legal.assignment.propose"
    _description = "Proposal of an adviser"
    _inherit = ["legal.reach.mixin"]

    village_ids = fields.Many2many("legal.village", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    program_id = fields.Many2one(
        "legal.program",
        required=True,
        ondelete="cascade",
        domain="[('company_id', '=', company_id), ('state', '!=', 'closed')]",
        default=lambda self: self.env["legal.assignment"]._default_program_id(),
    )
    advisor_id = fields.Many2one(
        "legal.advisor",
        "Legal adviser",
        required=True,
        ondelete="cascade",
        domain="[('company_id', '=', company_id), ('state', '!=', 'left')]",
    )
    load = fields.Integer(
        "Villages already",
        compute="_compute_load",
        help="Villages that the adviser serves or is proposed for in the period.",
    )
    date_start = fields.Date(
        "First day", compute="_compute_dates", store=True, readonly=False, required=True
    )
    date_end = fields.Date(
        "Last day", compute="_compute_dates", store=True, readonly=False, required=True
    )
    paid = fields.Boolean(default=True)

    @api.depends("program_id")
    def _compute_dates(self):
        for wizard in self:
            program = wizard.program_id
            today = self.env.company._legal_today()
            wizard.date_start = program.date_start and max(program.date_start, today)
            wizard.date_end = program.date_end

    @api.depends("advisor_id", "date_start", "date_end")
    def _compute_load(self):
        for wizard in self:
            wizard.load = len(
                self.env["legal.assignment"]
                .search(
                    [
                        ("advisor_id", "=", wizard.advisor_id.id),
                        ("state", "!=", "cancelled"),
                        ("date_start", "<=", wizard.date_end),
                        ("date_end", ">=", wizard.date_start),
                    ]
                )
                .village_id
            )

    def action_propose(self):
        """Create the proposals and show them."""
        return self._propose()._get_records_action(
            name=self.env._("Proposed assignments")
        )

    def action_propose_and_activate(self):
        """Create the assignments and put them into force at once."""
        self._propose().action_activate()
        return {"type": "ir.actions.act_window_close"}

    def _propose(self):
        self.ensure_one()
        return self.env["legal.assignment"].create(
            [
                {
                    "program_id": self.program_id.id,
                    "village_id": village.id,
                    "advisor_id": self.advisor_id.id,
                    "date_start": self.date_start,
                    "date_end": self.date_end,
                    "paid": self.paid,
                }
                for village in self.village_ids
            ]
        )
