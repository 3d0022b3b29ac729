from collections import namedtuple

from odoo import api, models
from odoo.tools import SQL

from ..common.row_copies import insert_copies

# What preparing a year would do: {village id: amount} of new rows, {share: amount} of
# rows that change, those of rows that stay because something was paid on them.
Plan = namedtuple("Plan", "new changed kept")


class LegalVillageShare(models.Model):
    """Making a year's shares from who served whom; repeatable."""

    _inherit = "legal.village.share"

    @api.model
    def _plan(self, program):
        """Compare a year's shares with what its assignments cost.

        :rtype: Plan
        """
        dues = program._get_village_dues()
        shares = self.search([("program_id", "=", program.id)])
        touched = set(shares._get_touched()._ids)
        changed, kept = {}, {}
        compare = program.currency_id.compare_amounts
        for share in shares:
            due = dues.pop(share.village_id.id, 0.0)
            same = not compare(share.amount_due, due)
            if same and share.handling == program.village_share_handling:
                continue
            if share.id not in touched:
                changed[share] = due
            elif not same:
                kept[share] = due
        return Plan(dues, changed, kept)

    @api.model
    def _prepare_year(self, program):
        """Make the rows that are missing, and reckon anew those without payments.

        :return: the new shares and those that changed
        :rtype: tuple[legal.village.share, legal.village.share]
        :raises UserError: while the year is a draft
        """
        self._check_may_account()
        self.check_access("create")
        program.check_access("read")
        self._raise_blockers(self._get_prepare_blockers(program))
        self._lock_year(program)
        plan = self._plan(program)
        changed = self.browse().concat(*plan.changed)
        changed._lock()
        by_amount = {}
        for share, due in plan.changed.items():
            by_amount.setdefault(due, []).append(share.id)
        for due, ids in by_amount.items():
            # A column for each amount, not a message for each village.
            self.browse(ids).with_context(tracking_disable=True)._guarded_write(
                {"amount_due": due, "handling": program.village_share_handling}
            )
        new = self._insert(program, plan.new)
        return new, changed

    @api.model
    def _get_prepare_blockers(self, program):
        if program.state == "draft":
            return {
                program: self.env._(
                    "%(program)s is not open. A bureau manager decides about the money "
                    "and opens it first.",
                    program=program.display_name,
                )
            }
        return {}

    @api.model
    def _lock_year(self, program):
        """Of two who prepare a year at once the later one runs again."""
        program.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE legal_program SET year = year WHERE id = %s", program.id)
        )

    @api.model
    def _insert(self, program, dues):
        """Insert shares, the first one as any record, the rest as its copies."""
        if not dues:
            return self.browse()
        villages = self.env["legal.village"].browse(dues).sorted("code")
        first, rest = villages[0], villages[1:]
        shares = self.with_context(tracking_disable=True)._guarded_create(
            [
                {
                    "program_id": program.id,
                    "village_id": first.id,
                    "handling": program.village_share_handling,
                    "amount_due": dues[first.id],
                }
            ]
        )
        if rest:
            amounts = [dues[village.id] for village in rest]
            shares += insert_copies(
                shares,
                {
                    "village_id": rest.ids,
                    "township_id": [village.township_id.id for village in rest],
                    "amount_due": amounts,
                    "amount_outstanding": amounts,
                },
            )
        return shares.with_env(self.env)
