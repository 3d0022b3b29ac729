from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.service.visit import EDITABLE_STATES
from .portal import ADVISOR_URL
from .portal_files import MAX_FORM_BYTES, send_file
from .portal_form import ServiceForm

ENTRY_URL = f"{ADVISOR_URL}/<int:visit_id>"


class PortalEntry(ServiceForm, http.Controller):
    """One entry of the adviser: mend, split, submit or delete it (rule 7)."""

    @http.route(ENTRY_URL, type="http", auth="user", website=True, methods=["GET"])
    def entry(self, visit_id, **kwargs):
        visit = self._find_entry(visit_id)
        return self._render_entry(visit, self._get_visit_values(visit))

    @http.route(
        f"{ENTRY_URL}/save",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM_BYTES,
    )
    def save(self, visit_id, **form):
        visit = self._find_entry(visit_id)
        try:
            with request.env.cr.savepoint():
                self._update_visit(visit, form)
                is_split_first = visit.is_over_midnight
                if form.get("submit_now") and not is_split_first:
                    visit.action_submit()
        except UserError as error:
            return self._render_entry(visit, form, error=error)
        if is_split_first:
            return request.redirect(f"{ADVISOR_URL}/{visit.id}", local=True)
        return request.redirect(f"{ADVISOR_URL}?logged={visit.id}", local=True)

    @http.route(
        f"{ENTRY_URL}/submit",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def submit(self, visit_id, **kwargs):
        visit = self._find_entry(visit_id)
        try:
            with request.env.cr.savepoint():
                visit.action_submit()
        except UserError as error:
            return self._render_entry(visit, self._get_visit_values(visit), error=error)
        return request.redirect(f"{ADVISOR_URL}?logged={visit.id}", local=True)

    @http.route(
        f"{ENTRY_URL}/split",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def split(self, visit_id, **kwargs):
        visit = self._find_entry(visit_id)
        try:
            with request.env.cr.savepoint():
                visit.action_split_midnight()
        except UserError as error:
            return self._render_entry(visit, self._get_visit_values(visit), error=error)
        return request.redirect(f"{ADVISOR_URL}?split={visit.id}", local=True)

    @http.route(
        f"{ENTRY_URL}/delete", type="http", auth="user", website=True, methods=["GET"]
    )
    def confirm_delete(self, visit_id, **kwargs):
        return self._render_delete(self._find_entry(visit_id))

    @http.route(
        f"{ENTRY_URL}/delete", type="http", auth="user", website=True, methods=["POST"]
    )
    def delete(self, visit_id, **kwargs):
        visit = self._find_entry(visit_id)
        try:
            with request.env.cr.savepoint():
                visit.unlink()
        except UserError as error:
            return self._render_delete(visit, error=error)
        return request.redirect(f"{ADVISOR_URL}?deleted=1", local=True)

    @http.route(
        f"{ENTRY_URL}/photo/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def photo(self, visit_id, file_id, **kwargs):
        """The adviser's own proof of presence."""
        # Portal users read no files as such: the entry's rules were asked before.
        return send_file(self._find_entry(visit_id).sudo().proof_ids, file_id)

    def _find_entry(self, visit_id):
        self._check_advisor()
        visit = self._find_own("legal.visit", visit_id)
        if not visit:
            raise request.not_found()
        return visit

    def _render_entry(self, visit, values, error=None):
        return request.render(
            "village_legal_advisor.portal_entry",
            self._prepare_form(values, visit)
            | {
                "page_name": "legal_entry",
                "entry": visit,
                "is_editable": visit.state in EDITABLE_STATES,
                "error": error and str(error.args[0]),
            },
            status=422 if error else 200,
        )

    def _render_delete(self, visit, error=None):
        return request.render(
            "village_legal_advisor.portal_entry_delete",
            self._prepare_form({}, visit)
            | {
                "page_name": "legal_entry",
                "entry": visit,
                "is_editable": visit.state in EDITABLE_STATES,
                "error": error and str(error.args[0]),
            },
            status=422 if error else 200,
        )
