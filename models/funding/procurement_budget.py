from odoo import api, fields, models


class LegalProcurement(models.Model):
    """Whether what was contracted stays within the project's budget."""

    _inherit = "legal.procurement"

    budget_warning = fields.Text(
        "Warning about the budget", compute="_compute_budget_warning"
    )

    @api.depends("budget", "order_amount")
    @api.depends_context("lang")
    def _compute_budget_warning(self):
        for project in self:
            currency = project.company_id.currency_id
            over = currency.compare_amounts(project.order_amount, project.budget) > 0
            project.budget_warning = over and self.env._(
                "The contracts of %(project)s come to %(total)s, more than its budget "
                "of %(budget)s. Nothing is bought above the budget: check the "
                "contracts, or have the budget raised before the award.",
                project=project.display_name,
                total=currency.format(project.order_amount),
                budget=currency.format(project.budget),
            )
