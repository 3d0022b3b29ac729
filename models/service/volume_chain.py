"""How a volume's entries are chained, without Odoo.

`dev/verify-volume` checks an exported volume by the same recipe, written on its own.
"""

import hashlib
import json


def canonical(value):
    """One text for one value, whoever writes it.

    >>> canonical({"b": [1, None], "a": "村"})
    '{"a":"村","b":[1,null]}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(previous, content):
    """Hash of an entry's content and of everything before it.

    :param str previous: the hash before, "" for a volume's first entry
    :param content: what JSON can hold

    >>> chain_hash("", {"number": 1})[:16]
    'a7bb6c672c2fa17e'
    >>> chain_hash("", {"number": 1}) == chain_hash("x", {"number": 1})
    False
    """
    return hashlib.sha256(f"{previous}\n{canonical(content)}".encode()).hexdigest()


def find_break(genesis, entries):
    """The first entry that does not follow from those before it.

    :param str genesis: the hash before the first entry
    :param entries: pairs of content and hash, in the order of their numbers
    :return: its position, counted from 0; None when all fit

    >>> first = chain_hash("", {"number": 1})
    >>> second = chain_hash(first, {"number": 2})
    >>> find_break("", [({"number": 1}, first), ({"number": 2}, second)])
    >>> find_break("", [({"number": 1}, first), ({"number": 3}, second)])
    1
    """
    previous = genesis
    for position, (content, stored) in enumerate(entries):
        if chain_hash(previous, content) != stored:
            return position
        previous = stored
    return None
