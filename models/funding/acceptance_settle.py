from odoo import api, fields, models
from odoo.fields import Domain

from .acceptance import FINANCE, SEALED_STATES


class LegalAcceptance(models.Model):
    """A correction after acceptance leaves a difference, which another one settles."""

    _inherit = "legal.acceptance"

    is_to_settle = fields.Boolean(
        "Difference to settle",
        compute="_compute_is_to_settle",
        search="_search_is_to_settle",
        help="An evaluation that was accepted on has been corrected since.",
    )

    @api.depends("line_ids.is_corrected", "settled_by_ids")
    def _compute_is_to_settle(self):
        found = self.search(
            self._search_is_to_settle("in", [True]) & Domain("id", "in", self.ids)
        )
        for acceptance in self:
            acceptance.is_to_settle = acceptance._origin in found

    def _search_is_to_settle(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = (
            Domain("state", "in", SEALED_STATES)
            & Domain("settled_by_ids", "=", False)
            & Domain("line_ids.is_corrected", "=", True)
        )
        return self.env["legal.village"]._combine_boolean(value, domain, ~domain)

    def _get_lines_to_settle(self):
        """Lines whose amount would be another one today."""
        self.ensure_one()
        return self.line_ids.filtered("is_corrected")

    def action_settle(self):
        """Prepare the acceptances that settle what was corrected since.

        :raises UserError: where there is nothing to settle
        """
        self._check_group(FINANCE)
        self.check_access("write")
        self._raise_blockers(
            {
                acceptance: self.env._(
                    "%(acceptance)s has no difference to settle.",
                    acceptance=acceptance.display_name,
                )
                for acceptance in self
                if not acceptance.is_to_settle
            }
        )
        made = self.sudo()._guarded_create(
            [
                {
                    "order_id": acceptance.order_id.id,
                    "instalment_id": acceptance.instalment_id.id,
                    "settles_id": acceptance.id,
                }
                for acceptance in self
            ]
        )
        made = made.sudo(False)
        made._refresh_lines()
        return made._get_list_action()

    def _prepare_opinion(self, assignment):
        vals = super()._prepare_opinion(assignment)
        # The village has been asked already; the marks have changed, not the services.
        asked = self.settles_id.line_ids.filtered(
            lambda line: line.assignment_id == assignment
        )
        return vals | {
            name: asked[name]
            for name in ("opinion", "opinion_text", "opinion_by", "opinion_date")
            if asked
        }
