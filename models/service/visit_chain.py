import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from .entry_content import (
    CHAIN_FORMAT,
    LECTURE_FIELDS,
    MATTER_FIELDS,
    PERSONAL_FIELDS,
    REASON_FIELDS,
    as_json,
    chain_content,
    get_checksums,
    get_content_fields,
    lecture_content,
    personal_part,
)
from .volume_chain import chain_hash


class LegalVisit(models.Model):
    """Every numbered entry is chained to the one before it in its volume."""

    _inherit = "legal.visit"

    entry_hash = fields.Char("Hash", copy=False, readonly=True)
    personal_salt = fields.Char(
        copy=False,
        readonly=True,
        groups="village_legal_advisor.group_legal_officer",
    )
    personal_digest = fields.Char(copy=False, readonly=True)
    chain_format = fields.Integer(
        "Format of the hash", copy=False, readonly=True, aggregator=None
    )

    _chained_when_numbered = models.Constraint(
        "CHECK ((number IS NULL) = (entry_hash IS NULL) "
        "AND (number IS NULL OR chain_format IS NOT NULL))",
        "A numbered entry has its hash, and no other.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "entry_hash",
            "personal_salt",
            "personal_digest",
            "chain_format",
        }

    def _get_personal_part(self, chain_format):
        """What the chain holds by a salted digest: words of persons, in their order.

        :param int chain_format: what the entry was numbered in, see `CHAIN_FORMAT`
        :rtype: list or dict
        """
        matters = self.matter_ids.sorted("id")
        if chain_format < 3:
            return [as_json(matter, PERSONAL_FIELDS) for matter in matters]
        return personal_part(
            as_json(self, REASON_FIELDS),
            [
                as_json(matter, PERSONAL_FIELDS)
                | {"files": get_checksums(matter.file_ids)}
                for matter in matters
            ],
            self.lecture_ids.wish or None,
        )

    def _get_lecture_content(self, chain_format):
        """What the entry's hash says of its lecture, None when it records none."""
        lecture = self.lecture_ids
        if not lecture:
            return None
        values = as_json(lecture, LECTURE_FIELDS)
        if chain_format >= 3:
            del values["wish"]
        return lecture_content(
            values,
            round(lecture.hour_from * 3600),
            round(lecture.hour_to * 3600),
            sorted(lecture.audience_ids.ids),
        )

    def _get_chain_content(self, number, digest, chain_format):
        """What an entry's hash is made of, apart from the hash before it.

        :param int number: its number in the volume
        :param str digest: salted digest of its personal part
        :param int chain_format: what it was numbered in, see `CHAIN_FORMAT`
        :rtype: dict
        """
        later = {}
        if chain_format != 1:
            later = {
                "chain_format": chain_format,
                "lecture": self._get_lecture_content(chain_format),
            }
        matters = self.matter_ids.sorted("id")
        told = [as_json(matter, MATTER_FIELDS) for matter in matters]
        if chain_format < 3:
            for values, matter in zip(told, matters, strict=True):
                values["files"] = get_checksums(matter.file_ids)
        return chain_content(
            as_json(self, get_content_fields(chain_format)),
            number,
            digest,
            get_checksums(self.proof_ids | self.paper_ids),
            told,
            **later,
        )

    @api.model
    def _store_numbers(self, rows):
        """Number and chain entries: the last write before the seal.

        :param rows: tuples of entry id, volume id, number and the hash before the
            volume's first one among them, by volume and number
        """
        last, values = {}, []
        visits = self.sudo().browse([row[0] for row in rows])
        for visit, (_id, volume_id, number, before) in zip(visits, rows, strict=True):
            salt = secrets.token_hex(16)
            digest = chain_hash(salt, visit._get_personal_part(CHAIN_FORMAT))
            content = visit._get_chain_content(number, digest, CHAIN_FORMAT)
            last[volume_id] = chain_hash(last.get(volume_id, before), content)
            values.append((visit.id, volume_id, number, last[volume_id], salt, digest))
        ids, volume_ids, numbers, hashes, salts, digests = zip(*values, strict=True)
        self.env.cr.execute(
            SQL(
                """
                UPDATE legal_visit visit
                SET volume_id = n.volume_id, number = n.number, entry_hash = n.hash,
                    personal_salt = n.salt, personal_digest = n.digest,
                    chain_format = %s
                FROM unnest(%s, %s, %s, %s, %s, %s)
                    AS n(id, volume_id, number, hash, salt, digest)
                WHERE visit.id = n.id
                """,
                CHAIN_FORMAT,
                list(ids),
                list(volume_ids),
                list(numbers),
                list(hashes),
                list(salts),
                list(digests),
            )
        )
        self.invalidate_model(
            [
                "volume_id",
                "number",
                "entry_hash",
                "personal_salt",
                "personal_digest",
                "chain_format",
            ]
        )
        self.env["legal.volume"]._store_last_hashes(last)
