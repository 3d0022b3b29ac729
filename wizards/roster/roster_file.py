"""Reading a roster of villages from a file; no Odoo in here.

Problems are `(line, key, params)`: the wizard says them in the reader's language.
"""

import io

from ..common.spreadsheet import (
    SPREADSHEET_NUMBER,
    SpreadsheetError,
    iter_lines,
)

COLUMNS = (
    "code",
    "name",
    "township_code",
    "township_name",
    "county_code",
    "county_name",
)
CODE_LENGTHS = {"code": 12, "township_code": 9, "county_code": 6}
# A province has some 30,000 villages.
MAX_LINES = 100_000


def read_lines(content):
    """Cells of a CSV or XLSX file as text, empty lines left out.

    :param bytes content: the file
    :return: [(line number as the spreadsheet shows it, [cell text])]
    :raises SpreadsheetError: when it is neither
    """
    found = []
    for line in iter_lines(io.BytesIO(content)):
        found.append(line)
        if len(found) > MAX_LINES:
            raise SpreadsheetError("too_long")
    return found


def check_header(cells):
    """Positions of the columns, and what is wrong with the heading.

    >>> check_header(["name", "code", "town"])[1][0]
    ('unknown_column', {'column': 'town'})

    :return: ({column: position}, [(key, params)])
    """
    positions, problems = {}, []
    for position, cell in enumerate(cells):
        column = cell.lower()
        if not column:
            continue
        if column not in COLUMNS:
            problems.append(("unknown_column", {"column": cell}))
        elif column in positions:
            problems.append(("repeated_column", {"column": column}))
        positions[column] = position
    problems += [
        ("missing_column", {"column": column})
        for column in COLUMNS
        if column not in positions
    ]
    return positions, problems


def check_row(row, get_kind):
    """What is wrong with one row by itself.

    :param dict row: {column: text}
    :param get_kind: function that tells the kind of a twelve-digit code
    :return: [(key, params)]
    """
    problems = []
    for column, length in CODE_LENGTHS.items():
        text = row[column]
        params = {"column": column, "value": text, "length": length}
        if SPREADSHEET_NUMBER.fullmatch(text):
            problems.append(("spreadsheet_number", params))
        elif not (text.isascii() and text.isdigit()) or len(text) != length:
            problems.append(("code_length", params))
    if not problems:
        problems += _check_nesting(row, get_kind)
    problems += [
        ("empty_name", {"column": column})
        for column in ("name", "township_name", "county_name")
        if not row[column]
    ]
    return problems


def _check_nesting(row, get_kind):
    problems = []
    if not row["code"].startswith(row["township_code"]):
        problems.append(("not_under_township", {}))
    if not row["township_code"].startswith(row["county_code"]):
        problems.append(("not_under_county", {}))
    if not get_kind(row["code"]):
        problems.append(("no_kind", {}))
    return problems


def parse(content, get_kind):
    """Rows of a roster and everything that is wrong with it.

    :param bytes content: the file
    :param get_kind: function that tells the kind of a twelve-digit code
    :return: ([{column: text} with `line`], [(line, key, params)] in line order);
        params hold the row too
    :raises SpreadsheetError: when the file cannot be read at all
    """
    lines = read_lines(content)
    if not lines:
        raise SpreadsheetError("empty")
    header_line, header = lines[0]
    positions, problems = check_header(header)
    if problems:
        return [], [(header_line, key, params) for key, params in problems]
    if len(lines) == 1:
        raise SpreadsheetError("empty")
    rows, found = [], []
    checker = _AcrossRows()
    for number, cells in lines[1:]:
        if any(cells[len(header) :]):
            found.append((number, "too_many_cells", {"count": len(header)}))
            continue
        cells = cells + [""] * (len(header) - len(cells))
        row = {column: cells[positions[column]] for column in COLUMNS}
        row["line"] = number
        problems = check_row(row, get_kind)
        # A line with a wrong code would only cast doubt on the others' names.
        problems += checker.check_code(row) if problems else checker.check(row)
        found += [(number, key, row | params) for key, params in problems]
        rows.append(row)
    return rows, found


class _AcrossRows:
    """What rows must agree upon: each code once, each office one name."""

    def __init__(self):
        self._code_lines = {}
        self._names = {}

    def check(self, row):
        problems = self.check_code(row)
        for unit in ("township", "county"):
            code, name = row[f"{unit}_code"], row[f"{unit}_name"]
            known, first = self._names.setdefault((unit, code), (name, row["line"]))
            if known != name:
                params = {"unit": code, "here": name, "known": known, "first": first}
                problems.append(("name_conflict", params))
        return problems

    def check_code(self, row):
        first = self._code_lines.setdefault(row["code"], row["line"])
        if not row["code"] or first == row["line"]:
            return []
        return [("duplicate", {"first": first})]
