from odoo import api, fields, models
from odoo.exceptions import UserError

EDITABLE_STATES = ("planned", "held", "returned")
# What the service entry says from the moment it exists.
VISIT_FIELDS = frozenset(
    {"assignment_id", "advisor_id", "date", "hour_from", "hour_to", "place"}
)
CONTENT_FIELDS = VISIT_FIELDS | {
    "topic",
    "audience_ids",
    "audience_count",
    "is_wished",
    "wish",
}


class LegalLecture(models.Model):
    """What may still be edited, and what has to be said elsewhere."""

    _inherit = "legal.lecture"

    is_content_locked = fields.Boolean(compute="_compute_is_content_locked")

    @api.depends("state", "visit_id.number")
    def _compute_is_content_locked(self):
        for lecture in self:
            lecture.is_content_locked = (
                lecture.state not in EDITABLE_STATES or lecture.visit_id.sudo().number
            )

    def write(self, vals):
        if not self._is_guard_lifted():
            self._check_editable(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(lecture.state != "planned" for lecture in self):
            raise UserError(
                self.env._(
                    "A lecture that was held stays on record; only plans are deleted."
                )
            )

    def _check_editable(self, names):
        """Refuse what must not be edited any more, saying what to do instead."""
        content = CONTENT_FIELDS & names
        edited = content | ({"outline_ids"} & names)
        if not edited:
            return
        for lecture in self:
            if lecture.state == "filed":
                reason = self.env._("The lecture is filed: filed is final.")
            elif lecture.state not in EDITABLE_STATES:
                reason = self.env._(
                    "The outline is with the township's judicial office. Have it "
                    "returned before changing anything."
                )
            elif content and lecture.visit_id.sudo().number:
                reason = self.env._(
                    "The lecture's service entry is confirmed and numbered, so its "
                    "content is final. Only the outline can still be changed."
                )
            elif lecture.visit_id and VISIT_FIELDS & names:
                reason = self.env._(
                    "Who, when and where are written in the service entry %(entry)s. "
                    "Change them there.",
                    entry=lecture.visit_id.sudo().display_name,
                )
            else:
                continue
            self._raise_blockers({lecture: reason})
