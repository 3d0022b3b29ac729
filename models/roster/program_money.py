from odoo import fields, models

FUNDING_BASES = [
    ("advisor", "Per adviser (每人)"),
    ("village", "Per village engagement"),
]
SHARE_HANDLINGS = [
    ("village", "The village pays the firm itself; proof is recorded"),
    ("township", "The township's account for village funds pays"),
    ("bureau", "The bureau collects, with a recorded legal basis"),
]


class LegalProgram(models.Model):
    """What a year pays, and the decisions that public money hangs on."""

    _inherit = "legal.program"

    currency_id = fields.Many2one(related="company_id.currency_id")
    fee = fields.Monetary("Fee per year", default=5000.0, tracking=True)
    village_share = fields.Monetary("Village's share", default=2000.0, tracking=True)
    transfer_share = fields.Monetary("Transfer payment", default=3000.0, tracking=True)
    fee_floor = fields.Monetary(
        "Fee at least",
        default=5000.0,
        tracking=True,
        help="Lowest fee per year that the policy guarantees (clause 六.3).",
    )
    funding_basis = fields.Selection(
        FUNDING_BASES,
        copy=False,
        tracking=True,
        help="Whether the fee is due once per adviser or once per village served.",
    )
    village_share_handling = fields.Selection(
        SHARE_HANDLINGS,
        "Who handles the village's share",
        copy=False,
        tracking=True,
    )
    legal_basis = fields.Char(
        "Legal basis for collecting",
        copy=False,
        tracking=True,
        help="Document that entitles the bureau to collect the village's share.",
    )
    approval_document = fields.Char(
        "Approving document number",
        copy=False,
        tracking=True,
        help="Number of the document that approved basis and handling of the money.",
    )

    _shares_add_up = models.Constraint(
        "CHECK (ROUND(village_share + transfer_share, 2) = ROUND(fee, 2) "
        "AND village_share >= 0 AND transfer_share >= 0)",
        "Village's share and transfer payment must add up to the fee.",
    )
    _fee_not_below_floor = models.Constraint(
        "CHECK (fee >= fee_floor)",
        "The fee is below the lowest fee that the policy guarantees.",
    )
