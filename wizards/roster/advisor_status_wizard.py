from odoo import api, fields, models

from ...models.common.names import join_names


class LegalAdvisorStatusWizard(models.TransientModel):
    """Asks for the day and the reason of what changes an adviser's standing."""

    _name = "legal.advisor.status.wizard"
    _description = "Change of an adviser's standing"
    _inherit = ["legal.reach.mixin"]

    action = fields.Selection(
        [
            ("suspend", "Suspend"),
            ("reinstate", "Reinstate"),
            ("leave", "Record leaving"),
            ("revoke", "Revoke certificate"),
        ],
        required=True,
        readonly=True,
    )
    advisor_ids = fields.Many2many("legal.advisor", string="Legal advisers")
    certificate_ids = fields.Many2many("hr.employee.skill", string="Certificates")
    date = fields.Date(
        required=True, default=lambda self: self.env.company._legal_today()
    )
    reason = fields.Text()
    village_names = fields.Char("Villages today", compute="_compute_village_names")

    @api.depends("advisor_ids", "certificate_ids")
    def _compute_village_names(self):
        Assignment = self.env["legal.assignment"]
        for wizard in self:
            advisors = wizard.advisor_ids or wizard.certificate_ids.legal_advisor_id
            villages = Assignment.search(
                [
                    ("advisor_id", "in", advisors.ids),
                    *self.env["legal.advisor"]._get_today_domain(),
                ]
            ).village_id
            wizard.village_names = join_names(self.env, villages.mapped("display_name"))

    @api.model
    def _open(self, action, **context):
        """Action that opens the wizard.

        :param str action: one of the selection
        :param context: `default_advisor_ids` or `default_certificate_ids`
        """
        labels = dict(self._fields["action"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels[action],
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": context | {"default_action": action},
        }

    def action_apply(self):
        """Do what was asked; the advisers' own actions check the rules."""
        self.ensure_one()
        advisors = self.advisor_ids
        if self.action == "suspend":
            return advisors.action_suspend(self.date, self.reason)
        if self.action == "reinstate":
            return advisors.action_reinstate(self.date, self.reason)
        if self.action == "leave":
            return advisors.action_leave(self.reason)
        return self.certificate_ids.action_revoke(self.reason, self.date)
