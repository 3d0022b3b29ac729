from operator import itemgetter

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import formatLang, groupby

from ..models.funding.performance import EXECUTION_WEIGHT, FULL_SCORE
from .formats import format_marks, get_label


class LegalPerformance(models.Model):
    _inherit = "legal.performance"

    def action_performance_workbook(self):
        """Download the form as a workbook, with the rows of the paper.

        :raises UserError: for several at once
        """
        self.check_access("read")
        if len(self) != 1:
            raise UserError(self.env._("Choose one self-assessment."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/legal/performance/{self.id}",
            "target": "download",
        }


class PaperPerformance(models.AbstractModel):
    """The form of the self-assessment: rows for the paper and for the workbook."""

    _name = "report.village_legal_advisor.paper_performance"
    _description = "Paper: performance self-assessment"

    @api.model
    def _get_report_values(self, docids, data=None):
        records = self.env["legal.performance"].browse(docids)
        records.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": records._name,
            "docs": records,
            "papers": [self._get_paper(record) for record in records],
            "marks": format_marks,
            "percent": lambda rate: f"{rate:.2f}%",
        }

    @api.model
    def _get_paper(self, record):
        """Everything that stands in the form; amounts and marks are numbers.

        :rtype: dict
        """
        digits = record.currency_id.decimal_places
        rows = [self._get_row(line) for line in record.line_ids]
        self._set_spans(rows, "span_1", "level_1")
        self._set_spans(rows, "span_2", "level_1", "level_2")
        return {
            "record": record,
            "heading": self.env._("Performance Self-assessment of Project Expenditure"),
            "subheading": self.env._("Year %(year)s", year=record.year)
            if record.state == "done"
            else self.env._("Year %(year)s (draft)", year=record.year),
            "project": record.project_name,
            "department": record.department,
            "unit": record.unit,
            "money": self._get_money_rows(record),
            "money_text": lambda amount: formatLang(self.env, amount, digits=digits),
            "goal_expected": record.goal_expected or "",
            "goal_actual": record.goal_actual or "",
            "rows": rows,
            "groups": [group for _level, group in groupby(rows, itemgetter("level_1"))],
            "full": FULL_SCORE,
            "score": record.score,
            "date": record.finished_at
            and record.company_id._legal_local(record.finished_at).date(),
        }

    @api.model
    def _get_money_rows(self, record):
        """Rows of the money: initial budget, budget, executed, and what they score.

        :rtype: list[dict]
        """
        names = {
            "transfer": self.env._("of it: transfer payment"),
            "other": self.env._("of it: other money"),
        }
        return [
            {
                "name": self.env._("Money of the year in all"),
                "initial": record.initial,
                "budget": record.budget,
                "paid": record.paid,
                "weight": EXECUTION_WEIGHT,
                "rate": record.execution_rate,
                "score": record.execution_score,
            },
            *(
                {
                    "name": name,
                    "initial": record[f"initial_{own}"],
                    "budget": record[f"budget_{own}"],
                    "paid": record[f"paid_{own}"],
                    "weight": None,
                    "rate": None,
                    "score": None,
                }
                for own, name in names.items()
            ),
        ]

    @api.model
    def _get_row(self, line):
        sign = "≤" if line.is_limit else "≥"
        return {
            "level_1": get_label(line, "level_1"),
            "level_2": get_label(line, "level_2"),
            "name": line.name,
            "target": f"{sign}{format_marks(line.target)} {line.unit}",
            "actual": f"{format_marks(line.actual)} {line.unit}",
            "weight": line.weight,
            "score": line.score,
            "reason": (line.reason or "").strip(),
        }

    @api.model
    def _set_spans(self, rows, name, *keys):
        """Say how many rows a cell of the first columns spans; 0 where none begins.

        :param str name: where it is put
        :param keys: what must be the same for rows to share a cell
        """
        for _values, group in groupby(rows, itemgetter(*keys)):
            for place, row in enumerate(group):
                row[name] = 0 if place else len(group)
