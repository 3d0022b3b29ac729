"""Reading a roster of villages from a file; no Odoo in here.

Problems are `(line, key, params)`: the wizard says them in the reader's language.
"""

import csv
import io
import re
import zipfile
import zlib

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

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
# What a compressed workbook may grow to, against files made to exhaust memory.
MAX_UNPACKED = 512 * 1024 * 1024

ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
SPREADSHEET_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?[eE]\+?[0-9]+|[0-9]+\.[0-9]*")


class RosterFileError(Exception):
    """The file cannot be read at all.

    :param str key: which sentence the wizard says
    """

    def __init__(self, key):
        super().__init__(key)
        self.key = key


def read_lines(content):
    """Cells of a CSV or XLSX file as text, empty lines left out.

    :param bytes content: the file
    :return: [(line number as the spreadsheet shows it, [cell text])]
    :raises RosterFileError: when it is neither
    """
    if content.startswith(ZIP_MAGIC):
        lines = _read_workbook(content)
    elif content.startswith(OLD_EXCEL_MAGIC):
        raise RosterFileError("old_excel")
    else:
        lines = _read_csv(_decode(content))
    found = []
    for number, cells in lines:
        if any(cells):
            found.append((number, cells))
        if len(found) > MAX_LINES:
            raise RosterFileError("too_long")
    return found


def _decode(content):
    if b"\x00" in content:
        raise RosterFileError("not_a_spreadsheet")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise RosterFileError("not_a_spreadsheet")


def _read_csv(text):
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        # A quoted cell may span lines: the number is that of the line it ends on.
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise RosterFileError("not_a_spreadsheet") from error


def _read_workbook(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise RosterFileError("too_long")
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        sheet = workbook.worksheets[0]
        # Some programs write a wrong extent, and cells beyond it would be lost.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_cell_text(cell) for cell in cells]
        workbook.close()
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        AttributeError,
        LookupError,
        OSError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        raise RosterFileError("not_a_spreadsheet") from error


def _cell_text(cell):
    """Text of a cell; a code typed as a whole number is still exact.

    >>> _cell_text(654002001201)
    '654002001201'
    >>> _cell_text(654002001201.5)
    '654002001201.5'
    >>> _cell_text(None)
    ''
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


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
    :raises RosterFileError: when the file cannot be read at all
    """
    lines = read_lines(content)
    if not lines:
        raise RosterFileError("empty")
    header_line, header = lines[0]
    positions, problems = check_header(header)
    if problems:
        return [], [(header_line, key, params) for key, params in problems]
    if len(lines) == 1:
        raise RosterFileError("empty")
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
