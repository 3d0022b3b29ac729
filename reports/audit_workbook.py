from collections import defaultdict

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from odoo.tools import format_date

from .audit_charts import write_charts
from .audit_checks import write_checks
from .audit_writer import FIRST, HEAD, AuditWriter
from .fund_sheets import KEYS, MONEY, NOWHERE, get_sheets

# Figures of the screen, each the sum of a column: (kind of rows, key).
FIGURES = {
    "appropriated": ("appropriations", "amount"),
    "received": ("receipts", "amount"),
    "committed": ("contracts", "committed"),
    "actual": ("bills", "amount"),
    "paid": ("payments", "amount"),
}
# From so many rows on, to look for each village's rows among all takes a spreadsheet
# program minutes: its rows stand together and are summed up where they stand.
LONG = 5000
# Money is appropriated to a source and not to a township.
TOWNSHIP_FIGURES = tuple(FIGURES)[1:]
VILLAGE_FIGURES = {
    "contract": ("contracts", "amount"),
    "accepted": ("contracts", "accepted"),
    "actual": ("bills", "amount"),
    "paid": ("payments", "amount"),
}


class AuditWorkbook(AuditWriter):
    """A year's money: every total is a formula over rows that stand in the book."""

    def __init__(self, program, target):
        super().__init__(program, target)
        self.subtitle = self.env._(
            "%(bureau)s, %(year)s, figures of %(day)s, in yuan",
            bureau=program.company_id.name,
            year=program.display_name,
            day=format_date(
                self.env, program.company_id._legal_today(), date_format="long"
            ),
        )
        # Of each kind of rows: columns as ranges of formulas, sums by keys, and where
        # the rows of long sheets stand.
        self.ranges, self.sums, self.blocks = {}, {}, {}
        self.places = {}
        self.names = {}

    def build(self):
        """Write all sheets; the ones that sum up come first in the book."""
        summary = self._add_sheet(self.env._("Totals of the year"))
        townships = self._add_sheet(self.env._("By township"))
        villages = self._add_sheet(self.env._("By village"))
        charts = self._add_sheet(self.env._("Charts"))
        for kind, (name, columns) in get_sheets(self.env).items():
            self._write_details(kind, name, columns)
        places, total_row, totals = self._write_townships(townships)
        self._write_villages(villages)
        self._write_summary(summary, townships, total_row, totals)
        write_charts(self, charts, summary, townships, places, total_row - 1)
        self.book.close()

    # === Rows ===

    def _write_details(self, kind, name, columns):
        sheet = self._add_sheet(name)
        self._write_head(sheet, name, [column[1:3] for column in columns])
        money = [key for key, _label, _width, what in columns if what == MONEY]
        sums, blocks, row = defaultdict(float), {}, HEAD
        for row, values in enumerate(self.program._get_fund_rows(kind), FIRST):
            self._write_row(sheet, row, kind, columns, values)
            keys = tuple(values.get(key) or NOWHERE for key in KEYS)
            blocks.setdefault(keys, []).append(row)
            for key in money:
                # In all, by source, by township and by village.
                for length in range(len(keys) + 1):
                    sums[(key, *keys[:length])] += values[key]
            self.names[values.get("township_code")] = values.get("township")
            self.names[values.get("village_code")] = values.get("village")
        last = max(row, FIRST)
        if row - HEAD > LONG:
            # Not to be sorted: other sheets count on the order.
            self.blocks[kind] = blocks
        else:
            sheet.autofilter(HEAD, 0, last, len(columns) - 1)
        self._write_total(
            sheet,
            last + 1,
            [sums[(key,)] if what == MONEY else None for key, _l, _w, what in columns],
        )
        self.sums[kind] = sums
        self.places[kind] = {
            key: (sheet, column) for column, (key, *_rest) in enumerate(columns)
        }
        self.ranges[kind] = {
            key: self._get_range(*place, last)
            for key, place in self.places[kind].items()
        }

    def _get_range(self, sheet, column, last, first=FIRST):
        start = xl_rowcol_to_cell(first, column, True, True)
        end = xl_rowcol_to_cell(last, column, True, True)
        return f"{quote_sheetname(sheet.name)}!{start}:{end}"

    # === What sums up ===

    def _write_townships(self, sheet):
        """A row for each township and source, as on the screen.

        :return: townships as (code, name), row and values of the total
        """
        figures = [FIGURES[name] for name in TOWNSHIP_FIGURES]
        self._write_head(
            sheet,
            self.env._("Use of funds by township"),
            [
                (self.env._("Township code"), 13),
                (self.env._("Township"), 20),
                (self.env._("Funding source"), 16),
                *((self._get_label(name), 16) for name in TOWNSHIP_FIGURES),
            ],
        )
        nowhere = self.env._("Without a township")
        rows = self._get_rows(figures, 2)
        totals = self._write_places(sheet, rows, figures, nowhere)
        codes = dict.fromkeys(keys[-1] for keys in rows)
        places = [(code, self.names.get(code) or nowhere) for code in codes]
        return places, max(len(rows), 1) + FIRST, totals

    def _write_villages(self, sheet):
        figures = list(VILLAGE_FIGURES.values())
        self._write_head(
            sheet,
            self.env._("Use of funds by village"),
            [
                (self.env._("Division code"), 15),
                (self.env._("Village or community"), 22),
                (self.env._("Funding source"), 16),
                (self.env._("Contract amount (yuan)"), 16),
                (self.env._("Accepted (yuan)"), 16),
                (self.env._("Billed (yuan)"), 16),
                (self.env._("Paid (yuan)"), 16),
            ],
        )
        nowhere = self.env._("Without a village")
        self._write_places(sheet, self._get_rows(figures, 3), figures, nowhere)

    def _get_rows(self, figures, length):
        """Keys that have money, in the order of their codes."""
        found = {
            keys[1:]
            for kind, key in figures
            for keys in self.sums[kind]
            if keys[0] == key and len(keys) == length + 1
        }
        return sorted(found, key=lambda keys: (*keys[1:], keys[0]))

    def _write_places(self, sheet, rows, figures, nowhere):
        """Rows of code, name and source with figures, and their total."""
        totals = [0.0] * len(figures)
        for row, keys in enumerate(rows, FIRST):
            code = keys[-1]
            name = self.names.get(code) or nowhere
            self._write_texts(sheet, row, [code, name, self._get_source(keys[0])])
            criteria = {KEYS[len(keys) - 1]: f"$A{row + 1}", "source": f"$C{row + 1}"}
            for place, figure in enumerate(figures):
                totals[place] += self._write_sum(
                    sheet, row, 3 + place, figure, criteria, keys
                )
        self._write_total(sheet, max(len(rows), 1) + FIRST, [None] * 3 + totals)
        return totals

    def _write_summary(self, sheet, townships, township_row, by_township):
        names = [*FIGURES, "available"]
        self._write_head(
            sheet,
            self.env._("Use of funds of %(year)s", year=self.program.display_name),
            [
                (self.env._("Funding source"), 34),
                *((self._get_label(name), 16) for name in names),
                (self.env._("Paid of appropriated"), 14),
            ],
        )
        sources = self.labels[(None, "source")]
        totals = [0.0] * len(FIGURES)
        for row, source in enumerate(sources, FIRST):
            self._write_texts(sheet, row, [self._get_source(source)])
            values = [
                self._write_sum(
                    sheet, row, place, figure, {"source": f"$A{row + 1}"}, (source,)
                )
                for place, figure in enumerate(FIGURES.values(), 1)
            ]
            self._write_rest(sheet, row, values)
            totals = [one + more for one, more in zip(totals, values, strict=True)]
        row = FIRST + len(sources)
        self._write_total(sheet, row, [None, *totals])
        self._write_rest(sheet, row, totals)
        write_checks(self, sheet, row, totals, townships, township_row, by_township)

    def _write_rest(self, sheet, row, values):
        """What is available, and how much of what was appropriated is paid."""
        appropriated, _received, committed, actual, paid = values
        line = row + 1
        self._write_formula(
            sheet,
            row,
            6,
            f"=B{line}-D{line}-E{line}",
            self.round(appropriated - committed - actual),
        )
        self._write_formula(
            sheet,
            row,
            7,
            f"=IF(B{line}=0,0,F{line}/B{line})",
            paid / appropriated if appropriated else 0,
            "rate",
        )

    def _get_township_sum(self, name, code):
        kind, key = FIGURES[name]
        found = (
            self.sums[kind].get((key, source, code), 0.0)
            for source in self.labels[(None, "source")]
        )
        return self.round(sum(found))

    def _write_sum(self, sheet, row, column, figure, criteria, keys):
        """A sum of rows by their keys.

        :param criteria: {key: cell that holds it}
        """
        kind, key = figure
        ranges, rows = self.ranges[kind], self.blocks.get(kind, {}).get(keys)
        value = self.round(self.sums[kind][(key, *keys)])
        if rows and rows[-1] - rows[0] == len(rows) - 1:
            block = self._get_range(*self.places[kind][key], rows[-1], rows[0])
            formula = f"=SUM({block})"
        else:
            chosen = ",".join(
                f"{ranges[name]},{cell}" for name, cell in criteria.items()
            )
            formula = f"=SUMIFS({ranges[key]},{chosen})"
        self._write_formula(sheet, row, column, formula, value)
        return value
