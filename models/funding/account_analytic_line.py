from odoo import api, models
from odoo.exceptions import UserError

from ..common.sentinel import GUARD

# Only Odoo's own making and removing of entries holds the sentinel under it: a key of
# its own, for what else happens on the way stays guarded.
SYNC = "legal_analytic"


def let_sync(records):
    """The records in an environment that may bring analytic entries up to date."""
    return records.with_context(**{SYNC: GUARD})


class AccountAnalyticLine(models.Model):
    """What a funding source received and spent follows from journal entries only.

    The figures are read from these rows. Odoo lets accountants edit them, and keeps
    them in step with the journal entry unless a caller's context says otherwise.
    """

    _inherit = "account.analytic.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._get_legal_entries()._refuse_legal_entry()
        return lines

    def write(self, vals):
        if not self._get_legal_fields() & vals.keys():
            return super().write(vals)
        before = {line: line._get_legal_content() for line in self._get_legal_entries()}
        result = super().write(vals)
        for line in self._get_legal_entries() | self.browse().union(*before):
            if line._get_legal_content() != before.get(line):
                line._refuse_legal_entry()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_legal_entry(self):
        # Odoo clears drafts of what is left there, whoever writes on them.
        self._get_legal_entries().filtered(
            lambda line: line.sudo().move_line_id.parent_state == "posted"
        )._refuse_legal_entry()

    @api.model
    def _get_legal_fields(self):
        return {"amount", "move_line_id", self._get_legal_column()}

    @api.model
    def _get_legal_column(self):
        plan = self.env.ref("village_legal_advisor.analytic_plan_funding").sudo()
        return plan._column_name()

    def _get_legal_content(self):
        """What the figures are read from."""
        self.ensure_one()
        line = self.sudo()
        return line.amount, line.move_line_id, line[self._get_legal_column()]

    def _get_legal_entries(self):
        """Those of these lines that tell what a journal entry did to a source."""
        if not self or self.env.context.get(SYNC) is GUARD:
            return self.browse()
        column = self._get_legal_column()
        return self.filtered(
            lambda line: (
                line.sudo().move_line_id and line.sudo()[column].legal_program_id
            )
        )

    def _refuse_legal_entry(self):
        for line in self:
            raise UserError(
                self.env._(
                    "%(item)s belongs to a journal entry of a funding source and "
                    "changes with it only: reset the journal entry to draft instead.",
                    item=line.display_name,
                )
            )
