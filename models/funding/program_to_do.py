from odoo import fields, models

from .program_budget import MONEY_GROUPS

CONTRACT_STEPS = {"sign": "to_sign_count", "publish": "to_publish_count"}
ACCEPTANCE_STEPS = {"draft": "to_check_count", "checked": "to_accept_count"}
SHARE_STEPS = {
    "to_arrange": "share_to_arrange_count",
    "outstanding": "share_outstanding_count",
}
COUNTS = (
    *CONTRACT_STEPS.values(),
    *ACCEPTANCE_STEPS.values(),
    *SHARE_STEPS.values(),
    "instalment_due_count",
    "to_post_count",
)


class LegalProgram(models.Model):
    """What somebody who answers for a year's money has to do next.

    Counted by the reader's own rights whenever the screen is opened: a handful of
    grouped queries, however many years there are.
    """

    _inherit = "legal.program"

    to_sign_count = fields.Integer(
        "Contracts to sign", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    to_publish_count = fields.Integer(
        "Contracts to publish", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    to_check_count = fields.Integer(
        "Acceptances to check", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    to_accept_count = fields.Integer(
        "Acceptances to decide", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    instalment_due_count = fields.Integer(
        "Instalments due", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    to_post_count = fields.Integer(
        "Bills to post", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    share_to_arrange_count = fields.Integer(
        "Shares to arrange", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    share_outstanding_count = fields.Integer(
        "Shares outstanding", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    share_outstanding_amount = fields.Monetary(
        "Not yet paid by villages", compute="_compute_to_do", groups=MONEY_GROUPS
    )
    to_do_count = fields.Integer("To do", compute="_compute_to_do", groups=MONEY_GROUPS)

    def _compute_to_do(self):
        contracts = self._count_to_do(
            "purchase.order",
            "legal_program_id",
            "legal_next_step",
            [("state", "!=", "cancel")],
        )
        acceptances = self._count_to_do("legal.acceptance", "program_id", "state", [])
        shares = self._count_to_do("legal.village.share", "program_id", "state", [])
        owed = dict(
            self.env["legal.village.share"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "outstanding")],
                ["program_id"],
                ["amount_outstanding:sum"],
            )
        )
        instalments = dict(
            self.env["legal.instalment"]._read_group(
                [("program_id", "in", self.ids), ("is_pressing", "=", True)],
                ["program_id"],
                ["__count"],
            )
        )
        drafts = self._get_bills([("state", "=", "draft")])
        for program in self:
            origin = program._origin
            for counts, steps in (
                (contracts, CONTRACT_STEPS),
                (acceptances, ACCEPTANCE_STEPS),
                (shares, SHARE_STEPS),
            ):
                for step, name in steps.items():
                    program[name] = counts.get((origin, step), 0)
            program.share_outstanding_amount = owed.get(origin, 0.0)
            program.instalment_due_count = instalments.get(origin, 0)
            program.to_post_count = len(drafts.get(origin, ()))
            program.to_do_count = sum(program[name] for name in COUNTS)

    def _count_to_do(self, model, program_field, step_field, domain):
        """How many records of a model stand at each step.

        :rtype: dict[tuple[legal.program, str], int]
        """
        groups = self.env[model]._read_group(
            [(program_field, "in", self.ids), *domain],
            [program_field, step_field],
            ["__count"],
        )
        return {(program, step): count for program, step, count in groups}

    # === The lists behind the counts ===

    def action_view_contracts_to_sign(self):
        """Contracts whose signing is the next step."""
        return self._get_to_do_action(
            "action_contract_deadline", "legal_program_id", "sign"
        )

    def action_view_contracts_to_publish(self):
        """Contracts whose publication is the next step."""
        return self._get_to_do_action(
            "action_contract_deadline", "legal_program_id", "publish"
        )

    def action_view_acceptances_to_check(self):
        """Acceptances in draft."""
        return self._get_to_do_action("action_acceptance", "program_id", "to_check")

    def action_view_acceptances_to_accept(self):
        """Acceptances that wait for the manager's decision."""
        return self._get_to_do_action("action_acceptance", "program_id", "to_accept")

    def action_view_instalments_due(self):
        """Instalments near their deadline that are not ready for payment."""
        return self._get_to_do_action("action_instalment", "program_id", "pressing")

    def action_view_shares_to_arrange(self):
        """Village shares that nobody bears yet."""
        return self._get_to_do_action(
            "action_village_share", "program_id", "to_arrange"
        )

    def action_view_shares_outstanding(self):
        """Village shares that are arranged and not paid in full."""
        return self._get_to_do_action(
            "action_village_share", "program_id", "outstanding"
        )

    def _get_to_do_action(self, xmlid, program_field, filter_name):
        """A list of these years under a filter that the reader can take off."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"village_legal_advisor.{xmlid}"
        )
        return action | {
            "domain": [(program_field, "in", self.ids)],
            "context": {f"search_default_{filter_name}": 1},
        }
