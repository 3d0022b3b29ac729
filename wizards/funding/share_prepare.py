from odoo import api, fields, models


class LegalVillageSharePrepare(models.TransientModel):
    """Shows what preparing a year's village shares will do, then does it."""

    _name = "legal.village.share.prepare"
    _description = "Prepare village shares"
    _inherit = ["legal.reach.mixin"]

    program_id = fields.Many2one("legal.program", required=True, readonly=True)
    currency_id = fields.Many2one(related="program_id.currency_id")
    funding_basis = fields.Selection(related="program_id.funding_basis")
    handling = fields.Selection(related="program_id.village_share_handling")
    new_count = fields.Integer("New", compute="_compute_plan")
    new_amount = fields.Monetary("Due on new ones", compute="_compute_plan")
    changed_count = fields.Integer("To be reckoned anew", compute="_compute_plan")
    changed_amount = fields.Monetary("Change of these", compute="_compute_plan")
    kept_count = fields.Integer(
        "Left as paid on",
        compute="_compute_plan",
        help="Something was paid or called for on them already: they stay, though the "
        "assignments now come to another amount.",
    )
    blocker = fields.Text(compute="_compute_plan")

    @api.depends("program_id")
    def _compute_plan(self):
        Share = self.env["legal.village.share"]
        for wizard in self:
            program = wizard.program_id
            wizard.blocker = Share._get_prepare_blockers(program).get(program)
            plan = None if wizard.blocker or not program else Share._plan(program)
            changed = plan.changed if plan else {}
            wizard.new_count = len(plan.new) if plan else 0
            wizard.new_amount = sum(plan.new.values()) if plan else 0.0
            wizard.changed_count = len(changed)
            wizard.changed_amount = sum(
                due - share.amount_due for share, due in changed.items()
            )
            wizard.kept_count = len(plan.kept) if plan else 0

    def action_prepare(self):
        """Make and change the shares, and show the year's."""
        self.ensure_one()
        self.env["legal.village.share"]._prepare_year(self.program_id)
        return self.program_id.action_view_shares()

    def action_view_kept(self):
        """Those that stay as they are, to settle the difference by hand."""
        self.ensure_one()
        Share = self.env["legal.village.share"]
        kept = Share._plan(self.program_id).kept
        return Share._get_list_action([("id", "in", [share.id for share in kept])])
