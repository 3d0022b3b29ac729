from odoo import api, fields, models
from odoo.fields import Command


class LegalContractPrepare(models.TransientModel):
    """Shows what the contracts of a year lack, and prepares them."""

    _name = "legal.contract.prepare"
    _description = "Prepare contracts"
    _inherit = "legal.reach.mixin"

    program_id = fields.Many2one(
        "legal.program", "Program year", required=True, readonly=True
    )
    currency_id = fields.Many2one(related="program_id.currency_id")
    procurement_id = fields.Many2one(
        "legal.procurement",
        "Procurement project",
        compute="_compute_procurement_id",
        store=True,
        readonly=False,
        domain="[('program_id', '=', program_id), ('state', '!=', 'cancelled')]",
        help="New contracts belong to this project; it can be chosen on the contract, "
        "too, and has to be before it is confirmed.",
    )
    line_ids = fields.One2many(
        "legal.contract.prepare.line",
        "wizard_id",
        "Changes",
        compute="_compute_plan",
        store=True,
    )
    problems = fields.Text("Not prepared", compute="_compute_plan", store=True)
    is_empty = fields.Boolean(compute="_compute_plan", store=True)

    @api.depends("program_id")
    def _compute_procurement_id(self):
        for wizard in self:
            projects = self.env["legal.procurement"].search(
                [
                    ("program_id", "=", wizard.program_id.id),
                    ("state", "!=", "cancelled"),
                ],
                limit=2,
            )
            wizard.procurement_id = projects if len(projects) == 1 else False

    @api.depends("program_id")
    def _compute_plan(self):
        for wizard in self:
            changes, problems = wizard.program_id._plan_contracts()
            by_payee = {}
            for change in changes:
                payee = change.payee or change.lines.order_id.partner_id[:1]
                by_payee.setdefault(payee, []).append(change)
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(self._prepare_line(payee, found))
                    for payee, found in by_payee.items()
                ),
            ]
            wizard.is_empty = not by_payee
            wizard.problems = "\n".join(
                self.env["legal.assignment"]._list_blockers(problems)
            )

    @api.model
    def _prepare_line(self, payee, changes):
        present = sum(change.present for change in changes)
        due = sum(change.due for change in changes)
        villages = {change.assignment.village_id for change in changes}
        return {
            "partner_id": payee.id,
            "village_count": len(villages),
            "present": present,
            "due": due,
            "difference": due - present,
        }

    def action_apply(self):
        """Prepare the contracts and show those that were made or changed."""
        self.ensure_one()
        orders = self.program_id._apply_contracts(self.procurement_id)
        return self.program_id._get_contracts_action(orders)
