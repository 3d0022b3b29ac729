from odoo import api, fields, models

READERS = (
    "village_legal_advisor.group_legal_officer,"
    "village_legal_advisor.group_legal_township,"
    "village_legal_advisor.group_legal_finance,"
    "village_legal_advisor.group_legal_leading"
)


class ResPartner(models.Model):
    """Law firms and legal service offices."""

    _inherit = "res.partner"

    is_legal_firm = fields.Boolean(
        "Legal service firm",
        index="btree_not_null",
        help="Law firm or legal service office that legal advisers belong to.",
    )
    legal_firm_kind = fields.Selection(
        [("law_firm", "Law firm"), ("service_office", "Legal service office")],
        "Kind of firm",
    )
    legal_advisor_ids = fields.One2many(
        "legal.advisor", "firm_id", "Legal advisers", groups=READERS
    )
    legal_advisor_count = fields.Integer(
        "Number of legal advisers",
        compute="_compute_legal_advisor_count",
        groups=READERS,
    )
    legal_assignment_count = fields.Integer(
        "Number of assignments",
        compute="_compute_legal_assignment_count",
        groups=READERS,
    )

    def _compute_legal_advisor_count(self):
        counts = dict(
            self.env["legal.advisor"]._read_group(
                [("firm_id", "in", self.ids)], ["firm_id"], ["__count"]
            )
        )
        for partner in self:
            partner.legal_advisor_count = counts.get(partner, 0)

    def _compute_legal_assignment_count(self):
        counts = dict(
            self.env["legal.assignment"]._read_group(
                [("firm_id", "in", self.ids)], ["firm_id"], ["__count"]
            )
        )
        for partner in self:
            partner.legal_assignment_count = counts.get(partner, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("is_legal_firm"):
                vals["is_company"] = True
                # A bureau's firms are its own; sharing one is a decision.
                vals.setdefault("company_id", self.env.company.id)
        return super().create(vals_list)

    def action_view_legal_advisors(self):
        """Advisers of the firm today."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Legal advisers"),
            "res_model": "legal.advisor",
            "views": [(False, "kanban"), (False, "list"), (False, "form")],
            "domain": [("firm_id", "in", self.ids)],
            "context": {"default_firm_id": self[:1].id},
        }

    def action_view_legal_assignments(self):
        """Assignments of its advisers, by the firm of the time."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assignments"),
            "res_model": "legal.assignment",
            "views": [(False, "list"), (False, "form")],
            "domain": [("firm_id", "in", self.ids)],
        }
