from odoo import api, fields, models

from ...models.roster.program_money import (
    FUNDING_BASES,
    SHARE_HANDLINGS,
)
from ...models.roster.program_state import (
    CORRECTABLE_FIELDS,
)


class LegalProgramCorrect(models.TransientModel):
    """Change locked standards of an open year, with a reason (rule 8)."""

    _name = "legal.program.correct"
    _description = "Correction of standards"
    _inherit = ["legal.reach.mixin"]

    program_id = fields.Many2one("legal.program", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="program_id.currency_id")
    reason = fields.Text(
        required=True, help="Why the standards of a running year change; kept for ever."
    )
    monthly_hours = fields.Float(
        "Hours per month and village",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    quarterly_lectures = fields.Integer(
        "Lectures per quarter and village",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    max_villages = fields.Integer(
        "Villages per adviser at most",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    certificate_grace_days = fields.Integer(
        "Days of grace for certificates",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    evaluation_cutoff = fields.Date(
        "Last month evaluated",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    grade_excellent = fields.Float(
        "Excellent from", compute="_compute_standards", store=True, readonly=False
    )
    grade_good = fields.Float(
        "Good from", compute="_compute_standards", store=True, readonly=False
    )
    grade_qualified = fields.Float(
        "Qualified from", compute="_compute_standards", store=True, readonly=False
    )
    fee = fields.Monetary(
        "Fee per year", compute="_compute_standards", store=True, readonly=False
    )
    village_share = fields.Monetary(
        "Village's share", compute="_compute_standards", store=True, readonly=False
    )
    transfer_share = fields.Monetary(
        "Transfer payment", compute="_compute_standards", store=True, readonly=False
    )
    fee_floor = fields.Monetary(
        "Fee at least", compute="_compute_standards", store=True, readonly=False
    )
    funding_basis = fields.Selection(
        FUNDING_BASES, compute="_compute_standards", store=True, readonly=False
    )
    village_share_handling = fields.Selection(
        SHARE_HANDLINGS,
        "Who handles the village's share",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    legal_basis = fields.Char(
        "Legal basis for collecting",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )
    approval_document = fields.Char(
        "Approving document number",
        compute="_compute_standards",
        store=True,
        readonly=False,
    )

    @api.depends("program_id")
    def _compute_standards(self):
        for wizard in self:
            for name in CORRECTABLE_FIELDS & self._fields.keys():
                wizard[name] = wizard.program_id[name]

    def action_correct(self):
        self.ensure_one()
        self.program_id._correct_standards(
            {name: self[name] for name in CORRECTABLE_FIELDS & self._fields.keys()},
            self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
