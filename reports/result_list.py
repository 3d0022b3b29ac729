from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.i18n import format_list

from ..models.common.ir_actions_report import PAPERS_PER_REQUEST
from .formats import format_marks


class PaperResultList(models.AbstractModel):
    """The year's results by township; the workbook has the same rows."""

    _name = "report.village_legal_advisor.paper_result_list"
    _description = "Paper: result list of a township"

    @api.model
    def _get_report_values(self, docids, data=None):
        townships = self.env["legal.township"].browse(docids)
        program = self._get_program(townships, data)
        return {
            "doc_ids": docids,
            "doc_model": townships._name,
            "docs": townships,
            "papers": self._get_lists(program, townships),
            "format_marks": format_marks,
        }

    @api.model
    def _get_program(self, townships, data=None):
        """The year asked for by `program_id` in data, else the latest evaluated.

        :rtype: legal.program
        """
        asked = int((data or {}).get("program_id") or 0)
        if asked:
            return self.env["legal.program"].browse(asked)
        latest = self.env["legal.evaluation"].search(
            [("township_id", "in", townships.ids), ("is_current", "=", True)],
            order="program_year DESC",
            limit=1,
        )
        return latest.program_id

    @api.model
    def _get_lists(self, program, townships=None):
        """One result list per township of a year, in the order of their codes.

        The user's rights decide which evaluations are in them.

        :param townships: only these, empty ones included; None for all that have
            evaluations
        :return: lists with ``criteria``, ``rows`` and what sums them up
        :rtype: list[dict]
        """
        domain = [("program_id", "=", program.id), ("is_current", "=", True)]
        if townships is not None:
            domain.append(("township_id", "in", townships.ids))
        evaluations = self.env["legal.evaluation"].search(
            domain, order="village_code, date_from, id"
        )
        by_township = evaluations.grouped("township_id")
        if townships is None:
            townships = self.env["legal.township"].union(*by_township).sorted("code")
        criteria = self.env["legal.criterion"].search(
            [("program_id", "=", program.id)], order="sequence, id"
        )
        return [
            self._get_list(
                program, township, criteria, by_township.get(township, evaluations[:0])
            )
            for township in townships
        ]

    @api.model
    def _get_list(self, program, township, criteria, evaluations):
        labels = dict(
            self.env["legal.evaluation"]
            ._fields["grade"]
            ._description_selection(self.env)
        )
        scores = evaluations.mapped("score")
        counts = [
            (label, sum(rec.grade == grade for rec in evaluations))
            for grade, label in labels.items()
        ]
        is_confirmed = all(rec.state == "confirmed" for rec in evaluations)
        year = program.year or ""
        return {
            "record": township,
            "program": program,
            "township": township.name,
            "subheading": self.env._(
                "%(township)s, year %(year)s", township=township.name, year=year
            )
            if is_confirmed
            else self.env._(
                "%(township)s, year %(year)s (draft, not all confirmed)",
                township=township.name,
                year=year,
            ),
            "criteria": [(rec.name, format_marks(rec.weight)) for rec in criteria],
            "rows": [self._get_row(rec, criteria, labels) for rec in evaluations],
            "is_confirmed": is_confirmed,
            "summary": self._get_summary(counts, scores),
        }

    # === Workbook ===

    @api.model
    def _get_workbook(self, program, townships=None):
        """The lists of a year as one sheet: head, rows and what stands below.

        :return: ``title``, ``subtitle``, ``sheet``, ``columns`` as (name, width),
            ``rows`` of text, numbers or None, ``footer`` lines
        :rtype: dict
        """
        lists = self._get_lists(program, townships)
        criteria = lists[0]["criteria"] if lists else []
        year = program.year
        rows = []
        for result_list in lists:
            for row in result_list["rows"]:
                rows.append(
                    [
                        len(rows) + 1,
                        result_list["township"],
                        row["village"],
                        row["advisor"],
                        row["firm"],
                        row["months"],
                        *row["marks"],
                        row["score"],
                        row["grade"],
                        row["remark"],
                    ]
                )
        is_confirmed = all(result_list["is_confirmed"] for result_list in lists)
        return {
            "title": self.env._(
                "Results of the Annual Evaluation of Village Legal Advisers"
            ),
            "subtitle": self.env._("Year %(year)s", year=year)
            if is_confirmed
            else self.env._("Year %(year)s (draft, not confirmed)", year=year),
            "sheet": self.env._("Results"),
            "columns": [
                (self.env._("No."), 6),
                (self.env._("Township"), 16),
                (self.env._("Village or community"), 18),
                (self.env._("Legal adviser"), 14),
                (self.env._("Legal service firm"), 28),
                (self.env._("Months"), 7),
                *((f"{name} ({full})", 11) for name, full in criteria),
                (self.env._("Total"), 9),
                (self.env._("Grade"), 9),
                (self.env._("Remark"), 12),
            ],
            "rows": rows,
            "footer": [
                f"{result_list['township']}: {result_list['summary']}"
                for result_list in lists
            ],
        }

    # === Rows ===

    @api.model
    def _get_row(self, evaluation, criteria, labels):
        """What both paper and workbook say of one evaluation; numbers as numbers.

        :rtype: dict
        """
        marks = {line.criterion_id: line.score for line in evaluation.line_ids}
        return {
            "village": evaluation.village_id.short_name,
            "advisor": evaluation.advisor_id.name,
            "firm": evaluation.firm_id.name or "",
            "months": evaluation.months,
            "marks": [marks.get(criterion) for criterion in criteria],
            "score": evaluation.score,
            "grade": labels.get(evaluation.grade, ""),
            "remark": self._get_remark(evaluation),
        }

    @api.model
    def _get_remark(self, evaluation):
        if evaluation.state != "confirmed":
            states = evaluation._fields["state"]._description_selection(self.env)
            return dict(states)[evaluation.state]
        if evaluation.version > 1:
            return self.env._("Version %(version)s", version=evaluation.version)
        if evaluation.objection:
            return self.env._("Objection answered")
        return ""

    @api.model
    def _get_summary(self, counts, scores):
        parts = [
            self.env._("%(grade)s: %(count)s", grade=label, count=count)
            for label, count in counts
        ]
        mean = sum(scores) / len(scores) if scores else 0.0
        return self.env._(
            "%(count)s evaluations. %(grades)s. Mean: %(mean)s marks.",
            count=len(scores),
            grades=format_list(self.env, parts),
            mean=format_marks(mean),
        )


class PaperResultListProgram(models.AbstractModel):
    """The result lists of all townships of a program year."""

    _name = "report.village_legal_advisor.paper_result_list_program"
    _inherit = "report.village_legal_advisor.paper_result_list"
    _description = "Paper: result lists of a program year"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = self.env["legal.program"].browse(docids)
        papers = [
            result_list
            for program in programs
            for result_list in self._get_lists(program)
        ]
        if len(papers) > PAPERS_PER_REQUEST:
            raise UserError(
                self.env._(
                    "These are the lists of %(count)s townships. Print them from the "
                    "list of townships: they are then made in the background.",
                    count=len(papers),
                )
            )
        return {
            "doc_ids": docids,
            "doc_model": programs._name,
            "docs": programs,
            "papers": papers,
            "format_marks": format_marks,
        }
