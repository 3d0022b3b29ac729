from odoo import api, fields, models


class LegalProcurement(models.Model):
    """No purchase is split to stay under the threshold (政府采购法实施条例 28)."""

    _inherit = "legal.procurement"

    order_count = fields.Integer("Number of contracts", compute="_compute_orders")
    order_amount = fields.Monetary(
        "Contracted",
        compute="_compute_orders",
        help="Total including tax of the orders that are not cancelled.",
    )
    threshold_state = fields.Selection(
        [
            ("unset", "No threshold set"),
            ("below", "Below the threshold"),
            ("program", "Together at the threshold"),
            ("project", "At the threshold"),
        ],
        "Threshold",
        compute="_compute_threshold",
    )
    threshold_warning = fields.Text(
        "Warning about the threshold", compute="_compute_threshold"
    )

    @api.depends("order_ids.amount_total_cc", "order_ids.state")
    def _compute_orders(self):
        # Totals of the contracts are for all who read the project; the contracts
        # themselves only for those who read orders.
        groups = self.env["purchase.order"].sudo()._get_legal_totals(self.ids)
        for project in self:
            count, amount = groups.get(project._origin.id, (0, 0.0))
            project.order_count = count
            project.order_amount = amount

    @api.depends("method", "budget", "order_amount", "program_id", "state")
    @api.depends_context("lang")
    def _compute_threshold(self):
        own = self.filtered(lambda project: project.method == "own_purchase")
        others = self - own
        others.threshold_state = False
        others.threshold_warning = False
        sums = own._get_own_purchases()
        for project in own:
            threshold = project.company_id.legal_procurement_threshold
            total = project._get_weight(project.order_amount)
            together = total + sum(
                weight
                for project_id, weight in sums.get(project.program_id.id, ())
                if project_id != project._origin.id
            )
            state = project._get_threshold_state(threshold, total, together)
            project.threshold_state = state
            project.threshold_warning = project._get_threshold_warning(
                state, threshold, total, together
            )

    def _get_weight(self, ordered):
        """What counts of a project: planned or contracted, whichever is more."""
        self.ensure_one()
        return 0.0 if self.state == "cancelled" else max(self.budget, ordered)

    def _get_own_purchases(self):
        """Own purchases of the programs, on whoever's screen this is.

        :return: {program's id: [(project's id, what counts of it)]}
        """
        # Splitting shows over all projects of the bureau only.
        projects = self.sudo().search(
            [
                ("program_id", "in", self.program_id.ids),
                ("method", "=", "own_purchase"),
                ("state", "!=", "cancelled"),
            ]
        )
        totals = projects.env["purchase.order"]._get_legal_totals(projects.ids)
        found = {}
        for project in projects:
            _count, ordered = totals.get(project.id, (0, 0.0))
            found.setdefault(project.program_id.id, []).append(
                (project.id, project._get_weight(ordered))
            )
        return found

    def _get_threshold_state(self, threshold, total, together):
        self.ensure_one()
        if self.state == "cancelled":
            return False
        if not threshold:
            return "unset"
        compare = self.company_id.currency_id.compare_amounts
        if compare(total, threshold) >= 0:
            return "project"
        return "program" if compare(together, threshold) >= 0 else "below"

    def _get_threshold_warning(self, state, threshold, total, together):
        self.ensure_one()
        currency = self.company_id.currency_id
        if state == "unset":
            return self.env._(
                "No threshold of government procurement is set (Settings > Village "
                "Legal Advisers): own purchases are compared with nothing."
            )
        if state == "project":
            return self.env._(
                "%(total)s reach the threshold of %(threshold)s: an own purchase is "
                "not allowed. Choose a legal procurement method.",
                total=currency.format(total),
                threshold=currency.format(threshold),
            )
        if state == "program":
            return self.env._(
                "The own purchases of %(program)s add up to %(together)s and reach the "
                "threshold of %(threshold)s together: a purchase is not split to stay "
                "under it. Buy them in one project by a legal procurement method.",
                program=self.program_id.display_name,
                together=currency.format(together),
                threshold=currency.format(threshold),
            )
        return False

    def action_view_orders(self):
        """The contracts of the project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "village_legal_advisor.action_contract_deadline"
        )
        return action | {
            "domain": [("legal_procurement_id", "=", self.id)],
            "context": {"default_legal_procurement_id": self.id},
        }
