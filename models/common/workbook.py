"""Workbooks laid out like the papers that their rows come from."""

import io

import xlsxwriter

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "宋体"
# What users typed stays text: never a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def build_workbook(values):
    """Lay the rows out as a form that prints on A4 across.

    :param dict values: ``title``, ``subtitle``, ``sheet``, ``columns`` as (name,
        width), ``rows`` of text, numbers or None, ``footer`` lines
    :rtype: bytes
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        sheet = workbook.add_worksheet(values["sheet"][:31])
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        boxed = plain | {"border": 1, "text_wrap": True}
        formats = {
            "title": workbook.add_format(
                plain | {"bold": True, "font_size": 18, "align": "center"}
            ),
            "subtitle": workbook.add_format(plain | {"align": "center"}),
            "head": workbook.add_format(boxed | {"bold": True, "align": "center"}),
            "text": workbook.add_format(boxed),
            # No format of its own: "0.##" shows whole marks as "94.".
            "number": workbook.add_format(boxed | {"align": "center"}),
            "plain": workbook.add_format(plain),
        }
        _set_page(sheet, values)
        last = len(values["columns"]) - 1
        sheet.merge_range(0, 0, 0, last, values["title"], formats["title"])
        sheet.merge_range(1, 0, 1, last, values["subtitle"], formats["subtitle"])
        for column, (name, width) in enumerate(values["columns"]):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, name, formats["head"])
        row = 2
        for row, cells in enumerate(values["rows"], 3):
            for column, cell in enumerate(cells):
                _write(sheet, row, column, cell, formats)
        sheet.autofilter(2, 0, max(row, 3), last)
        for line in values["footer"]:
            row += 1
            sheet.write_string(row, 0, line, formats["plain"])
    return target.getvalue()


def _set_page(sheet, values):
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.set_footer("&C— &P —")
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.set_row(0, 30)


def _write(sheet, row, column, cell, formats):
    if cell is None:
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, formats["number"])
    else:
        sheet.write_string(row, column, cell, formats["text"])
