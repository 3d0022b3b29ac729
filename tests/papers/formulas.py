"""Reckons the formulas of our workbooks again, as a spreadsheet program would."""

import re

from openpyxl.utils import range_boundaries

CALL = re.compile(r"(SUMIFS|SUM|ROUND)\(([^()]*)\)")
CELL = re.compile(r"^(?:(?:'([^']+)'|([^'!:]+))!)?\$?([A-Z]+)\$?(\d+)$")
TERM = re.compile(r"([+-]?)((?:'[^']+'!|[^'+\-!]+!)?\$?[A-Z]+\$?\d+)")


class Formulas:
    """Values of a workbook that was read with its formulas."""

    def __init__(self, book):
        self.book = book

    def value(self, sheet, cell):
        """The value of a cell, reckoned from the rows wherever it is a formula.

        Knows what our workbooks use: sums of ranges, sums by criteria, sums and
        differences of cells; anything else is an error.
        """
        content = self.book[sheet][cell].value
        if not isinstance(content, str) or not content.startswith("="):
            return content
        formula = content[1:]
        rounded = re.fullmatch(r"ROUND\((.*),2\)", formula)
        if rounded:
            formula = rounded[1]
        call = CALL.fullmatch(formula)
        if call:
            arguments = call[2].split(",")
            if call[1] == "SUM":
                return sum(value or 0 for value in self._values(sheet, arguments[0]))
            return self._sumifs(sheet, *arguments)
        terms = TERM.findall(formula)
        if "".join(sign + name for sign, name in terms) != formula:
            raise ValueError(formula)
        return sum(
            (-1 if sign == "-" else 1) * (self._reference(sheet, name) or 0)
            for sign, name in terms
        )

    def _sumifs(self, sheet, summed, *criteria):
        columns = [self._values(sheet, name) for name in criteria[::2]]
        wanted = [self._reference(sheet, name) for name in criteria[1::2]]
        return sum(
            value or 0
            for value, *keys in zip(self._values(sheet, summed), *columns, strict=True)
            if keys == wanted
        )

    def _reference(self, sheet, name):
        match = CELL.match(name)
        return self.value(match[1] or match[2] or sheet, match[3] + match[4])

    def _values(self, sheet, name):
        if "!" in name:
            sheet, name = name.rsplit("!", 1)
            sheet = sheet.strip("'")
        left, top, right, bottom = range_boundaries(name.replace("$", ""))
        return [
            self.value(sheet, cell.coordinate)
            for row in self.book[sheet].iter_rows(top, bottom, left, right)
            for cell in row
        ]
