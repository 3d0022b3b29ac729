import io

import xlsxwriter

from odoo import api, models
from odoo.fields import Command

from ...models.common.names import join_names
from .history_file import COLUMNS, HEADINGS, REQUIRED, VALUES

BAD_LINES_PER_FILE = 50_000
MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the file said stays text: never a formula, a link or a number.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
WIDE = ("summary", "advice", "late_reason")
LAST_ROW = 1_048_575


class LegalHistoryImport(models.Model):
    """Workbooks: the bad lines with their reasons, and the template."""

    _inherit = "legal.history.import"

    def _report(self):
        """Put the bad lines into workbooks, each of a size that opens.

        :return: yields 0 after each workbook
        """
        Line = self.env["legal.history.line"]
        Line.invalidate_model()
        while lines := Line.search(
            [
                ("import_id", "=", self.id),
                ("state", "=", "bad"),
                ("line", ">", self.cursor or 0),
            ],
            order="line",
            limit=BAD_LINES_PER_FILE,
        ):
            name = self.env._("Bad lines from line %(line)s", line=lines[0].line)
            # The user is the run's: the file is read with it.
            file = (
                self.env["ir.attachment"]
                .sudo()
                .create(
                    {
                        "name": f"{name}.xlsx",
                        "raw": self._build_bad_lines(lines),
                        "mimetype": MIMETYPE,
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
            )
            self._guarded_write(
                {"bad_file_ids": [Command.link(file.id)], "cursor": lines[-1].line}
            )
            yield 0

    def _build_bad_lines(self, lines):
        """A workbook of lines as they came, with the reasons in the last column.

        :rtype: bytes
        """
        # What a line had beyond the headings stands below empty ones.
        width = max(len(self.columns), *(len(line._get_cells()) for line in lines))
        columns = [*self.columns, *[""] * (width - len(self.columns))]
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, OPTIONS) as book:
            sheet = book.add_worksheet(self.env._("Bad lines")[:31])
            head = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
            headings = [self._get_heading(column) for column in columns]
            headings += [
                self._choose("line", "行号"),
                self._choose("reason", "错误原因"),
            ]
            sheet.set_column(0, len(columns), 16)
            sheet.set_column(len(columns) + 1, len(columns) + 1, 80)
            sheet.write_row(0, 0, headings, head)
            sheet.freeze_panes(1, 0)
            sentences = self._get_sentences()
            for row, line in enumerate(lines, 1):
                for column, cell in enumerate(line._get_cells()):
                    sheet.write_string(row, column, cell)
                reasons = "\n".join(
                    line._say(sentences, reason) for reason in line.reasons or ()
                )
                sheet.write_number(row, len(columns), line.line)
                sheet.write_string(row, len(columns) + 1, reasons)
        return target.getvalue()

    @api.model
    def _choose(self, english, chinese):
        """A word of files, which are read in both languages."""
        return chinese if (self.env.lang or "").startswith("zh") else english

    @api.model
    def _get_heading(self, column):
        if not column:
            return ""
        return self._choose(HEADINGS[column][0], HEADINGS[column][1])

    # === Template ===

    @api.model
    def _build_template(self):
        """An empty list with the headings, and a sheet that explains them.

        :rtype: bytes
        """
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, OPTIONS) as book:
            head = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
            wrapped = book.add_format({"text_wrap": True, "valign": "top"})
            # Codes and licences keep their zeros, and times stay as they are typed.
            text = book.add_format({"num_format": "@"})
            sheet = book.add_worksheet(self._choose("History", "历史记录"))
            for position, column in enumerate(COLUMNS):
                width = 40 if column in WIDE else 18
                sheet.set_column(position, position, width, text)
                choices = [texts[-1] for texts in self._get_choices(column)]
                if choices:
                    sheet.data_validation(
                        *(1, position, LAST_ROW, position),
                        {"validate": "list", "source": choices},
                    )
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [self._get_heading(name) for name in COLUMNS], head)
            sheet = book.add_worksheet(self._choose("Columns", "填写说明"))
            sheet.set_column(0, 0, 22)
            sheet.set_column(1, 1, 10)
            sheet.set_column(2, 2, 90)
            titles = (
                self.env._("Column"),
                self.env._("Needed"),
                self.env._("What it takes"),
            )
            sheet.write_row(0, 0, titles, head)
            notes = self._get_column_notes()
            for row, column in enumerate(COLUMNS, 1):
                needed = self.env._("Yes") if column in REQUIRED else ""
                cells = (self._get_heading(column), needed, notes[column])
                sheet.write_row(row, 0, cells, wrapped)
        return target.getvalue()

    @api.model
    def _get_choices(self, column):
        """What may stand in a column, as the reader writes it.

        :return: pairs of English and the reader's word
        """
        chosen = []
        for texts in VALUES.get(column, {}).values():
            english, chinese = next(filter(None, texts)), None
            chinese = next(text for text in texts if text and not text.isascii())
            chosen.append((english, self._choose(english, chinese)))
        return chosen

    @api.model
    def _get_names(self, table):
        """Names of the categories or topics in use, in the reader's language."""
        records = self.env[table].search(
            ["|", ("company_id", "=", False), ("company_id", "=", self.env.company.id)]
        )
        return join_names(self.env, records.mapped("name"))

    @api.model
    def _get_column_notes(self):
        listed = {
            column: join_names(
                self.env, [text for _english, text in self._get_choices(column)]
            )
            for column in VALUES
        }
        day = self.env._("A day such as 2024-03-05.")
        clock = self.env._("A time of day such as 9:30, on the bureau's clock.")
        return {
            "kind": self.env._(
                "One of: %(values)s. Empty means the first.", values=listed["kind"]
            ),
            "village_code": self.env._("The village's twelve-digit division code."),
            "licence_number": self.env._("Licence number of the adviser who came."),
            "date": day,
            "time_start": clock
            + " "
            + self.env._("Needed for services on site and lectures."),
            "time_stop": clock
            + " "
            + self.env._("On the same day; 24:00 is its end. Two days, two lines."),
            "minutes": self.env._(
                "Needed for services by phone, online and in writing."
            ),
            "mode": self.env._("One of: %(values)s.", values=listed["mode"]),
            "form": self.env._(
                "One of: %(values)s. Empty means the first.", values=listed["form"]
            ),
            "place": self.env._("Where the service was given."),
            "client": self.env._(
                "One of: %(values)s. Empty means the first.", values=listed["client"]
            ),
            "category": self.env._(
                "Code or name of a category: %(values)s.",
                values=self._get_names("legal.matter.category"),
            ),
            "topic": self.env._(
                "Of a lecture: its topic. Else code or name of a topic: %(values)s.",
                values=self._get_names("legal.matter.topic"),
            ),
            "summary": self.env._("What was asked, without personal data."),
            "advice": self.env._("What was advised or done."),
            "audience_count": self.env._("Of a lecture: how many people came."),
            "recorded_date": day
            + " "
            + self.env._(
                "When it was written into the paper ledger. Empty: today, and the "
                "entry is marked as late."
            ),
            "confirmed_date": day
            + " "
            + self.env._("When the village signed; only with the recorded date."),
            "receipt_date": day
            + " "
            + self.env._(
                "Of a lecture: when the township's judicial office received the "
                "outline on paper. The outline itself is attached and filed later."
            ),
            "late_reason": self.env._(
                "Needed when the village's volume of the year is closed: why the "
                "entry comes only now."
            ),
        }
