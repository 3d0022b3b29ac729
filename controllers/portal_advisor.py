from datetime import timedelta

from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request
from odoo.tools import replace_exceptions

from .portal import ADVISOR_GROUP, ADVISOR_URL
from .portal_form import MAX_PHOTO_BYTES, ServiceForm

RECENT_ENTRIES = 20
# What a service of the same adviser usually shares with the one before.
PREFILLED = ("assignment_id", "place", "service_mode", "service_form")


class PortalAdvisor(ServiceForm, http.Controller):
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
