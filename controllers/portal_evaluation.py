from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from .portal import ADVISOR_GROUP

EVALUATIONS_URL = "/my/evaluations"


class PortalEvaluation(http.Controller):
    """The adviser reads the own evaluations once notified, and may object."""

    @http.route(
        EVALUATIONS_URL,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def evaluations(self, **kwargs):
        self._check_advisor()
        evaluations = request.env["legal.evaluation"].search(self._get_domain())
        return request.render(
            "village_legal_advisor.portal_evaluations",
            {
                "page_name": "legal_evaluations",
                "evaluations": [self._prepare_row(rec) for rec in evaluations],
            },
        )

    @http.route(
        f"{EVALUATIONS_URL}/<int:evaluation_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def evaluation(self, evaluation_id, **kwargs):
        return self._render(self._find_own(evaluation_id))

    @http.route(
        f"{EVALUATIONS_URL}/<int:evaluation_id>/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def raise_objection(self, evaluation_id, text=None, **kwargs):
        evaluation = self._find_own(evaluation_id)
        try:
            with request.env.cr.savepoint():
                evaluation.action_object(text)
        except (UserError, AccessError) as error:
            return self._render(evaluation, error=str(error.args[0]), status=422)
        return request.redirect(f"{EVALUATIONS_URL}/{evaluation.id}", local=True)

    def _check_advisor(self):
        if not request.env.user.has_group(ADVISOR_GROUP):
            raise request.not_found()

    def _get_domain(self):
        # Record rules leave out what the adviser has not been notified of.
        return [("advisor_id.user_id", "=", request.env.uid)]

    def _find_own(self, evaluation_id):
        self._check_advisor()
        evaluation = request.env["legal.evaluation"].search(
            [*self._get_domain(), ("id", "=", evaluation_id)]
        )
        if not evaluation:
            raise request.not_found()
        return evaluation

    def _prepare_row(self, evaluation):
        fields = evaluation._fields
        labels = {
            name: dict(fields[name]._description_selection(request.env))
            for name in ("grade", "state")
        }
        # Names of villages served long ago are not the adviser's to browse.
        village = evaluation.sudo().village_id
        return {
            "record": evaluation,
            "village": village.with_context(legal_with_township=True).display_name,
            "grade": labels["grade"].get(evaluation.grade, ""),
            "state": labels["state"][evaluation.state],
        }

    def _render(self, evaluation, error=None, status=200):
        return request.render(
            "village_legal_advisor.portal_evaluation",
            {
                "page_name": "legal_evaluation",
                "row": self._prepare_row(evaluation),
                "evaluation": evaluation,
                "error": error,
            },
            status=status,
        )
