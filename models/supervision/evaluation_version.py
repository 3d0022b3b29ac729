from odoo import models

from .evaluation_flow import MANAGER


class LegalEvaluation(models.Model):
    """Corrections of what is confirmed: a next version, the earlier one kept."""

    _inherit = "legal.evaluation"

    def action_correct(self, number=None, reason=None):
        """Open the next version of confirmed evaluations; the earlier ones stay.

        The new version begins as a draft with the same marks and goes the whole way
        again: computed anew, appraised, notified, confirmed. Until it is confirmed
        the earlier one counts.

        :param str number: number of the document that orders the correction
        :param str reason: why
        :return: the new versions, in the order of self
        """
        self._check_group(MANAGER)
        self.check_access("write")
        number = self._require_text(
            number, self.env._("Give the number of the document that orders it.")
        )
        reason = self._require_text(
            reason, self.env._("Give the reason for the correction.")
        )
        blockers = self._get_state_blockers(
            ("confirmed",), self.env._("Only a confirmed evaluation needs correcting.")
        )
        for evaluation in self - self._union(blockers):
            if not evaluation.is_current:
                blockers[evaluation] = self.env._("A later version has replaced it.")
            elif evaluation.superseded_by_id:
                blockers[evaluation] = self.env._(
                    "A correction is under way already: version %(version)s.",
                    version=evaluation.superseded_by_id.version,
                )
        self._raise_blockers(blockers)
        versions = self.sudo()._guarded_create(
            [
                evaluation._prepare_version_vals()
                | {
                    "correction_number": number,
                    "correction_reason": reason,
                    "corrected_by_id": self.env.uid,
                }
                for evaluation in self
            ]
        )
        self.env["legal.evaluation.line"].sudo()._guarded_create(
            [
                line._prepare_version_vals(version)
                for evaluation, version in zip(self, versions, strict=True)
                for line in evaluation.line_ids
            ]
        )
        for evaluation, version in zip(self, versions, strict=True):
            evaluation._guarded_write({"superseded_by_id": version.id})
        return self.browse(versions.ids)

    def action_view_versions(self):
        """All versions of the same assignment's evaluation."""
        return self.version_ids._get_records_action(name=self.env._("Versions"))

    def _prepare_version_vals(self):
        self.ensure_one()
        return {
            "assignment_id": self.assignment_id.id,
            "date_from": self.date_from,
            "date_to": self.date_to,
            "months": self.months,
            "version": self.version + 1,
            "is_current": False,
        }

    def _make_current(self):
        """Let confirmed corrections count in the place of what they correct."""
        earlier = self.search(
            [("superseded_by_id", "in", self.ids), ("is_current", "=", True)]
        )
        if earlier:
            # The database allows one current version: the old one steps back first.
            earlier._guarded_write({"is_current": False})
            earlier.flush_recordset()
            earlier.superseded_by_id._guarded_write({"is_current": True})
