from odoo import api, fields, models

# What a person gives on a manual line.
APPRAISAL_FIELDS = frozenset({"score", "reason", "attachment_ids"})
# Who gives the marks of a manual line, and until when.
APPRAISAL_STATES = {
    "manual_township": ("draft",),
    "manual_bureau": ("draft", "preliminary"),
}


class LegalEvaluationLine(models.Model):
    """Marks that people give: whose turn it is, on which line."""

    _inherit = "legal.evaluation.line"

    is_editable = fields.Boolean(compute="_compute_is_editable")

    @api.depends("evaluation_state", "scorer", "is_current")
    @api.depends_context("uid")
    def _compute_is_editable(self):
        blockers = self._get_edit_blockers()
        for line in self:
            line.is_editable = line not in blockers

    def write(self, vals):
        if APPRAISAL_FIELDS & vals.keys() and not self._is_guard_lifted():
            self.check_access("write")
            guarded = self._get_guarded_fields() & vals.keys()
            if guarded:
                self._refuse_guarded(guarded)
            self._raise_blockers(self._get_edit_blockers())
            computed = self.filtered(lambda line: line.kind == "automatic")
            if computed and "score" in vals:
                computed._guarded_write(vals | {"is_adjusted": True})
                self = self - computed
        return super().write(vals)

    def _get_edit_blockers(self):
        """Why the user may not appraise here, per line.

        The township gives its marks while the evaluation is a draft, the bureau
        until the adviser is notified. Answering an objection, the bureau may change
        any line, always with a reason.

        :rtype: dict[legal.evaluation.line, str]
        """
        is_officer = self.env.su or self.env.user.has_group(
            "village_legal_advisor.group_legal_officer"
        )
        is_township = self.env.user.has_group(
            "village_legal_advisor.group_legal_township"
        )
        blockers = {}
        for line in self:
            state = line.evaluation_id.state
            if state == "objected" and not line.evaluation_id.answered_at:
                if not is_officer:
                    blockers[line] = self.env._(
                        "The bureau answers the objection; the township's marks stand."
                    )
            elif line.kind != "manual":
                blockers[line] = self.env._(
                    "These marks are computed from the year's records. Put the "
                    "records right and compute again."
                )
            elif state not in APPRAISAL_STATES[line.scorer]:
                blockers[line] = self.env._(
                    "The appraisal is over: the evaluation is no longer open for "
                    "these marks."
                )
            elif not is_officer and not (
                is_township and line.scorer == "manual_township"
            ):
                blockers[line] = self.env._("The bureau gives these marks.")
        return blockers

    def _prepare_cell(self, blocker):
        """What the grid shows of a line.

        :param blocker: why the user may not change it, or None
        :rtype: dict
        """
        self.ensure_one()
        return {
            "line_id": self.id,
            "criterion_id": self.criterion_id.id,
            "criterion": self.criterion_id.name,
            "sequence": self.sequence,
            "max_score": self.max_score,
            "score": self.score,
            "reason": self.reason or "",
            "file_count": len(self.attachment_ids),
            "blocker": blocker or "",
        }
