"""What the hash of a numbered entry is made of; nothing of Odoo's in here."""

# What is in an entry's content. 1: the service and its matters. 2, since 19.0.1.2.0:
# its lecture too, and this number, so that it cannot be turned back. 3, since
# 19.0.1.3.0: reasons, a lecture's wish and the files of matters by the salted digest
# only. Entries keep the format that they were numbered in; whoever changes the content
# adds a format.
CHAIN_FORMAT = 3
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
# What a person said or asked, and reasons that speak of it: only a salted digest of it
# is in the chain, so that it can be removed one day and the chain still holds (rule 7).
PERSONAL_FIELDS = ("client_name", "summary", "advice", "outcome")
REASON_FIELDS = (
    "supplement_reason",
    "dispute_reason",
    "dispute_answer",
    "recognised_reason",
    "correction_reason",
)
# What retention leaves where a text must stand.
REMOVED = "—"


def get_content_fields(chain_format):
    """Names of `CONTENT_FIELDS` that stand in the chain as they are.

    :rtype: tuple[str, ...]
    """
    if chain_format < 3:
        return CONTENT_FIELDS
    return tuple(name for name in CONTENT_FIELDS if name not in REASON_FIELDS)


def personal_part(reasons, matters, wish):
    """What the chain holds by a salted digest, from format 3 on.

    :param dict reasons: of `REASON_FIELDS`
    :param list matters: `PERSONAL_FIELDS` of each, and the checksums of its files
    :param wish: of the lecture, None for none
    :rtype: dict
    """
    return {"reasons": reasons, "matters": matters, "wish": wish}


def is_removed(part):
    """Whether nothing of a personal part is left.

    >>> is_removed([{"summary": None, "files": []}, {"summary": "—"}])
    True
    >>> is_removed({"matters": [{"summary": "Rent"}], "wish": None})
    False
    """
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        return all(map(is_removed, part))
    return not part or part == REMOVED


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


def get_checksums(files):
    """Checksums of files, in an order of their own.

    :rtype: list[str]
    """
    return sorted(file.checksum or "" for file in files)


def lecture_content(values, second_from, second_to, audiences):
    """What an entry's hash says of the lecture that it records.

    :param dict values: of `LECTURE_FIELDS`; without the wish from format 3 on
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

    :param dict values: of `get_content_fields`
    :param int number: its number in the volume
    :param str digest: salted digest of its personal part
    :param list files: checksums of its files
    :param list matters: `MATTER_FIELDS` of each, and its files before format 3
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
