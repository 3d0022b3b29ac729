"""ID numbers, which the ledger keeps none of, wherever they are written (rule 13)."""

import re
import unicodedata

from odoo.exceptions import ValidationError

ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")


def has_id_number(texts):
    """Whether one of several texts holds what looks like an ID number.

    >>> has_id_number(["证110101199003071234"])
    True
    >>> has_id_number([None, "１１０１０１１９９００３０７１２３ｘ"])
    True
    >>> has_id_number([None, "电话13900000000", "1101011990030712345"])
    False

    :param texts: iterable of texts, or of what is false for none
    """
    return any(
        ID_NUMBER.search(unicodedata.normalize("NFKC", text)) for text in texts if text
    )


def refuse_id_numbers(records, names):
    """Refuse records of whose texts one holds an ID number.

    :param names: of the fields
    :raises ValidationError: without quoting it
    """
    for record in records:
        if has_id_number(record[name] for name in names):
            raise ValidationError(
                record.env._(
                    "The text holds what looks like an ID number. The ledger keeps "
                    "none: take it out."
                )
            )
