"""The self-assessment as a workbook, laid out like its paper."""

import io

import xlsxwriter

from ..models.common.workbook import FONT, OPTIONS

WIDTHS = (12, 14, 30, 18, 18, 9, 10, 34)
# Where the form's columns of money lie: name, three amounts, full score, rate, score.
MONEY_COLUMNS = ("initial", "budget", "paid", "weight", "rate", "score")


def build_performance_workbook(env, paper):
    """Lay a form out on one page of A4 across; totals are formulas over its rows.

    :param dict paper: of `report.village_legal_advisor.paper_performance`
    :rtype: bytes
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        _Form(env, book, paper).lay_out()
    return target.getvalue()


class _Form:
    def __init__(self, env, book, paper):
        self.env = env
        self.paper = paper
        boxed = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        boxed |= {"text_wrap": True}
        centre = boxed | {"align": "center"}
        self.formats = {
            name: book.add_format(values)
            for name, values in {
                "title": {
                    "font_name": FONT,
                    "font_size": 18,
                    "bold": True,
                    "align": "center",
                },
                "subtitle": {"font_name": FONT, "font_size": 10, "align": "center"},
                "head": centre | {"bold": True},
                "text": boxed,
                "centre": centre,
                "money": boxed | {"num_format": "#,##0.00"},
                "marks": centre | {"num_format": "0.00"},
                "rate": centre | {"num_format": "0.00%"},
            }.items()
        }
        self.sheet = book.add_worksheet(env._("Self-assessment")[:31])
        self.row = 0

    def lay_out(self):
        sheet = self.sheet
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        self._merge(0, 7, self.paper["heading"], "title")
        self._next(self.paper["subheading"], "subtitle")
        self._write_head()
        money_row = self._write_money()
        self._write_goals()
        self._write_rows(money_row)

    def _merge(self, first, last, text, style, rows=1):
        self.sheet.merge_range(
            self.row, first, self.row + rows - 1, last, "", self.formats[style]
        )
        self.sheet.write_string(self.row, first, text, self.formats[style])

    def _next(self, text, style):
        self.row += 1
        self._merge(0, 7, text, style)

    def _write_head(self):
        env, paper = self.env, self.paper
        self.row += 1
        self._merge(0, 1, env._("Project"), "head")
        self._merge(2, 7, paper["project"], "text")
        self.row += 1
        self._merge(0, 1, env._("Department in charge"), "head")
        self._merge(2, 3, paper["department"], "text")
        self._merge(4, 5, env._("Unit that carries it out"), "head")
        self._merge(6, 7, paper["unit"], "text")

    def _write_money(self):
        """Rows of the money.

        :return: the row, counted from 1, of what scores
        """
        env = self.env
        self.row += 1
        labels = (
            env._("Initial budget"),
            env._("Budget of the year"),
            env._("Executed"),
            env._("Full score"),
            env._("Execution rate"),
            env._("Score"),
        )
        self._merge(0, 1, env._("Project money (yuan)"), "head")
        for column, label in enumerate(labels, 2):
            self.sheet.write_string(self.row, column, label, self.formats["head"])
        first = self.row + 2
        for values in self.paper["money"]:
            self.row += 1
            self._merge(0, 1, values["name"], "text")
            for column, key in enumerate(MONEY_COLUMNS, 2):
                self._write_money_cell(column, key, values[key], first)
        for column, key in enumerate(MONEY_COLUMNS[:3], 2):
            letter = "CDE"[column - 2]
            self.sheet.write_formula(
                first - 1,
                column,
                f"=SUM({letter}{first + 1}:{letter}{self.row + 1})",
                self.formats["money"],
                self.paper["money"][0][key],
            )
        return first

    def _write_money_cell(self, column, key, value, first):
        if value is None:
            self.sheet.write_string(self.row, column, "—", self.formats["centre"])
        elif key == "rate":
            formula = f"=IF(D{first}=0,0,E{first}/D{first})"
            self.sheet.write_formula(
                self.row, column, formula, self.formats["rate"], value / 100
            )
        elif key == "score":
            formula = f"=ROUND(F{first}*MAX(MIN(G{first},1),0),2)"
            self.sheet.write_formula(
                self.row, column, formula, self.formats["marks"], round(value, 2)
            )
        else:
            style = "money" if key in ("initial", "budget", "paid") else "marks"
            self.sheet.write_number(self.row, column, value, self.formats[style])

    def _write_goals(self):
        env, paper = self.env, self.paper
        self.row += 1
        self._merge(0, 1, env._("Goals of the year"), "head", rows=2)
        self._merge(2, 4, env._("Expected"), "head")
        self._merge(5, 7, env._("Reached"), "head")
        self.row += 1
        self.sheet.set_row(self.row, 70)
        self._merge(2, 4, paper["goal_expected"], "text")
        self._merge(5, 7, paper["goal_actual"], "text")

    def _write_rows(self, money_row):
        env, paper = self.env, self.paper
        self.row += 1
        labels = (
            env._("Level 1"),
            env._("Level 2"),
            env._("Level 3"),
            env._("Target"),
            env._("Reached"),
            env._("Full score"),
            env._("Score"),
            env._("Reason for deviation, improvement"),
        )
        for column, label in enumerate(labels):
            self.sheet.write_string(self.row, column, label, self.formats["head"])
        first = self.row + 2
        for place, values in enumerate(paper["rows"]):
            self.row += 1
            for column, level in enumerate(("level_1", "level_2")):
                self._write_span(
                    column, paper[f"spans_{column + 1}"][place], values[level]
                )
            for column, key in (
                (2, "name"),
                (3, "target"),
                (4, "actual"),
                (7, "reason"),
            ):
                self.sheet.write_string(
                    self.row, column, values[key], self.formats["text"]
                )
            for column, key in ((5, "weight"), (6, "score")):
                self.sheet.write_number(
                    self.row, column, values[key], self.formats["marks"]
                )
        last = self.row + 1
        self.row += 1
        self._merge(0, 4, env._("Total"), "head")
        for column, letter, money, value in (
            (5, "F", f"F{money_row}", paper["full"]),
            (6, "G", f"H{money_row}", paper["score"]),
        ):
            self.sheet.write_formula(
                self.row,
                column,
                f"=SUM({letter}{first}:{letter}{last})+{money}",
                self.formats["marks"],
                value,
            )
        self.sheet.write_string(self.row, 7, "", self.formats["text"])

    def _write_span(self, column, span, text):
        if span > 1:
            self._merge(column, column, text, "centre", rows=span)
        elif span:
            self.sheet.write_string(self.row, column, text, self.formats["centre"])
