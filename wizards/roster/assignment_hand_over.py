from odoo import api, fields, models


class LegalAssignmentHandOver(models.TransientModel):
    """One adviser ends, another answers for the villages from the next day on."""

    _name = "legal.assignment.hand.over"
    _description = "Hand-over to another adviser"
    _inherit = ["legal.reach.mixin"]

    assignment_ids = fields.Many2many("legal.assignment", required=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, required=True
    )
    advisor_id = fields.Many2one(
        "legal.advisor",
        "Successor",
        required=True,
        domain="[('company_id', '=', company_id), ('state', '=', 'certified')]",
        ondelete="cascade",
    )
    last_day = fields.Date(
        "Predecessor's last day",
        required=True,
        default=lambda self: self.env.company._legal_today(),
    )
    first_day = fields.Date("Successor's first day", compute="_compute_first_day")
    paid = fields.Boolean(
        default=True,
        help="Untick for a volunteer who declared in writing to serve unpaid.",
    )
    reason = fields.Text(required=True)
    cap_override_reason = fields.Text(
        "Reason for exceeding the cap",
        help="A bureau manager's reason, where the successor would serve more "
        "villages than the year's standard.",
    )

    @api.depends("last_day")
    def _compute_first_day(self):
        for wizard in self:
            wizard.first_day = wizard.last_day and fields.Date.add(
                wizard.last_day, days=1
            )

    def action_hand_over(self):
        """Hand over and show the successor's assignments."""
        self.ensure_one()
        successors = self.assignment_ids._hand_over(
            self.advisor_id,
            self.last_day,
            self.reason,
            self.cap_override_reason,
            self.paid,
        )
        return successors._get_records_action(
            name=self.env._("Assignments of the successor")
        )
