"""A workbook of one long sheet, written as its rows come.

xlsxwriter takes a Python call per cell and forgets nothing but the rows; a province's
year would take it several times as long. What this writes is the least that a workbook
consists of (ECMA-376, part 1): text is inline and therefore never a formula, a link or
a number.
"""

import re
import zipfile
from functools import lru_cache
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCUMENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Styles of `STYLES`, by position.
CELL, HEAD, TITLE = range(3)
HEAD_ROWS = 2
ROWS_AT_ONCE = 500
# Characters that XML has no way to write.
NO_CHARACTERS = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
UNWRITABLE = re.compile(f"[{NO_CHARACTERS}]")
SPECIAL = re.compile(f"[&<>{NO_CHARACTERS}]")
SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

TYPES = f"""<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{DOCUMENT}.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{DOCUMENT}.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{DOCUMENT}.worksheet+xml"/>
</Types>"""  # noqa: E501
ROOT = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
PARTS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/>
</Relationships>"""
STYLES = f"""<styleSheet xmlns="{MAIN}">
<fonts count="3">
<font><sz val="10"/><name val="宋体"/></font>
<font><b/><sz val="10"/><name val="宋体"/></font>
<font><b/><sz val="16"/><name val="宋体"/></font>
</fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
<border><left style="thin"/><right style="thin"/><top style="thin"/>
<bottom style="thin"/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="3">
<xf xfId="0" borderId="1" applyBorder="1"/>
<xf xfId="0" fontId="1" borderId="1" applyFont="1" applyBorder="1" applyAlignment="1">
<alignment horizontal="center" vertical="center" wrapText="1"/></xf>
<xf xfId="0" fontId="2" applyFont="1"/>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


def write_sheet(target, name, title, columns, rows):
    """Write a workbook with a title, a head that stays on top, and rows.

    :param target: a binary file that can be written and positioned
    :param str name: of the sheet
    :param columns: (name, width) each
    :param rows: iterable of lists of text, int, float or None
    :return: how many rows there were
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as parts:
        for path, content in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/_rels/workbook.xml.rels", PARTS),
            ("xl/styles.xml", STYLES),
            ("xl/workbook.xml", _get_book(name)),
        ):
            parts.writestr(path, DECLARATION + content)
        with parts.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_get_start(title, columns).encode())
            count = _write_rows(sheet, rows)
            sheet.write(_get_end(len(columns), count).encode())
    return count


def _get_book(name):
    name = escape(SHEET_NAME.sub(" ", name)[:31], {'"': "&quot;"})
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
        "<definedNames>"
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">'
        f"'{name}'!$1:${HEAD_ROWS}</definedName></definedNames></workbook>"
    )


def _get_start(title, columns):
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{width}" customWidth="1"/>'
        for index, (_name, width) in enumerate(columns, 1)
    )
    head = "".join(_get_text(name, HEAD) for name, _width in columns)
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{HEAD_ROWS}" '
        f'topLeftCell="A{HEAD_ROWS + 1}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
        f"<row>{_get_text(title, TITLE)}</row><row>{head}</row>"
    )


def _get_end(width, count):
    last = f"{xl_col_to_name(width - 1)}{HEAD_ROWS + count}"
    return (
        f'</sheetData><autoFilter ref="A{HEAD_ROWS}:{last}"/>'
        '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.3" '
        'footer="0.3"/><pageSetup paperSize="9" orientation="landscape" '
        'fitToHeight="0"/><headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter>'
        "</headerFooter></worksheet>"
    )


def _write_rows(sheet, rows):
    count, waiting = 0, []
    # A ledger's numbers and names come again and again.
    get_cell = lru_cache(maxsize=8192, typed=True)(_get_cell)
    for row in rows:
        waiting.append(f"<row>{''.join(map(get_cell, row))}</row>")
        count += 1
        if len(waiting) == ROWS_AT_ONCE:
            sheet.write("".join(waiting).encode())
            waiting.clear()
    sheet.write("".join(waiting).encode())
    return count


def _get_cell(value):
    # Without an address cells follow each other; the style of most is the default.
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return _get_text(value, CELL)
    return f"<c><v>{value!r}</v></c>"


def _get_text(text, style):
    if SPECIAL.search(text):
        text = escape(UNWRITABLE.sub("", text))
    return (
        f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )
