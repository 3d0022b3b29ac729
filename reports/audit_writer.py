import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ..models.common.workbook import FONT, OPTIONS
from .fund_sheets import DAY, KEYS, MONEY, NOWHERE, get_labels

HEAD = 2
FIRST = HEAD + 1


class AuditWriter:
    """Puts heads, rows and totals into the sheets of a workbook.

    Values stand beside the formulas, for programs that show a file without reckoning.
    """

    def __init__(self, program, target):
        self.env = program.env
        self.program = program
        self.round = program.currency_id.round
        # Rows go to the disk as they come.
        options = OPTIONS | {"in_memory": False, "constant_memory": True}
        self.book = xlsxwriter.Workbook(target, options)
        boxed = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
        money = boxed | {"num_format": "#,##0.00"}
        self.formats = {
            name: self.book.add_format(values)
            for name, values in {
                "title": {"font_name": FONT, "font_size": 16, "bold": True},
                "plain": {"font_name": FONT, "font_size": 10},
                "head": boxed | {"bold": True, "text_wrap": True, "align": "center"},
                "text": boxed,
                "day": boxed | {"num_format": "yyyy-mm-dd"},
                "money": money,
                "rate": boxed | {"num_format": "0.00%"},
                "total_text": boxed | {"bold": True},
                "total_money": money | {"bold": True},
            }.items()
        }
        self.labels = get_labels(self.env)

    def _add_sheet(self, name):
        sheet = self.book.add_worksheet(name[:31])
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C— &P —")
        # Codes are text on purpose: Excel need not point at each of them.
        sheet.ignore_errors({"number_stored_as_text": "A1:Z1048576"})
        return sheet

    def _write_head(self, sheet, title, columns):
        """Title, line below it, and the head that stays on top.

        :param columns: (label, width) each
        """
        for column, (_label, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 28)
        sheet.set_row(HEAD, 30)
        sheet.write_string(0, 0, title, self.formats["title"])
        sheet.write_string(1, 0, self.subtitle, self.formats["plain"])
        self._write_labels(sheet, HEAD, [label for label, _width in columns])
        sheet.repeat_rows(HEAD)
        sheet.freeze_panes(FIRST, 0)

    def _write_labels(self, sheet, row, labels):
        for column, label in enumerate(labels):
            sheet.write_string(row, column, label, self.formats["head"])

    def _write_texts(self, sheet, row, texts):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, self.formats["text"])

    def _write_row(self, sheet, row, kind, columns, values):
        for column, (key, _label, _width, what) in enumerate(columns):
            value = values.get(key)
            if what == MONEY:
                sheet.write_number(row, column, value, self.formats["money"])
            elif what == DAY and value:
                sheet.write_datetime(row, column, value, self.formats["day"])
            else:
                text = self._get_text(kind, key, value)
                sheet.write_string(row, column, text, self.formats["text"])

    def _get_text(self, kind, key, value):
        labels = self.labels.get((kind, key)) or self.labels.get((None, key))
        if labels and value:
            return labels[value]
        return value or (NOWHERE if key in KEYS else "")

    def _get_label(self, name):
        """How the screen calls a figure."""
        return self.env["legal.fund.status"]._fields[name]._description_string(self.env)

    def _get_source(self, source):
        return self.labels[(None, "source")][source]

    def _write_formula(self, sheet, row, column, formula, value, style="money"):
        sheet.write_formula(row, column, formula, self.formats[style], value)

    def _write_total(self, sheet, row, values):
        """A last row with the sums of the rows from the first one on.

        :param values: of the columns; None where there is nothing to sum up
        """
        for column, value in enumerate(values):
            if value is None:
                label = self.env._("Total") if not column else ""
                sheet.write_string(row, column, label, self.formats["total_text"])
                continue
            name = xl_col_to_name(column)
            formula = f"=SUM({name}{FIRST + 1}:{name}{row})"
            self._write_formula(
                sheet, row, column, formula, self.round(value), "total_money"
            )
