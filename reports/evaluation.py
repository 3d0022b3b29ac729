from odoo import api, models
from odoo.tools import format_date

from .formats import format_marks, format_period, get_label, local_date


class PaperEvaluation(models.AbstractModel):
    """The annual evaluation of one assignment, as the bureau signs it."""

    _name = "report.village_legal_advisor.paper_evaluation"
    _description = "Paper: annual evaluation"

    @api.model
    def _get_report_values(self, docids, data=None):
        evaluations = self.env["legal.evaluation"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": evaluations._name,
            "docs": evaluations,
            "papers": [self._get_paper(evaluation) for evaluation in evaluations],
        }

    @api.model
    def _get_paper(self, evaluation):
        """Everything that is printed about one evaluation, ready to be put out.

        :rtype: dict
        """
        advisor = evaluation.advisor_id
        lines = evaluation.line_ids.sorted("sequence")
        return {
            "record": evaluation,
            "subheading": self._get_subheading(evaluation),
            "village": evaluation.village_id.name,
            "township": evaluation.township_id.name,
            "advisor": advisor.name,
            "kind": get_label(advisor, "kind"),
            "licence": advisor.licence_number or "",
            "firm": evaluation.firm_id.name or "",
            "certificate": self._get_certificate_number(evaluation),
            "period": format_period(self.env, evaluation.date_from, evaluation.date_to),
            "lines": [self._get_line(line) for line in lines],
            "full_marks": format_marks(sum(lines.mapped("max_score"))),
            "score": format_marks(evaluation.score),
            "grade": self.env._(
                "Grade: %(grade)s", grade=get_label(evaluation, "grade")
            ),
            "preliminary": self._get_preliminary_sentences(evaluation),
            "preliminary_date": local_date(evaluation, "preliminary_at"),
            "statement": self._get_statement_sentence(evaluation),
            "objection": evaluation.objection,
            "answer": evaluation.answer,
            "answered_date": local_date(evaluation, "answered_at"),
            "decision": self._get_decision_sentences(evaluation),
            "confirmed_date": local_date(evaluation, "confirmed_at"),
        }

    @api.model
    def _get_subheading(self, evaluation):
        year = evaluation.program_year
        if evaluation.state != "confirmed":
            return self.env._("Year %(year)s (draft, not confirmed)", year=year)
        if evaluation.version > 1:
            return self.env._(
                "Year %(year)s (version %(version)s)",
                year=year,
                version=evaluation.version,
            )
        return self.env._("Year %(year)s", year=year)

    @api.model
    def _get_line(self, line):
        reason = ""
        if line.reason and line.is_adjusted:
            reason = self.env._("Adjusted: %(reason)s", reason=line.reason)
        elif line.reason:
            reason = self.env._("Reason: %(reason)s", reason=line.reason)
        return {
            "name": line.criterion_id.name,
            "max_score": format_marks(line.max_score),
            "score": format_marks(line.score),
            "explanation": line.explanation or "",
            "reason": reason,
        }

    @api.model
    def _get_certificate_number(self, evaluation):
        """Number of the latest certificate that covers a day of the period."""
        # Certificates are HR's rows; their number is printed on purpose.
        certificates = evaluation.advisor_id.sudo().certificate_ids.filtered(
            lambda row: (
                row.valid_from <= evaluation.date_to
                and (not row.valid_to or row.valid_to >= evaluation.date_from)
            )
        )
        return certificates.sorted("valid_from")[-1:].legal_number or ""

    # === Opinions ===

    @api.model
    def _get_preliminary_sentences(self, evaluation):
        if not evaluation.preliminary_at:
            return []
        return [
            self.env._(
                "%(criterion)s: %(score)s of %(full)s marks.",
                criterion=line.criterion_id.name,
                score=format_marks(line.score),
                full=format_marks(line.max_score),
            )
            for line in evaluation.line_ids.sorted("sequence")
            if line.criterion_id.scorer == "manual_township"
        ]

    @api.model
    def _get_statement_sentence(self, evaluation):
        if evaluation.objection:
            day = local_date(evaluation, "objected_at")
            return self.env._(
                "Objection of %(date)s:",
                date=format_date(self.env, day, date_format="long"),
            )
        if evaluation.state == "confirmed":
            day = local_date(evaluation, "notified_at")
            return self.env._(
                "Notified on %(date)s; no objection was made.",
                date=format_date(self.env, day, date_format="long"),
            )
        return ""

    @api.model
    def _get_decision_sentences(self, evaluation):
        sentences = []
        if evaluation.state == "confirmed":
            sentences.append(
                self.env._(
                    "Confirmed: %(score)s marks, grade %(grade)s.",
                    score=format_marks(evaluation.score),
                    grade=get_label(evaluation, "grade"),
                )
            )
        if evaluation.version > 1:
            sentences.append(
                self.env._(
                    "Corrected by document %(number)s: %(reason)s",
                    number=evaluation.correction_number or "",
                    reason=evaluation.correction_reason or "",
                )
            )
        return sentences
