from odoo import api, fields, models

from .advisor_standing import OFFICER


class LegalAdvisor(models.Model):
    """Trainings that an adviser took part in, and what the form's buttons open."""

    _inherit = "legal.advisor"

    attendance_ids = fields.One2many(
        "legal.training.attendance", "advisor_id", "Trainings attended"
    )
    training_count = fields.Integer("Trainings", compute="_compute_training_count")

    @api.depends("attendance_ids")
    def _compute_training_count(self):
        counts = dict(
            self.env["legal.training.attendance"]._read_group(
                [("advisor_id", "in", self.ids)], ["advisor_id"], ["__count"]
            )
        )
        for advisor in self:
            advisor.training_count = counts.get(advisor, 0)

    def action_view_trainings(self):
        """The trainings with the advisers on their lists."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Trainings"),
            "res_model": "legal.training.attendance",
            "views": [(False, "list")],
            "domain": [("advisor_id", "in", self.ids)],
        }

    def action_open_makeup(self):
        """A new make-up training with the advisers on its list."""
        self._check_group(OFFICER)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make-up training"),
            "res_model": "legal.training",
            "views": [(False, "form")],
            "context": {
                "default_is_makeup": True,
                "default_attendance_ids": [
                    fields.Command.create({"advisor_id": advisor.id})
                    for advisor in self
                ],
            },
        }

    def action_open_reinstate(self):
        """Ask for the first day that suspended advisers serve again."""
        return self._open_status_wizard("reinstate")

    def action_open_leave(self):
        """Ask why advisers leave."""
        return self._open_status_wizard("leave")

    def _open_status_wizard(self, action):
        return self.env["legal.advisor.status.wizard"]._open(
            action, default_advisor_ids=self.ids
        )
