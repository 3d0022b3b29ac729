import io
import tempfile

import xlsxwriter
from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import Response, content_disposition, request

from .sheet import write_sheet

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "宋体"
# What users typed stays text: never a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class WorkbookController(http.Controller):
    @http.route(
        "/legal/result_list/<int:program_id>", type="http", auth="user", readonly=True
    )
    def result_list(self, program_id, townships="", **kwargs):
        """The result list as a workbook, with the rows of the printed list.

        :param int program_id: the program year
        :param str townships: ids joined by commas; all townships when empty
        """
        program = request.env["legal.program"].browse(program_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not program or not program.has_access("read"):
            raise request.not_found()
        request.env["legal.evaluation"].check_access("read")
        chosen = None
        if townships:
            ids = [int(part) for part in townships.split(",") if part.isdecimal()]
            chosen = request.env["legal.township"].browse(ids).exists()
            chosen.check_access("read")
        paper = request.env["report.village_legal_advisor.paper_result_list"]
        content = self._build(paper._get_workbook(program, chosen))
        name = request.env._("Result lists of %(year)s", year=program.display_name)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )

    @http.route(
        "/legal/hours/<int:program_id>", type="http", auth="user", readonly=True
    )
    def hours(self, program_id, **kwargs):
        """The hours of a program year as a workbook, a row per village.

        :param int program_id: the program year
        """
        program = request.env["legal.program"].browse(program_id).exists()
        is_internal = request.env.user._is_internal()
        if not is_internal or not program or not program.has_access("read"):
            raise request.not_found()
        months = request.env["legal.village.month"]
        months.check_access("read")
        title = request.env._("Hours of %(year)s", year=program.display_name)
        # On the disk: a province's year is not for the memory.
        target = tempfile.TemporaryFile()
        write_sheet(
            target,
            request.env._("Hours"),
            title,
            months._get_year_columns(),
            months._get_year_rows(program),
        )
        size = target.tell()
        target.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, target),
            headers=[
                ("Content-Type", MIMETYPE),
                ("Content-Length", size),
                ("Content-Disposition", content_disposition(f"{title}.xlsx")),
            ],
            direct_passthrough=True,
        )

    def _build(self, values):
        """Lay the rows out as a form that prints on A4 across.

        :param dict values: of ``_get_workbook``
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
            self._set_page(sheet, values)
            last = len(values["columns"]) - 1
            sheet.merge_range(0, 0, 0, last, values["title"], formats["title"])
            sheet.merge_range(1, 0, 1, last, values["subtitle"], formats["subtitle"])
            for column, (name, width) in enumerate(values["columns"]):
                sheet.set_column(column, column, width)
                sheet.write_string(2, column, name, formats["head"])
            row = 2
            for row, cells in enumerate(values["rows"], 3):
                for column, cell in enumerate(cells):
                    self._write(sheet, row, column, cell, formats)
            sheet.autofilter(2, 0, max(row, 3), last)
            for line in values["footer"]:
                row += 1
                sheet.write_string(row, 0, line, formats["plain"])
        return target.getvalue()

    def _set_page(self, sheet, values):
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.set_footer("&C— &P —")
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
        sheet.set_row(0, 30)

    def _write(self, sheet, row, column, cell, formats):
        if cell is None:
            sheet.write_blank(row, column, None, formats["text"])
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell, formats["number"])
        else:
            sheet.write_string(row, column, cell, formats["text"])
