from odoo import api, fields, models
from odoo.fields import Domain

from .acceptance_parts import reckon
from .instalment import READERS


class LegalAcceptanceLine(models.Model):
    """What a line would say today, where its evaluation has been corrected since."""

    _inherit = "legal.acceptance.line"

    is_corrected = fields.Boolean(
        "Evaluation corrected",
        compute="_compute_is_corrected",
        search="_search_is_corrected",
    )
    difference = fields.Monetary(
        "Difference to settle", compute="_compute_difference", groups=READERS
    )

    @api.depends("evaluation_id.is_current")
    def _compute_is_corrected(self):
        corrected = self.filtered_domain(self._get_corrected_domain())
        for line in self:
            line.is_corrected = line in corrected

    def _search_is_corrected(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_corrected_domain()
        return self.env["legal.village"]._combine_boolean(value, domain, ~domain)

    @api.model
    def _get_corrected_domain(self):
        return Domain("evaluation_id", "!=", False) & Domain(
            "evaluation_id.is_current", "=", False
        )

    @api.depends("is_corrected", "accepted_share")
    def _compute_difference(self):
        """What the present grade proposes, less what was accepted before."""
        corrected = self.filtered("is_corrected")
        evaluations = self.env["legal.acceptance"]._get_current_evaluations(
            corrected.assignment_id
        )
        for line in self:
            line.difference = 0.0
            evaluation = evaluations.get(line.assignment_id)
            if line.is_corrected and evaluation:
                line.difference = line._reckon_difference(evaluation.grade)

    def _reckon_difference(self, grade):
        self.ensure_one()
        acceptance = self.acceptance_id
        share = self.proposed_share
        if acceptance.instalment_id.sudo().condition == "grade":
            share = acceptance._get_share_of_grade(grade, self.assignment_id)
        cents = 10**self.currency_id.decimal_places
        after = sum(
            reckon(
                round(self[f"fee_{source}"] * cents),
                self.weight_before,
                self.weight,
                share,
                round(self[f"received_{source}"] * cents),
            )
            for source in ("transfer", "village")
        )
        return after / cents - self.amount
