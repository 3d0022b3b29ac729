from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request

from .portal import COMMITTEE_GROUP, COMMITTEE_URL
from .portal_files import send_file

RECENT_ENTRIES = 20


class PortalCommittee(http.Controller):
    """The committee's phone page: confirm or dispute hours, several at once.

    It shows times, place and method only, never a matter (rule 12).
    """

    @http.route(COMMITTEE_URL, type="http", auth="user", website=True, methods=["GET"])
    def village(self, done=None, **kwargs):
        self._check_committee()
        return request.render(
            "village_legal_advisor.portal_village", self._prepare_page(done=done)
        )

    @http.route(
        f"{COMMITTEE_URL}/decide",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def decide(self, decision=None, reason=None, **form):
        self._check_committee()
        chosen = request.httprequest.form.getlist("visit")
        visits = request.env["legal.visit"].search(
            [
                ("id", "in", [int(value) for value in chosen if value.isdecimal()]),
                ("village_id.user_ids", "in", request.env.uid),
            ]
        )
        try:
            with request.env.cr.savepoint():
                self._decide(visits, decision, (reason or "").strip())
        except (UserError, ValidationError, AccessError) as error:
            return request.render(
                "village_legal_advisor.portal_village",
                self._prepare_page(
                    error=str(error.args[0]), chosen=set(visits.ids), reason=reason
                ),
                status=422,
            )
        return request.redirect(f"{COMMITTEE_URL}?done={decision}", local=True)

    @http.route(
        f"{COMMITTEE_URL}/paper/<int:visit_id>/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def paper(self, visit_id, file_id, **kwargs):
        """What the township confirmed an entry on, in the village's place.

        Its own signed paper or the photo of the month's slip: neither tells a matter,
        and the village must be able to see who signed for it.
        """
        self._check_committee()
        visit = request.env["legal.visit"].search(
            [("id", "=", visit_id), ("village_id.user_ids", "in", request.env.uid)]
        )
        return send_file(self._get_papers(visit), file_id)

    def _get_papers(self, visit):
        """Signed papers behind an entry that the user's rules have let through."""
        # Portal users read no files as such, nor slips.
        visit = visit.sudo()
        slip = visit.slip_id.filtered(lambda rec: rec.village_id == visit.village_id)
        return visit.paper_ids | slip.photo_ids

    def _decide(self, visits, decision, reason):
        env = request.env
        if not visits:
            raise UserError(env._("Tick at least one service first."))
        if decision == "confirm":
            visits.action_confirm()
        elif decision == "dispute":
            if not reason:
                raise UserError(
                    env._("Say what is not right: the day, the times or the place.")
                )
            visits.action_dispute(reason)
        else:
            raise UserError(env._("Choose whether to confirm or to dispute."))

    def _check_committee(self):
        if not request.env.user.has_group(COMMITTEE_GROUP):
            raise request.not_found()

    def _prepare_page(self, **extra):
        env = request.env
        Visit = env["legal.visit"]
        today = env.company._legal_today()
        own = [("village_id.user_ids", "in", env.uid)]
        months = env["legal.village.month"].search(
            [*own, ("month", "<=", today)], order="month DESC, village_id", limit=6
        )
        return {
            "page_name": "legal_village",
            "villages": env["legal.village"].search([("user_ids", "in", env.uid)]),
            "waiting": Visit.search([*own, ("state", "=", "submitted")]),
            "decided": Visit.search(
                [*own, ("state", "in", ("confirmed", "disputed", "rejected"))],
                limit=RECENT_ENTRIES,
            ),
            "months": months,
            "labels": {
                name: dict(Visit._fields[name]._description_selection(env))
                for name in ("state", "service_mode", "service_form")
            },
            "kinds": dict(
                Visit._fields["confirmed_by_kind"]._description_selection(env)
            ),
            "local": lambda visit, name: visit[name]
            and visit.company_id._legal_local(visit[name]).strftime("%H:%M"),
            "papers": self._get_papers,
            "chosen": set(),
            "error": None,
            "done": None,
            "reason": None,
        } | extra
