from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .purchase_order import IN_FORCE


class PurchaseOrder(models.Model):
    """A contract and the procurement project that it came out of."""

    _inherit = "purchase.order"

    legal_procurement_id = fields.Many2one(
        "legal.procurement",
        "Procurement project",
        compute="_compute_legal_procurement_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        tracking=True,
    )
    legal_lot_id = fields.Many2one(
        "legal.procurement.lot",
        "Lot",
        compute="_compute_legal_lot_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    legal_threshold_warning = fields.Text(
        related="legal_procurement_id.threshold_warning"
    )
    legal_project_budget_warning = fields.Text(
        related="legal_procurement_id.budget_warning"
    )

    @api.depends("legal_supplement_of_id")
    def _compute_legal_procurement_id(self):
        for order in self:
            original = order.legal_supplement_of_id
            order.legal_procurement_id = (
                original.legal_procurement_id or order.legal_procurement_id
            )

    @api.depends("legal_procurement_id", "legal_supplement_of_id")
    def _compute_legal_lot_id(self):
        for order in self:
            lot = order.legal_supplement_of_id.legal_lot_id or order.legal_lot_id
            if lot.procurement_id != order.legal_procurement_id:
                lot = lot.browse()
            order.legal_lot_id = lot

    @api.onchange("legal_lot_id")
    def _onchange_legal_lot_id(self):
        if self.legal_lot_id.firm_id and not self.partner_id:
            self.partner_id = self.legal_lot_id.firm_id

    def _legal_was_in_force(self):
        """Whether one order is or was in force, cancelled ones included."""
        self.ensure_one()
        return self.state in IN_FORCE or bool(self.date_approve)

    # === In force only out of an awarded project ===

    def _confirmation_error_message(self):
        return self._get_procurement_blocker() or super()._confirmation_error_message()

    @api.constrains(
        "company_id",
        "legal_lot_id",
        "legal_procurement_id",
        "legal_program_id",
        "partner_id",
        "state",
    )
    def _check_legal_procurement(self):
        # Orders have no `_check_company_auto` of their own.
        self._check_company(
            ["legal_program_id", "legal_procurement_id", "legal_lot_id"]
        )
        for order in self:
            lot = order.legal_lot_id
            if lot and lot.procurement_id != order.legal_procurement_id:
                raise ValidationError(
                    self.env._(
                        "%(lot)s is no lot of the order's procurement project.",
                        lot=lot.display_name,
                    )
                )
        in_force = self.filtered(lambda rec: rec.state in IN_FORCE)
        in_force._lock_legal_projects()
        for order in in_force:
            if message := order._get_procurement_blocker():
                raise ValidationError(message)

    def _get_procurement_blocker(self):
        """Why an order may not come into force, or False.

        :rtype: str or bool
        """
        self.ensure_one()
        # Who confirms an order reads no more of the project than this sentence.
        order = self.sudo()
        project, lot = order.legal_procurement_id, order.legal_lot_id
        if not project:
            if not order.legal_program_id:
                return False
            return self.env._(
                "%(order)s is a contract of %(program)s and belongs to a procurement "
                "project: choose one on the page Procurement first.",
                order=order.name,
                program=order.legal_program_id.display_name,
            )
        if order.legal_program_id and project.program_id != order.legal_program_id:
            return self.env._(
                "%(project)s belongs to %(program)s, the contract to another program "
                "year. Choose a procurement project of the same year.",
                project=project.display_name,
                program=project.program_id.display_name,
            )
        if project.state != "awarded":
            return self.env._(
                "%(project)s is not awarded. Record the award there before its "
                "contracts are confirmed.",
                project=project.display_name,
            )
        firm = lot.firm_id.commercial_partner_id
        if firm and firm != order.partner_id.commercial_partner_id:
            return self.env._(
                "Lot %(lot)s was awarded to %(firm)s: the contract is made with that "
                "firm.",
                lot=lot.display_name,
                firm=firm.name,
            )
        return False

    def _lock_legal_projects(self):
        """Let one transaction only confirm contracts of a project or take it back."""
        self.sudo().legal_procurement_id._lock_against_contracts()

    @api.model
    def _get_legal_totals(self, project_ids):
        """Contracts of procurement projects, without the cancelled ones.

        :return: {project's id: (number, total including tax in the bureau's currency)}
        """
        groups = self._read_group(
            Domain("legal_procurement_id", "in", project_ids)
            & Domain("state", "!=", "cancel"),
            ["legal_procurement_id"],
            ["__count", "amount_total_cc:sum"],
        )
        return {project.id: (count, amount) for project, count, amount in groups}
