from odoo import fields, models

from ...models.supervision.score import PARAMETERS


class LegalCriteriaCorrectionLine(models.TransientModel):
    """One criterion as it shall be."""

    _name = "legal.criteria.correction.line"
    _description = "Corrected criterion"
    _inherit = ["legal.reach.mixin"]

    correction_id = fields.Many2one(
        "legal.criteria.correction", required=True, index=True, ondelete="cascade"
    )
    criterion_id = fields.Many2one("legal.criterion", required=True, readonly=True)
    scorer = fields.Selection(related="criterion_id.scorer")
    weight = fields.Float(required=True, digits=(6, 2))
    full_share = fields.Float("Full marks from a share of")
    late_credit = fields.Float("Credit for a late lecture")
    within_days = fields.Integer("Days to record an entry")
    deduction = fields.Float("Deduction per dispute")

    def _get_corrected_names(self):
        """The weight, and the parameters that this criterion's scorer has.

        :rtype: list[str]
        """
        self.ensure_one()
        return ["weight", *PARAMETERS[self.scorer]]
