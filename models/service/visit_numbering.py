from collections import Counter

from odoo import api, models
from odoo.tools import SQL


class LegalVisit(models.Model):
    """References from creation, numbers from confirmation (rule 7)."""

    _inherit = "legal.visit"

    def _is_sealed(self):
        return self.state == "confirmed"

    @api.model
    def _get_sealed_sql(self, row):
        return SQL("%s.number IS NOT NULL", row)

    @api.model
    def _get_link_entry_sql(self, row):
        return SQL("%s.id", row)

    def _get_seal_message(self):
        return self.env._(
            "%(visit)s is confirmed: it is part of the village's ledger and can no "
            "longer be changed or deleted. A mistake is put right by a correction "
            "entry.",
            visit=self.reference,
        )

    @api.model
    def _prepare_create_values(self, vals_list):
        # Below the guard, which refuses references from anybody else, and with the
        # program filled in.
        result = super()._prepare_create_values(vals_list)
        by_program = {}
        for vals in result:
            if not vals.get("reference"):
                by_program.setdefault(vals.get("program_id"), []).append(vals)
        for program_id, lacking in by_program.items():
            program = self.env["legal.program"].browse(program_id).sudo()
            company = program.company_id or self.env.company
            day = program.date_start or company._legal_today()
            references = company._legal_draw_visit_references(day, len(lacking))
            for vals, reference in zip(lacking, references, strict=True):
                vals["reference"] = reference
        return result

    def _take_numbers(self):
        """Number confirmed entries in their volumes, without gap or repeat.

        One statement reserves the numbers of every volume: of two transactions that
        number in the same volume the later one waits, fails and runs again. Within
        the batch numbers follow the dates; each carries the hash of what was before.
        """
        if not self:
            return
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, village_id, program_id FROM legal_visit WHERE id = ANY(%s) "
                "ORDER BY date, time_start NULLS LAST, id",
                self.ids,
            )
        )
        keys = [(village_id, program_id) for _id, village_id, program_id in rows]
        reserved = self.env["legal.volume"]._reserve_numbers(Counter(keys))
        taken = Counter()
        numbered = []
        for (visit_id, _village, _program), key in zip(rows, keys, strict=True):
            volume_id, before, last_hash = reserved[key]
            taken[key] += 1
            numbered.append((visit_id, volume_id, before + taken[key], last_hash))
        self._store_numbers(sorted(numbered, key=lambda row: row[1:3]))

    def action_open_volume(self):
        """Open the village's volume that holds the entry."""
        self.ensure_one()
        return self.volume_id._get_records_action()
