from odoo import fields
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

MAX_PHOTO_BYTES = 8 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")


class ServiceForm:
    """Turns the adviser's form into an entry, or says what is missing in it."""

    def _create_visit(self, form):
        env = request.env
        assignment = env["legal.assignment"].search(
            [
                ("id", "=", self._to_int(form.get("assignment_id"))),
                ("id", "in", self._get_assignments().ids),
            ]
        )
        if not assignment:
            raise UserError(env._("Choose the village that you served."))
        day = self._to_date(form.get("date"))
        start = self._to_hour(form.get("time_start"))
        stop = self._to_hour(form.get("time_stop"))
        if stop <= start:
            raise UserError(env._("The service must end after it begins."))
        mode = self._to_choice("legal.visit", "service_mode", form)
        vals = {
            "assignment_id": assignment.id,
            "service_mode": mode,
            "service_form": self._to_choice("legal.visit", "service_form", form),
            "place": (form.get("place") or "").strip(),
            "source": "phone",
            "supplement_reason": (form.get("supplement_reason") or "").strip(),
            "matter_ids": [fields.Command.create(self._prepare_matter_vals(form))],
        }
        if mode == "on_site":
            company = assignment.company_id
            vals["time_start"] = company._legal_utc(day, start)
            vals["time_stop"] = company._legal_utc(day, stop)
        else:
            vals["date"] = day
            vals["minutes"] = round((stop - start) * 60)
        visit = env["legal.visit"].create(vals)
        self._attach_photo(visit, form.get("photo"))
        return visit

    def _prepare_matter_vals(self, form):
        env = request.env
        category = env["legal.matter.category"].search(
            [("id", "=", self._to_int(form.get("category_id")))]
        )
        summary = (form.get("summary") or "").strip()
        if not category or not summary:
            raise UserError(
                env._("Choose a category and say in a few words what it was about.")
            )
        return {
            "client_kind": self._to_choice("legal.matter", "client_kind", form),
            "category_id": category.id,
            "summary": summary,
            "advice": (form.get("advice") or "").strip(),
        }

    def _attach_photo(self, visit, photo):
        if not photo or not photo.filename:
            return
        content = photo.read()
        # What the file is, not what the browser calls it.
        mimetype = guess_mimetype(content)
        if len(content) > MAX_PHOTO_BYTES or mimetype not in PHOTO_TYPES:
            raise UserError(
                request.env._("The photo must be a JPEG, PNG or WebP of at most 8 MB.")
            )
        # The entry was created and may be edited by this user: checked above by
        # create(); attachments as such are closed to portal users.
        attachment = (
            request.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": request.env._("Proof of presence"),
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": visit._name,
                    "res_id": visit.id,
                }
            )
        )
        visit.sudo().proof_ids = [fields.Command.link(attachment.id)]

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

    def _to_choice(self, model, name, form):
        """The form's value of a selection field, or its default."""
        field = request.env[model]._fields[name]
        value = form.get(name)
        if value in field.get_values(request.env):
            return value
        return field.default(request.env[model])
