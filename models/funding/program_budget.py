from odoo import fields, models

from .account_budget import Figures

MONEY_GROUPS = (
    "village_legal_advisor.group_legal_finance,"
    "village_legal_advisor.group_legal_leading,"
    "village_legal_advisor.group_legal_manager"
)


class LegalProgram(models.Model):
    """A year's money from appropriated to paid, and how it is controlled."""

    _inherit = "legal.program"

    budget_control = fields.Selection(
        [("warn", "Warn"), ("block", "Refuse")],
        "Over the appropriation",
        default="warn",
        required=True,
        tracking=True,
        help="What happens when a contract is confirmed or a bill is posted for more "
        "than is available. Refused ones pass only with a bureau manager's reason.",
    )
    appropriation_ids = fields.One2many(
        "legal.appropriation", "program_id", "Appropriations", groups=MONEY_GROUPS
    )
    fund_appropriated = fields.Monetary(
        "Appropriated", compute="_compute_funds", groups=MONEY_GROUPS
    )
    fund_received = fields.Monetary(
        "Received", compute="_compute_funds", groups=MONEY_GROUPS
    )
    fund_committed = fields.Monetary(
        "Committed", compute="_compute_funds", groups=MONEY_GROUPS
    )
    fund_actual = fields.Monetary(
        "Actual", compute="_compute_funds", groups=MONEY_GROUPS
    )
    fund_paid = fields.Monetary(
        "Amount paid", compute="_compute_funds", groups=MONEY_GROUPS
    )
    fund_available = fields.Monetary(
        "Available", compute="_compute_funds", groups=MONEY_GROUPS
    )

    def _compute_funds(self):
        accounts = self._get_source_accounts()
        figures = accounts._legal_get_figures()
        by_program = accounts.grouped("legal_program_id")
        for program in self:
            found = [
                figures[account] for account in by_program.get(program._origin, [])
            ]
            for name in Figures._fields:
                program[f"fund_{name}"] = sum(getattr(item, name) for item in found)

    def action_view_funds(self):
        """From appropriated to paid by source and township."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_fund_status"
        )
        return action | {
            "domain": [("program_id", "in", self.ids)],
            "context": {"search_default_group_source": 1},
        }

    def action_year_end(self):
        """Decide what becomes of commitments that are not billed."""
        self.ensure_one()
        self._check_group(
            "village_legal_advisor.group_legal_finance",
            "village_legal_advisor.group_legal_manager",
        )
        # Made here, so that the client sends back what was decided and nothing else.
        wizard = self.env["legal.year.end"].create([{"program_id": self.id}])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Year end of commitments"),
            "res_model": "legal.year.end",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }
