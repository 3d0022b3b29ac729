import secrets
from collections import Counter

from odoo import fields, models
from odoo.tools import SQL

from ...models.service.entry_content import (
    CHAIN_FORMAT,
    LECTURE_FIELDS,
    REASON_FIELDS,
    chain_content,
    get_content_fields,
    lecture_content,
    personal_part,
)
from ...models.service.volume_chain import chain_hash


class LegalHistoryImport(models.Model):
    """Ids, references, numbers and hashes of the entries that are written."""

    _inherit = "legal.history.import"

    def _take_ids(self, rows):
        """Ids of entries and matters, and references by the years of the programs."""
        with_matter = [row for row in rows if row["category_id"]]
        for name, table, takers in (
            ("visit_id", "legal_visit", rows),
            ("matter_id", "legal_matter", with_matter),
        ):
            ids = self.env.execute_query(
                SQL(
                    "SELECT nextval(%s) FROM generate_series(1, %s)",
                    *(f"{table}_id_seq", len(takers)),
                )
            )
            for row, (new_id,) in zip(takers, ids, strict=True):
                row[name] = new_id
        counts = Counter(row["program_id"] for row in rows)
        programs = self.env["legal.program"].browse(counts)
        references = {
            program.id: iter(
                self.company_id._legal_draw_visit_references(
                    program.date_start, counts[program.id]
                )
            )
            for program in programs
        }
        for row in rows:
            row["reference"] = next(references[row["program_id"]])

    def _number_rows(self, rows):
        """Number and chain rows by the recipe of confirmed entries."""
        Volume = self.env["legal.volume"]
        keys = [(row["village_id"], row["program_id"]) for row in rows]
        reserved = Volume._reserve_numbers(Counter(keys))
        names = get_content_fields(CHAIN_FORMAT)
        constant = dict.fromkeys(names) | {
            "source": "import",
            "submitted_by_id": self.env.uid,
            "dispute_upheld": False,
            "confirmed_by_id": self.env.uid,
            "confirmed_by_kind": "township",
        }
        told = [name for name in names if name in rows[0]]
        last = {}
        for row, key in zip(rows, keys, strict=True):
            volume_id, number, before = reserved[key]
            reserved[key] = (volume_id, number + 1, before)
            salt = secrets.token_hex(16)
            persons, matters = [], []
            if row["category_id"]:
                persons = [
                    {
                        "client_name": None,
                        "summary": row["summary"],
                        "advice": row["advice"],
                        "outcome": None,
                        "files": [],
                    }
                ]
                matters = [
                    {
                        "client_kind": row["client_kind"],
                        "category_id": row["category_id"],
                        "topic_id": row["topic_id"],
                        "is_petition": False,
                        "state": "done",
                    }
                ]
            reasons = {name: row.get(name) for name in REASON_FIELDS}
            digest = chain_hash(salt, personal_part(reasons, persons, None))
            content = chain_content(
                constant | {name: row[name] for name in told},
                *(number + 1, digest, [], matters),
                chain_format=CHAIN_FORMAT,
                lecture=self._get_lecture_content(row),
            )
            last[volume_id] = chain_hash(last.get(volume_id, before), content)
            row |= {
                "volume_id": volume_id,
                "number": number + 1,
                "entry_hash": last[volume_id],
                "salt": salt,
                "digest": digest,
                "chain_format": CHAIN_FORMAT,
            }
        Volume._store_last_hashes(last)

    def _get_lecture_content(self, row):
        """What a row's hash says of its lecture, None when it is none."""
        if row["kind"] != "lecture":
            return None
        program = self.env["legal.program"].browse(row["program_id"])
        names = [name for name in LECTURE_FIELDS if name != "wish"]
        values = {name: row.get(name) for name in names} | {
            "quarter": program._get_quarter(fields.Date.to_date(row["date"])),
            "topic": row["topic_name"],
            "is_wished": False,
        }
        return lecture_content(values, row["second_from"], row["second_to"], [])
