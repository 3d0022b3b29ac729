from odoo import api, models

from .procurement_item import CONTRACT_KINDS, PROJECT_KINDS


class LegalProcurementItem(models.Model):
    """Making the checklists of projects and their contracts."""

    _inherit = "legal.procurement.item"

    @api.model
    def _prepare_items(self, projects):
        """Give projects and their contracts the items that they lack.

        :param projects: records of `legal.procurement`
        """
        projects = projects.filtered(lambda project: project.state != "cancelled")
        orders = (
            self.env["purchase.order"]
            .sudo()
            .search(
                [
                    ("legal_procurement_id", "in", projects.ids),
                    ("state", "=", "purchase"),
                ]
            )
        )
        known = {
            (project.id, order.id, kind)
            for project, order, kind in self.sudo()._read_group(
                [("procurement_id", "in", projects.ids)],
                ["procurement_id", "order_id", "kind"],
            )
        }
        wanted = [
            (project.id, False, kind)
            for project in projects
            for kind, _label in PROJECT_KINDS
        ] + [
            (order.legal_procurement_id.id, order.id, kind)
            for order in orders
            for kind, _label in CONTRACT_KINDS
        ]
        # The checklist follows from the project; nobody types it in.
        self.sudo()._guarded_create(
            [
                {"procurement_id": project, "order_id": order, "kind": kind}
                for project, order, kind in wanted
                if (project, order, kind) not in known
            ]
        )
