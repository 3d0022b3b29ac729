"""Lists within sentences, with the marks of the reader's language."""

from functools import reduce


def join_names(env, names):
    """Names side by side, as in "fee, date"; "" for none.

    :param names: iterable of texts
    :rtype: str
    """
    return _join(
        names,
        lambda first, second: env._(
            "%(first)s, %(second)s", first=first, second=second
        ),
    )


def join_clauses(env, clauses):
    """Clauses side by side, as in "2 are late; 1 is missing"; "" for none.

    :param clauses: iterable of texts
    :rtype: str
    """
    return _join(
        clauses,
        lambda first, second: env._(
            "%(first)s; %(second)s", first=first, second=second
        ),
    )


def _join(texts, join_two):
    texts = list(texts)
    return reduce(join_two, texts) if texts else ""
