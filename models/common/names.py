"""Lists within sentences, with the marks of the reader's language."""


def join_names(env, names):
    """Names side by side, as in "fee, date".

    :param names: iterable of texts
    :rtype: str
    """
    joined = ""
    for name in names:
        joined = (
            env._("%(first)s, %(second)s", first=joined, second=name)
            if joined
            else name
        )
    return joined


def join_clauses(env, clauses):
    """Clauses side by side, as in "2 are late; 1 is missing".

    :param clauses: iterable of texts
    :rtype: str
    """
    joined = ""
    for clause in clauses:
        joined = (
            env._("%(first)s; %(second)s", first=joined, second=clause)
            if joined
            else clause
        )
    return joined
