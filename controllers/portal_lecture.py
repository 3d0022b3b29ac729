from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import LECTURES_URL
from .portal_files import MAX_FORM_BYTES, send_file
from .portal_lecture_form import LectureForm

LECTURE_URL = f"{LECTURES_URL}/<int:lecture_id>"


class PortalLecture(LectureForm, http.Controller):
    """The adviser's lectures on the phone: plan, hold, hand in the outline."""

    @http.route(LECTURES_URL, type="http", auth="user", website=True, methods=["GET"])
    def lectures(self, **kwargs):
        self._check_advisor()
        return request.render(
            "village_legal_advisor.portal_lectures",
            self._get_lecture_labels()
            | {
                "page_name": "legal_lectures",
                "quarters": self._get_quarters(),
                "lacking": self._get_assignments().filtered(
                    "lacks_lecture_this_quarter"
                ),
                "error": None,
                "hour": self._format_hour,
            },
        )

    @http.route(
        f"{LECTURES_URL}/new", type="http", auth="user", website=True, methods=["GET"]
    )
    def new(self, assignment_id=None, **kwargs):
        self._check_advisor()
        return self._render_lecture(self._no(), self._get_new_values(assignment_id))

    @http.route(
        f"{LECTURES_URL}/plan",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM_BYTES,
    )
    def plan(self, then=None, **form):
        self._check_advisor()
        try:
            with request.env.cr.savepoint():
                lecture = self._create_lecture(form)
                self._go_on(lecture, then)
        except UserError as error:
            return self._render_lecture(
                self._no(), self._get_typed_values(form), error=error
            )
        return request.redirect(f"{LECTURES_URL}/{lecture.id}", local=True)

    @http.route(LECTURE_URL, type="http", auth="user", website=True, methods=["GET"])
    def lecture(self, lecture_id, **kwargs):
        lecture = self._find_lecture(lecture_id)
        return self._render_lecture(lecture, self._get_lecture_values(lecture))

    @http.route(
        f"{LECTURE_URL}/save",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=MAX_FORM_BYTES,
    )
    def save(self, lecture_id, then=None, **form):
        lecture = self._find_lecture(lecture_id)
        try:
            with request.env.cr.savepoint():
                self._update_lecture(lecture, form)
                self._go_on(lecture, then)
        except UserError as error:
            values = self._get_lecture_values(lecture) | self._get_typed_values(form)
            return self._render_lecture(lecture, values, error=error)
        return request.redirect(f"{LECTURES_URL}/{lecture.id}", local=True)

    @http.route(
        f"{LECTURE_URL}/reopen",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def reopen(self, lecture_id, **kwargs):
        """The lecture did not take place: it is a plan again."""
        lecture = self._find_lecture(lecture_id)
        try:
            with request.env.cr.savepoint():
                lecture.action_reopen_plan()
        except UserError as error:
            values = self._get_lecture_values(lecture)
            return self._render_lecture(lecture, values, error=error)
        return request.redirect(f"{LECTURES_URL}/{lecture.id}", local=True)

    @http.route(
        f"{LECTURE_URL}/outline/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def outline(self, lecture_id, file_id, **kwargs):
        """The adviser's own outline."""
        # Portal users read no files as such: the lecture's rules were asked before.
        return send_file(self._find_lecture(lecture_id).sudo().outline_ids, file_id)

    def _go_on(self, lecture, then):
        """The step that the pressed button asks for beside saving."""
        if then == "hold":
            lecture.with_context(default_source="phone").action_hold()
        elif then == "submit":
            lecture.action_submit()

    def _no(self):
        return request.env["legal.lecture"]

    def _find_lecture(self, lecture_id):
        self._check_advisor()
        lecture = self._find_own("legal.lecture", lecture_id)
        if not lecture:
            raise request.not_found()
        return lecture

    def _render_lecture(self, lecture, values, error=None):
        return request.render(
            "village_legal_advisor.portal_lecture",
            self._prepare_lecture_page(lecture, values, error),
            status=422 if error else 200,
        )
