from odoo import api, fields, models
from odoo.exceptions import UserError


class LegalProcurementLot(models.Model):
    """A part (包) of a procurement project that is awarded on its own."""

    _name = "legal.procurement.lot"
    _description = "Lot"
    _inherit = ["legal.reach.mixin"]
    _order = "procurement_id, number, id"
    _check_company_auto = True

    procurement_id = fields.Many2one(
        "legal.procurement",
        "Procurement project",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="procurement_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    number = fields.Char("Lot number", required=True)
    name = fields.Char(required=True)
    budget = fields.Monetary()
    township_ids = fields.Many2many(
        "legal.township", string="Townships", check_company=True
    )
    firm_id = fields.Many2one(
        "res.partner",
        "Awarded to",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("is_legal_firm", "=", True)],
    )

    _number_unique = models.Constraint(
        "UNIQUE (procurement_id, number)",
        "The project has a lot with this number already.",
    )
    _budget_positive = models.Constraint(
        "CHECK (budget >= 0)", "A budget is not negative."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for lot in self:
            lot.display_name = " ".join(filter(None, (lot.number, lot.name)))

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        lots._check_not_awarded()
        return lots

    def write(self, vals):
        self._check_not_awarded()
        result = super().write(vals)
        if "procurement_id" in vals:
            self._check_not_awarded()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_awarded(self):
        self._check_not_awarded()

    def _check_not_awarded(self):
        """Lots are settled with the award.

        :raises UserError: naming the project
        """
        for project in self.procurement_id:
            if project.state in ("awarded", "cancelled"):
                raise UserError(
                    self.env._(
                        "The lots of %(project)s stay as they were awarded. Take the "
                        "project back to preparation first.",
                        project=project.display_name,
                    )
                )
