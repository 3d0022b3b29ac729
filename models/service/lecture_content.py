from odoo import api, fields, models
from odoo.exceptions import UserError

from .id_number import refuse_id_numbers

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

# What the assignment and the day say.
DERIVED_FIELDS = frozenset(
    {"company_id", "program_id", "village_id", "township_id", "quarter", "date_due"}
)
TEXTS = ("topic", "place", "wish")


class LegalLecture(models.Model):
    """What may still be edited, and what has to be said elsewhere."""

    _inherit = "legal.lecture"

    is_content_locked = fields.Boolean(compute="_compute_is_content_locked")

    @api.constrains(*TEXTS)
    def _check_no_id_number(self):
        refuse_id_numbers(self, TEXTS)

    @api.depends("state", "visit_id.number")
    def _compute_is_content_locked(self):
        for lecture in self:
            lecture.is_content_locked = (
                lecture.state not in EDITABLE_STATES or lecture.visit_id.sudo().number
            )

    @api.model
    def _get_guarded_fields(self):
        # A stored computed column could be written like any other over RPC.
        return super()._get_guarded_fields() | DERIVED_FIELDS

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_guard_lifted():
            return super().create(vals_list)
        told = [
            {name: vals[name] for name in DERIVED_FIELDS & vals.keys()}
            for vals in vals_list
        ]
        lectures = super().create(
            [
                {name: vals[name] for name in vals.keys() - DERIVED_FIELDS}
                for vals in vals_list
            ]
        )
        for lecture, derived in zip(lectures, told, strict=True):
            lecture._check_derived(derived)
        return lectures

    def write(self, vals):
        if not self._is_guard_lifted():
            self._check_editable(vals.keys())
        result = super().write(vals)
        if {"assignment_id", "advisor_id"} & vals.keys():
            # Nobody may hand a lecture to somebody whose lectures are not theirs.
            self.check_access("write")
        return result

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

    def _check_derived(self, told):
        """Refuse told values that disagree with the assignment and the day."""
        self.ensure_one()
        for name, value in told.items():
            field = self._fields[name]
            if value and field.convert_to_cache(value, self) != field.convert_to_cache(
                self.sudo()[name], self
            ):
                raise UserError(
                    self.env._(
                        "%(field)s follows from the assignment and the day: leave it "
                        "out, or give what fits them.",
                        field=field._description_string(self.env),
                    )
                )
