from odoo import fields, models

from .visit_owner import ENTRY_READERS


class ResPartner(models.Model):
    _inherit = "res.partner"

    legal_visit_count = fields.Integer(
        "Number of entries", compute="_compute_legal_visit_count", groups=ENTRY_READERS
    )

    def _compute_legal_visit_count(self):
        # By the firm of the time: advisers change firms, what they did does not.
        counts = self.env["legal.visit"]._read_group(
            [("assignment_id.firm_id", "in", self.ids)], ["assignment_id"], ["__count"]
        )
        by_firm = {}
        for assignment, count in counts:
            by_firm[assignment.firm_id] = by_firm.get(assignment.firm_id, 0) + count
        for partner in self:
            partner.legal_visit_count = by_firm.get(partner, 0)

    def action_view_legal_visits(self):
        """The ledger of the firm's advisers, by the firm of the time."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_visit"
        )
        return action | {
            "domain": [("assignment_id.firm_id", "in", self.ids)],
            "context": {},
        }
