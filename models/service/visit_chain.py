import secrets

from odoo import api, fields, models
from odoo.tools import SQL

from .volume_chain import chain_hash

# What is in an entry's content. 1: the service and its matters. 2, since 19.0.1.2.0:
# its lecture too, and this number, so that it cannot be turned back. Entries keep the
# format that they were numbered in; whoever adds to the content adds a format.
CHAIN_FORMAT = 2
# What an entry says about the service itself. Names of people and places may change
# later, their records' ids do not.
CONTENT_FIELDS = (
    "reference",
    "assignment_id",
    "advisor_id",
    "village_id",
    "program_id",
    "place",
    "date",
    "time_start",
    "time_stop",
    "minutes",
    "service_mode",
    "service_form",
    "source",
    "submitted_at",
    "submitted_by_id",
    "is_late_entry",
    "supplement_reason",
    "disputed_at",
    "disputed_by_id",
    "dispute_reason",
    "dispute_upheld",
    "dispute_answer",
    "recognised_at",
    "recognised_by_id",
    "recognised_reason",
    "confirmed_at",
    "confirmed_by_id",
    "confirmed_by_kind",
    "corrects_id",
    "correction_kind",
    "correction_decision",
    "correction_reason",
)
MATTER_FIELDS = ("client_kind", "category_id", "topic_id", "is_petition", "state")
# Sealed with the entry (`lecture_seal.py`); its hours are told in whole seconds.
LECTURE_FIELDS = (
    "assignment_id",
    "advisor_id",
    "village_id",
    "program_id",
    "date",
    "place",
    "quarter",
    "topic",
    "audience_count",
    "is_wished",
    "wish",
)
# What a person said or asked: only a salted digest of it is in the chain, so that it
# can be removed one day and the chain still holds (rule 7).
PERSONAL_FIELDS = ("client_name", "summary", "advice", "outcome")


def as_json(record, names):
    """Values as JSON holds them.

    :rtype: dict
    """
    values = {}
    for name in names:
        value, field = record[name], record._fields[name]
        if field.type == "many2one":
            value = value.id or None
        elif field.type in ("date", "datetime"):
            value = field.to_string(value) if value else None
        elif field.type != "boolean":
            value = None if value is False else value
        values[name] = value
    return values


def lecture_content(values, second_from, second_to, audiences):
    """What an entry's hash says of the lecture that it records.

    :param dict values: of `LECTURE_FIELDS`
    :param int second_from: of the local day
    :param int second_to: of the local day
    :param list audiences: ids of the kinds of people addressed
    :rtype: dict
    """
    return values | {
        "second_from": second_from,
        "second_to": second_to,
        "audiences": audiences,
    }


def chain_content(values, number, digest, files, matters, **later):
    """What an entry's hash is made of, apart from the hash before it.

    :param dict values: of `CONTENT_FIELDS`
    :param int number: its number in the volume
    :param str digest: salted digest of its personal part
    :param list files: checksums of its files
    :param list matters: `MATTER_FIELDS` of each, and its files
    :param later: from format 2 on: `chain_format` and `lecture`
    :rtype: dict
    """
    return values | {
        "number": number,
        "personal": digest,
        "files": files,
        "matters": matters,
        **later,
    }


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

    def _get_personal_part(self):
        """What matters hold of persons, in their order.

        :rtype: list[dict]
        """
        matters = self.matter_ids.sorted("id")
        return [as_json(matter, PERSONAL_FIELDS) for matter in matters]

    def _get_lecture_content(self):
        """What the entry's hash says of its lecture, None when it records none."""
        lecture = self.lecture_ids
        if not lecture:
            return None
        return lecture_content(
            as_json(lecture, LECTURE_FIELDS),
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
        files = self.proof_ids | self.paper_ids
        later = {}
        if chain_format != 1:
            later = {
                "chain_format": chain_format,
                "lecture": self._get_lecture_content(),
            }
        return chain_content(
            as_json(self, CONTENT_FIELDS),
            number,
            digest,
            sorted(file.checksum or "" for file in files),
            [
                as_json(matter, MATTER_FIELDS)
                | {"files": sorted(file.checksum or "" for file in matter.file_ids)}
                for matter in self.matter_ids.sorted("id")
            ],
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
            digest = chain_hash(salt, visit._get_personal_part())
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
