import base64

from odoo import models

from ..common.spreadsheet import SpreadsheetError
from .roster_file import COLUMNS, parse
from .roster_import import PLAN_KINDS

# Units of statistics only: nobody lives under a committee there.
VIRTUAL_MARKS = ("虚拟社区", "生活区")


class LegalRosterImport(models.TransientModel):
    """What a file means for the roster, before anything is changed."""

    _inherit = "legal.roster.import"

    def _get_plan(self):
        """Compare the file with the roster.

        :return: ({kind: [line values]} with `unchanged` counted, [error values])
        """
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        sentences = self._get_sentences()
        columns = {"columns": ", ".join(COLUMNS)}
        try:
            rows, problems = parse(content, self.env["legal.village"]._get_kind)
        except SpreadsheetError as error:
            return {}, [{"kind": "error", "line": 1, "note": sentences[error.key]}]
        if problems:
            return {}, [
                {
                    "kind": "error",
                    "line": line,
                    "code": params.get("code"),
                    "name": params.get("name"),
                    "note": sentences[key] % (columns | params),
                }
                for line, key, params in problems
            ]
        plan = {kind: [] for kind in PLAN_KINDS}
        plan["unchanged"] = 0
        self._plan_townships(rows, plan)
        self._plan_villages(rows, plan)
        return plan, []

    def _plan_townships(self, rows, plan):
        known = {
            township.code: township
            for township in self.env["legal.township"]
            .with_context(active_test=False)
            .search_fetch(
                [("company_id", "=", self.company_id.id)],
                ["code", "name", "county_name"],
            )
        }
        plan["townships"] = known
        first_rows = {}
        for row in rows:
            first_rows.setdefault(row["township_code"], row)
        for code, row in first_rows.items():
            names = (row["township_name"], row["county_name"])
            line = {
                "line": row["line"],
                "code": code,
                "name": names[0],
                "county_name": names[1],
            }
            township = known.get(code)
            if not township:
                plan["township_new"].append(line)
            elif names != (township.name, township.county_name):
                former = f"{township.name} ({township.county_name or '-'})"
                plan["township_changed"].append(line | {"former": former})

    def _plan_villages(self, rows, plan):
        counties = {row["county_code"] for row in rows}
        known = {
            village.code: village
            for village in self.env["legal.village"]
            .with_context(active_test=False)
            .search_fetch(
                [
                    ("company_id", "=", self.company_id.id),
                    ("township_id.county_code", "in", list(counties)),
                ],
                ["code", "name", "active"],
            )
        }
        plan["villages"] = known
        for row in rows:
            village = known.get(row["code"])
            line = {
                "line": row["line"],
                "code": row["code"],
                "name": row["name"],
                "township_code": row["township_code"],
            }
            if not village:
                line["is_virtual"] = any(mark in row["name"] for mark in VIRTUAL_MARKS)
                plan["village_new"].append(line)
                continue
            if not village.active:
                plan["village_archived"].append(line)
            if village.name != row["name"]:
                plan["village_renamed"].append(line | {"former": village.name})
            else:
                plan["unchanged"] += 1
        listed = {row["code"] for row in rows}
        plan["village_missing"] = [
            {"line": 0, "code": village.code, "name": village.name}
            for village in known.values()
            if village.active and village.code not in listed
        ]
