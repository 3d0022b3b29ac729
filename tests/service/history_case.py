import base64
import csv
import io

import openpyxl

from ..common import LegalCase

COLUMNS = (
    *("kind", "village_code", "licence_number", "date", "time_start", "time_stop"),
    *("minutes", "mode", "place", "category", "topic", "summary", "advice"),
    *("audience_count", "recorded_date", "confirmed_date", "receipt_date"),
    "late_reason",
)


class HistoryCase(LegalCase):
    """Two villages of one adviser, a third of another, and files about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), licence_number="LI")
        cls.colleague = cls._make_advisor("Wang", cls.day(1), licence_number="WANG")
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)
        cls.second = cls._make_assignment(cls.village_2, cls.advisor)
        cls.third = cls._make_assignment(cls.village_4, cls.colleague)

    def _row(self, **vals):
        """A good line, changed where told."""
        return {
            "village_code": self.village_1.code,
            "licence_number": "LI",
            "date": "2026-03-10",
            "time_start": "9:00",
            "time_stop": "11:00",
            "mode": "on_site",
            "place": "Village office",
            "category": "consultation",
            "summary": "Rent of a field",
            "advice": "Put it into a written contract.",
        } | vals

    def _csv(self, rows, columns=COLUMNS):
        text = io.StringIO()
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    def _run(self, rows, user=None, action="action_import", **vals):
        """A run of a manager over rows, or over a file's content."""
        content = rows if isinstance(rows, bytes) else self._csv(rows)
        run = (
            self.env["legal.history.import"]
            .with_user(user or self.manager)
            .create(
                {
                    "file": base64.b64encode(content),
                    "filename": "history.csv",
                    "basis": "Paper ledgers",
                }
                | vals
            )
        )
        getattr(run, action)()
        return run

    def _entries(self, run):
        return run.sudo().visit_ids.sorted("id")

    def _reasons(self, run):
        """Keys of what is wrong, by line."""
        lines = self.env["legal.history.line"].search(
            [("import_id", "=", run.id), ("state", "=", "bad")]
        )
        return {
            line.line: [reason.partition(":")[0] for reason in line.reasons]
            for line in lines
        }

    def _workbook(self, run):
        """Rows of the workbook of bad lines, its heading first."""
        book = openpyxl.load_workbook(io.BytesIO(run.sudo().bad_file_ids.raw))
        return list(book.active.iter_rows(values_only=True))
