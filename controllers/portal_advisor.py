from datetime import timedelta

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.service.visit import EDITABLE_STATES
from .portal import ADVISOR_URL
from .portal_files import MAX_FORM_BYTES
from .portal_form import ServiceForm

RECENT_ENTRIES = 20
# What a service of the same adviser usually shares with the one before.
PREFILLED = ("assignment_id", "place", "service_mode", "service_form")


class PortalAdvisor(ServiceForm, http.Controller):
    """The adviser's phone page: log a service in a minute, see the standing."""

    @http.route(ADVISOR_URL, type="http", auth="user", website=True, methods=["GET"])
    def services(self, logged=None, split=None, deleted=None, **kwargs):
        self._check_advisor()
        return request.render(
            "village_legal_advisor.portal_services",
            self._prepare_page(
                self._get_prefilled(),
                done=logged and self._find_own("legal.visit", logged),
                split=split and self._find_own("legal.visit", split),
                deleted=deleted,
            ),
        )

    @http.route(
        f"{ADVISOR_URL}/log",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM_BYTES,
    )
    def log(self, **form):
        self._check_advisor()
        try:
            with request.env.cr.savepoint():
                visit = self._create_visit(form)
                # Kept as a draft: what took place is not refused (rule 5).
                is_split_first = visit.is_over_midnight
                if form.get("submit_now") and not is_split_first:
                    visit.action_submit()
        except UserError as error:
            return request.render(
                "village_legal_advisor.portal_services",
                self._prepare_page(form, error=str(error.args[0])),
                status=422,
            )
        if is_split_first:
            return request.redirect(f"{ADVISOR_URL}/{visit.id}", local=True)
        return request.redirect(f"{ADVISOR_URL}?logged={visit.id}", local=True)

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
        if last.time_start and last.time_stop and not last.is_over_midnight:
            for name in ("time_start", "time_stop"):
                local = last.company_id._legal_local(last[name])
                values[name] = local.strftime("%H:%M")
        matter = last.matter_ids[:1]
        if matter:
            values["category_id"] = str(matter.category_id.id)
            values["client_kind"] = matter.client_kind
        return values

    def _prepare_page(self, values, error=None, **notices):
        page = self._prepare_form(values)
        Visit = request.env["legal.visit"]
        own = [("advisor_id.user_id", "=", request.env.uid)]
        editable = Visit.search([*own, ("state", "in", EDITABLE_STATES)])
        entries = Visit.search(
            [*own, ("state", "not in", EDITABLE_STATES)], limit=RECENT_ENTRIES
        )
        # Names of all the villages on the page, read at once.
        villages = (editable | entries).sudo().village_id
        (villages | page["assignments"].sudo().village_id).mapped("short_name")
        return (
            page
            | {
                "page_name": "legal_services",
                "error": error,
                "done": None,
                "split": None,
                "deleted": None,
                "standing": self._get_standing(page["assignments"], page["today"]),
                # All of them, however old: nobody else can mend or submit them.
                "rejected": editable.filtered(lambda rec: rec.state == "rejected"),
                "drafts": editable.filtered(lambda rec: rec.state == "draft"),
                "entries": entries,
            }
            | notices
        )

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
