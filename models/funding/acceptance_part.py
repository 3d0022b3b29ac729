from odoo import api, fields, models
from odoo.tools import SQL

from .acceptance import SEALED_STATES


class LegalAcceptancePart(models.AbstractModel):
    """Parts of an acceptance: final with it, added and removed before only."""

    _name = "legal.acceptance.part.mixin"
    _description = "Part of an acceptance"
    _inherit = ["legal.guard.mixin", "legal.sealed.mixin"]

    acceptance_id = fields.Many2one(
        "legal.acceptance",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="acceptance_id.company_id", store=True, index=True, precompute=True
    )
    acceptance_state = fields.Selection(
        related="acceptance_id.state", string="State of the acceptance"
    )

    def _is_sealed(self):
        self.ensure_one()
        return self.acceptance_id.state in SEALED_STATES

    @api.model
    def _get_sealed_sql(self, row):
        return SQL(
            "EXISTS (SELECT 1 FROM legal_acceptance a "
            "WHERE a.id = %s.acceptance_id AND a.state IN %s)",
            row,
            SEALED_STATES,
        )

    @api.model
    def _is_insert_sealed(self):
        return True
