from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request
from odoo.tools import replace_exceptions

from .portal import ADVISOR_GROUP, ADVISOR_URL

MAX_PHOTO_BYTES = 8 * 1024 * 1024
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")
RECENT_ENTRIES = 20
# What a service of the same adviser usually shares with the one before.
PREFILLED = ("assignment_id", "place", "service_mode", "service_form")


class PortalAdvisor(http.Controller):
    """The adviser's phone page: log a service in a minute, see the standing."""

    @http.route(ADVISOR_URL, type="http", auth="user", website=True, methods=["GET"])
    def services(self, logged=None, **kwargs):
        self._check_advisor()
        done = logged and self._find_own_entry(logged)
        return request.render(
            "village_legal_advisor.portal_services",
            self._prepare_page(self._get_prefilled(), done=done),
        )

    @http.route(
        f"{ADVISOR_URL}/log",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_PHOTO_BYTES + 256 * 1024,
    )
    def log(self, **form):
        self._check_advisor()
        try:
            with request.env.cr.savepoint():
                visit = self._create_visit(form)
                if form.get("submit_now"):
                    visit.action_submit()
        except (UserError, ValidationError, AccessError) as error:
            return request.render(
                "village_legal_advisor.portal_services",
                self._prepare_page(form, error=str(error.args[0])),
                status=422,
            )
        return request.redirect(f"{ADVISOR_URL}?logged={visit.id}", local=True)

    @http.route(
        f"{ADVISOR_URL}/<int:visit_id>/submit",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def submit(self, visit_id, **kwargs):
        self._check_advisor()
        visit = self._find_own_entry(visit_id)
        if not visit:
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                visit.action_submit()
        except (UserError, ValidationError) as error:
            return request.render(
                "village_legal_advisor.portal_services",
                self._prepare_page(self._get_prefilled(), error=str(error.args[0])),
                status=422,
            )
        return request.redirect(f"{ADVISOR_URL}?logged={visit.id}", local=True)

    @http.route(
        f"{ADVISOR_URL}/<int:visit_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def delete(self, visit_id, **kwargs):
        self._check_advisor()
        visit = self._find_own_entry(visit_id)
        if visit and visit.state == "draft":
            visit.unlink()
        return request.redirect(ADVISOR_URL, local=True)

    def _check_advisor(self):
        if not request.env.user.has_group(ADVISOR_GROUP):
            raise request.not_found()

    def _find_own_entry(self, visit_id):
        with replace_exceptions(ValueError, by=request.not_found()):
            visit_id = int(visit_id)
        return request.env["legal.visit"].search(
            [("id", "=", visit_id), ("advisor_id.user_id", "=", request.env.uid)]
        )

    def _get_assignments(self):
        return request.env["legal.assignment"].search(
            [
                ("advisor_id.user_id", "=", request.env.uid),
                ("state", "in", ("active", "ended")),
                ("program_id.state", "=", "open"),
            ],
            order="village_id, date_start DESC",
        )

    def _get_prefilled(self):
        company = request.env.company
        values = {"date": company._legal_today().isoformat(), "client_kind": "villager"}
        last = request.env["legal.visit"].search(
            [("advisor_id.user_id", "=", request.env.uid)],
            order="id DESC",
            limit=1,
        )
        if not last:
            return values
        for name in PREFILLED:
            value = last[name]
            values[name] = str(value.id) if hasattr(value, "id") else value or ""
        if last.time_start and last.time_stop:
            for name in ("time_start", "time_stop"):
                local = last.company_id._legal_local(last[name])
                values[name] = local.strftime("%H:%M")
        matter = last.matter_ids[:1]
        if matter:
            values["category_id"] = str(matter.category_id.id)
            values["client_kind"] = matter.client_kind
        return values

    def _prepare_page(self, values, error=None, done=None):
        Visit = request.env["legal.visit"]
        Matter = request.env["legal.matter"]
        today = request.env.company._legal_today()
        assignments = self._get_assignments()
        return {
            "page_name": "legal_services",
            "values": values,
            "error": error,
            "done": done,
            "today": today,
            "first_day": min(assignments.mapped("date_start"), default=today),
            "assignments": assignments,
            "categories": request.env["legal.matter.category"].search([]),
            "modes": Visit._fields["service_mode"]._description_selection(request.env),
            "client_kinds": Matter._fields["client_kind"]._description_selection(
                request.env
            ),
            "standing": self._get_standing(assignments, today),
            "entries": Visit.search(
                [("advisor_id.user_id", "=", request.env.uid)],
                limit=RECENT_ENTRIES,
            ),
            "states": dict(Visit._fields["state"]._description_selection(request.env)),
            "local": lambda visit, name: visit[name]
            and visit.company_id._legal_local(visit[name]).strftime("%H:%M"),
        }

    def _get_standing(self, assignments, today):
        """This and the two months before, per assignment, newest first.

        :return: [(first day of the month, rows of legal.service.month)]
        """
        earliest = (today.replace(day=1) - timedelta(days=45)).replace(day=1)
        months = request.env["legal.service.month"].search(
            [
                ("assignment_id", "in", assignments.ids),
                ("month", ">=", earliest),
                ("month", "<=", today),
            ],
            order="month DESC, village_id",
        )
        return list(months.grouped("month").items())

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
        mode = form.get("service_mode") or "on_site"
        vals = {
            "assignment_id": assignment.id,
            "service_mode": mode,
            "service_form": form.get("service_form") or "fixed",
            "place": (form.get("place") or "").strip(),
            "source": "phone",
            "matter_ids": [fields.Command.create(self._prepare_matter_vals(form))],
        }
        if mode == "on_site":
            company = assignment.company_id
            vals["time_start"] = company._legal_utc(
                day, self._to_hour(form.get("time_start"))
            )
            vals["time_stop"] = company._legal_utc(
                day, self._to_hour(form.get("time_stop"))
            )
        else:
            start = self._to_hour(form.get("time_start"))
            stop = self._to_hour(form.get("time_stop"))
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
            "client_kind": form.get("client_kind") or "villager",
            "category_id": category.id,
            "summary": summary,
            "advice": (form.get("advice") or "").strip(),
        }

    def _attach_photo(self, visit, photo):
        if not photo or not photo.filename:
            return
        content = photo.read()
        if len(content) > MAX_PHOTO_BYTES or photo.mimetype not in PHOTO_TYPES:
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
                    "mimetype": photo.mimetype,
                    "res_model": visit._name,
                    "res_id": visit.id,
                }
            )
        )
        visit.sudo().proof_ids = [fields.Command.link(attachment.id)]

    def _to_int(self, value):
        return int(value) if (value or "").isdigit() else 0

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
