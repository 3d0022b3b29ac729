"""Reading a treasury's list of vouchers from a file; no Odoo in here.

Problems are `(line, key, params)`: the wizard says them in the reader's language.
"""

import io
import re
from collections import namedtuple
from datetime import date
from decimal import Decimal, InvalidOperation

from ..common.spreadsheet import SpreadsheetError, iter_lines

# What a line must name; a bill is known by its own number or by its invoice's.
NEEDED = ("voucher", "date", "amount")
KNOWN_BY = ("bill", "invoice")
USED = ("bill", "invoice", "payee", "amount", "voucher", "date", "paid")
MAX_LINES = 20_000
# Above its heading the list has a title and a subtitle.
HEADING_WITHIN = 10
DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s+00:00(:00)?)?"
    r"|(\d{4})(\d{2})(\d{2})"
)
CENT = Decimal("0.01")

# Cells of a line as they came, and as they were read.
Row = namedtuple("Row", "line cells bill invoice payee amount voucher date")


def read_day(text):
    """A day as treasuries write it, or None.

    >>> [str(read_day(text)) for text in
    ...  ("2026-03-05 00:00:00", "2026/3/5", "2026年3月5日", "20260305")]
    ['2026-03-05', '2026-03-05', '2026-03-05', '2026-03-05']
    >>> read_day("2026-02-30"), read_day("March")
    (None, None)
    """
    match = DAY.fullmatch(text.strip())
    if not match:
        return None
    parts = match.group(1, 2, 3) if match.group(1) else match.group(6, 7, 8)
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def read_amount(text):
    """An amount above 0 in whole cents, or None.

    >>> [str(read_amount(text)) for text in ("1,822.92", "￥5000", "3000元", "12.3")]
    ['1822.92', '5000.00', '3000.00', '12.30']
    >>> read_amount("0"), read_amount("-1"), read_amount("1.234"), read_amount("much")
    (None, None, None, None)
    """
    try:
        amount = Decimal(re.sub(r"[\s,，￥¥元]", "", text))
        amount = amount.quantize(CENT) if amount == amount.quantize(CENT) else None
    except InvalidOperation:
        return None
    return amount if amount and amount > 0 else None


def find_heading(lines, names):
    """Where the heading stands and which column is where.

    :param list lines: [(line number, [cell text])]
    :param dict names: {heading in lower case: column}
    :return: (index of the heading in lines, {column: position}), or None
    """
    for index, (_number, cells) in enumerate(lines[:HEADING_WITHIN]):
        positions = {}
        for position, cell in enumerate(cells):
            column = names.get(cell.strip().lower())
            if column and column not in positions:
                positions[column] = position
        if len(positions.keys() & set(USED)) >= len(NEEDED):
            return index, positions
    return None


def parse(content, names):
    """Rows of a list of vouchers, and what is wrong with the file.

    Lines that say nothing of a payment, such as totals and signatures, are no rows.
    Lines without a voucher are rows whose voucher is empty: not paid yet.

    :param bytes content: the file
    :param dict names: {heading in lower case: column}
    :return: (cells of the heading, [Row], [(line, key, params)])
    :raises SpreadsheetError: when the file cannot be read at all
    """
    lines = []
    for line in iter_lines(io.BytesIO(content)):
        lines.append(line)
        if len(lines) > MAX_LINES:
            raise SpreadsheetError("too_long")
    if not lines:
        raise SpreadsheetError("empty")
    found = find_heading(lines, names)
    if not found:
        return [], [], [(lines[0][0], "no_heading", {})]
    index, positions = found
    heading_line, heading = lines[index]
    missing = [column for column in NEEDED if column not in positions]
    if not set(KNOWN_BY) & positions.keys():
        missing.append("bill")
    if missing:
        problems = [(heading_line, "missing_column", {"column": c}) for c in missing]
        return heading, [], problems
    rows, problems = [], []
    for number, cells in lines[index + 1 :]:
        values = {
            column: cells[position].strip() if position < len(cells) else ""
            for column, position in positions.items()
            if column in USED
        }
        if not any(values.get(name) for name in (*KNOWN_BY, "voucher", "date")):
            continue
        row, reasons = _read_row(number, cells, values)
        rows.append(row)
        problems += [(number, key, params) for key, params in reasons]
    if not rows:
        raise SpreadsheetError("empty")
    return heading, rows, problems


def _read_row(number, cells, values):
    problems = []
    voucher, day_text = values["voucher"], values["date"]
    amount_text = values.get("paid") or values["amount"]
    day, amount = read_day(day_text), read_amount(amount_text)
    if not any(values.get(name) for name in KNOWN_BY):
        problems.append(("no_bill", {}))
    if voucher or day_text or values.get("paid"):
        if not voucher:
            problems.append(("no_voucher", {}))
        if not day:
            problems.append(("bad_date", {"value": day_text}))
        if not amount:
            problems.append(("bad_amount", {"value": amount_text}))
    row = Row(
        line=number,
        cells=cells,
        bill=values.get("bill", ""),
        invoice=re.sub(r"\s", "", values.get("invoice", "")),
        payee=values.get("payee", ""),
        amount=amount,
        voucher=voucher,
        date=day,
    )
    return row, problems
