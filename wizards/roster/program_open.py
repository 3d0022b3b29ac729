from odoo import fields, models


class LegalProgramOpen(models.TransientModel):
    """Ask what public money hangs on, both totals in sight, and open the year."""

    _name = "legal.program.open"
    _description = "Opening of a program year"
    _inherit = ["legal.reach.mixin"]

    program_id = fields.Many2one("legal.program", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="program_id.currency_id")
    fee = fields.Monetary(related="program_id.fee")
    advisor_count = fields.Integer(related="program_id.advisor_count")
    village_count = fields.Integer(related="program_id.village_count")
    total_per_advisor = fields.Monetary(related="program_id.total_per_advisor")
    total_per_village = fields.Monetary(related="program_id.total_per_village")
    funding_basis = fields.Selection(
        related="program_id.funding_basis", readonly=False, required=True
    )
    village_share_handling = fields.Selection(
        related="program_id.village_share_handling", readonly=False, required=True
    )
    legal_basis = fields.Char(related="program_id.legal_basis", readonly=False)
    approval_document = fields.Char(
        related="program_id.approval_document", readonly=False, required=True
    )

    def action_open(self):
        self.program_id.action_open()
        return {"type": "ir.actions.act_window_close"}
