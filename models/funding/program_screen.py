from odoo import api, fields, models

from .program_budget import MONEY_GROUPS


class LegalProgram(models.Model):
    """A year's money on one screen: figures, what is to be done, what is to be paid."""

    _inherit = "legal.program"

    fund_source_ids = fields.One2many(
        "legal.fund.source", "program_id", "By funding source", groups=MONEY_GROUPS
    )
    fund_status_ids = fields.One2many(
        "legal.fund.status",
        "program_id",
        "By township",
        domain=[("township_id", "!=", False)],
        groups=MONEY_GROUPS,
    )

    @api.model
    def action_open_money(self):
        """The screen of the running year, or the choice where there is none.

        :return: an action; the first screen of whoever only counts money
        """
        company = self.env.company
        program = self._get_for_date(company, company._legal_today())
        return program._get_money_action()

    def action_view_money(self):
        """The money screen of a year."""
        return self._get_money_action()

    def _get_money_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_program_money"
        )
        if len(self) == 1:
            form = self.env.ref("village_legal_advisor.program_view_form_money")
            action |= {"views": [(form.id, "form")], "res_id": self.id}
        return action

    def action_view_funds_pivot(self):
        """The year's money by source and township, to be turned about."""
        return self._get_funds_action("pivot")

    def action_view_funds_graph(self):
        """The year's money as a graph."""
        return self._get_funds_action("graph")

    def _get_funds_action(self, first):
        action = self.action_view_funds()
        views = sorted(action["views"], key=lambda view: view[1] != first)
        return action | {"views": views, "context": {}}

    def action_view_program(self):
        """The year itself, with its standards and decisions."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_program"
        )
        return action | {"views": [(False, "form")], "res_id": self.id}
