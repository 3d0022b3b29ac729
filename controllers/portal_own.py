from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import replace_exceptions

from .portal import ADVISOR_GROUP


class AdvisorPages:
    """What the adviser's pages have in common: who, under what, and typed values."""

    def _check_advisor(self):
        if not request.env.user.has_group(ADVISOR_GROUP):
            raise request.not_found()

    def _get_assignments(self):
        return request.env["legal.assignment"].search(
            [
                ("advisor_id.user_id", "=", request.env.uid),
                ("state", "in", ("active", "ended")),
                ("program_id.state", "=", "open"),
            ],
            order="village_id, date_start DESC",
        )

    def _find_own(self, model, record_id):
        """The user's own record, empty when it is somebody else's or gone."""
        with replace_exceptions(ValueError, by=request.not_found()):
            record_id = int(record_id)
        return request.env[model].search(
            [("id", "=", record_id), ("advisor_id.user_id", "=", request.env.uid)]
        )

    def _to_assignment(self, form, allowed):
        assignment = allowed.filtered(
            lambda rec: rec.id == self._to_int(form.get("assignment_id"))
        )
        if not assignment:
            raise UserError(request.env._("Choose the village that you served."))
        return assignment

    def _to_text(self, value):
        return (value or "").strip()

    def _to_int(self, value):
        return int(value) if (value or "").isdecimal() else 0

    def _to_date(self, value):
        try:
            day = fields.Date.to_date(value)
        except ValueError:
            day = None
        if not day:
            raise UserError(request.env._("Enter the day of the service."))
        return day

    def _to_hour(self, value):
        try:
            hours, minutes = (value or "").split(":")[:2]
            hour = int(hours) + int(minutes) / 60
        except ValueError:
            hour = -1
        if not 0 <= hour <= 24:
            raise UserError(
                request.env._("Enter when the service began and when it ended.")
            )
        return hour

    def _to_choice(self, model, name, value):
        """A told value of a selection field, or the field's default."""
        field = request.env[model]._fields[name]
        if value in field.get_values(request.env):
            return value
        return field.default(request.env[model])
