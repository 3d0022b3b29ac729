from odoo import fields, models

from ..common.names import join_names
from .performance import FINANCE, FULL_SCORE, MANAGER


class LegalPerformance(models.Model):
    """Finishing a self-assessment, and opening it again."""

    _inherit = "legal.performance"

    def action_compute(self):
        """Read money and indicators again; typed targets and reasons stay."""
        self._check_group(FINANCE, MANAGER)
        self.check_access("write")
        self._raise_blockers(self._get_not_draft_blockers())
        self._read_figures()
        return True

    def action_finish(self):
        """Finish it: complete, adding up to 100, every deviation explained.

        The figures are read again before, so that it tells what holds on that day.

        :raises UserError: one sentence per assessment that cannot be finished
        """
        self._check_group(FINANCE, MANAGER)
        self.check_access("write")
        self._raise_blockers(self._get_not_draft_blockers())
        self._read_figures()
        self._raise_blockers(self._get_finish_blockers())
        self._guarded_write(
            {
                "state": "done",
                "finished_at": fields.Datetime.now(),
                "finished_by_id": self.env.uid,
            }
        )
        return True

    def action_reopen(self):
        """Open a finished one again; the history says who did it and when."""
        self._check_group(MANAGER)
        self.check_access("write")
        self._raise_blockers(
            {
                record: self.env._("It is not finished.")
                for record in self
                if record.state != "done"
            }
        )
        self._guarded_write(
            {
                "state": "draft",
                "finished_at": False,
                "finished_by_id": False,
                "reopened_at": fields.Datetime.now(),
                "reopened_by_id": self.env.uid,
            }
        )
        return True

    def _get_not_draft_blockers(self):
        return {
            record: self.env._("It is finished already.")
            for record in self
            if record.state != "draft"
        }

    def _get_finish_blockers(self):
        """Why a draft cannot be finished.

        :rtype: dict[legal.performance, str]
        """
        blockers = {}
        for record in self:
            unexplained = record.line_ids._get_unexplained()
            if round(record.weight_total, 2) != FULL_SCORE:
                blockers[record] = self.env._(
                    "The full scores must add up to 100, 10 of them for the execution "
                    "of the budget; they come to %(total)s.",
                    total=round(record.weight_total, 2),
                )
            elif not (
                (record.goal_expected or "").strip()
                and (record.goal_actual or "").strip()
            ):
                blockers[record] = self.env._(
                    "Write down the goal of the year and what of it was reached."
                )
            elif unexplained:
                blockers[record] = self.env._(
                    "Give the reason for the deviation and what is done about it: "
                    "%(indicators)s.",
                    indicators=join_names(self.env, unexplained.mapped("name")),
                )
        return blockers
