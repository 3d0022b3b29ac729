from odoo import fields, models


class LegalProgram(models.Model):
    """A year's village shares, counted and shown."""

    _inherit = "legal.program"

    share_count = fields.Integer("Village shares", compute="_compute_share_count")

    def _compute_share_count(self):
        Share = self.env["legal.village.share"]
        counts = {}
        # Advisers read the year, too, and no money.
        if Share.has_access("read"):
            groups = Share._read_group(
                [("program_id", "in", self.ids)], ["program_id"], ["__count"]
            )
            counts = dict(groups)
        for program in self:
            program.share_count = counts.get(program, 0)

    def action_prepare_shares(self):
        """Show what preparing the year's village shares would do."""
        self.ensure_one()
        self.env["legal.village.share"]._check_may_account()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Prepare village shares"),
            "res_model": "legal.village.share.prepare",
            "view_mode": "form",
            "target": "new",
            "context": {"default_program_id": self.id},
        }

    def action_view_shares(self):
        """The village shares of these years."""
        return self.env["legal.village.share"]._get_list_action(
            [("program_id", "in", self.ids)]
        )
