"""What each assignment costs of a year's fee, to the cent and in exact fractions."""

from datetime import timedelta
from fractions import Fraction


def split(total, weights):
    """Split a whole number by weights; the largest remainders get what is left.

    Of equal remainders the first one goes first, so that a second run says the same.

    :param int total: what is split, in cents
    :param list weights: numbers that are not negative, at least one of them positive
    :return: whole numbers in the order of the weights; their sum is the total
    :rtype: list[int]

    >>> split(500000, [1, 1, 1])
    [166667, 166667, 166666]
    >>> split(-100, [1, 2])
    [-33, -67]
    >>> split(7, [0, 5])
    [0, 7]
    """
    if total < 0:
        return [-part for part in split(-total, weights)]
    whole = sum(map(Fraction, weights))
    exact = [Fraction(weight) * total / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(
        range(len(parts)), key=lambda place: (parts[place] - exact[place], place)
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def round_half_up(number):
    """The nearest whole number; a half goes away from zero, as money is rounded.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2))
    (3, -3)
    """
    if number < 0:
        return -round_half_up(-number)
    return int(number + Fraction(1, 2))


def count_fifteenths(start, end):
    """Fifteenth days of a month within a period, its first and last day included.

    >>> from datetime import date
    >>> count_fifteenths(date(2026, 1, 1), date(2026, 12, 31))
    12
    >>> count_fifteenths(date(2026, 3, 16), date(2026, 5, 15))
    2
    """

    def passed(day):
        return day.year * 12 + day.month - (day.day < 15)

    return max(passed(end) - passed(start - timedelta(days=1)), 0)


def count_days(start, end):
    """Days of a period, its first and last day included.

    >>> from datetime import date
    >>> count_days(date(2026, 3, 1), date(2026, 3, 31))
    31
    """
    return max((end - start).days + 1, 0)


def weigh(periods, year, count):
    """What part of a year's fee each of several periods earns.

    Where periods overlap, those that run on the same day share that day's fee: with
    one adviser's periods each village gets its part, with one village's (whose periods
    never overlap) each adviser.

    :param dict periods: {key: (first day, last day)}, within the year
    :param tuple year: first and last day
    :param count: `count_fifteenths` or `count_days`
    :rtype: dict[object, Fraction]

    >>> from datetime import date
    >>> year = date(2026, 1, 1), date(2026, 12, 31)
    >>> late = date(2026, 7, 1), date(2026, 12, 31)
    >>> weigh({1: year, 2: late}, year, count_fifteenths)
    {1: Fraction(3, 4), 2: Fraction(1, 4)}
    """
    units = count(*year)
    # Whoever serves the same days needs no cutting of the year: most do.
    if len(set(periods.values())) == 1:
        number = count(*next(iter(periods.values())))
        return dict.fromkeys(periods, Fraction(number, units * len(periods)))
    starts = {start for start, _end in periods.values()}
    starts |= {end + timedelta(days=1) for _start, end in periods.values()}
    marks = sorted(starts)
    weights = dict.fromkeys(periods, Fraction(0))
    for first, following in zip(marks, marks[1:], strict=False):
        running = [
            key for key, (start, end) in periods.items() if start <= first <= end
        ]
        number = count(first, following - timedelta(days=1))
        for key in running:
            weights[key] += Fraction(number, units * len(running))
    return weights


def get_parts(periods, year, count, fee, transfer):
    """Shares of a year's fee for the periods of one adviser or one village.

    :param dict periods: as for `weigh`
    :param int fee: of a whole year, in cents
    :param int transfer: the transfer payment in it, in cents
    :return: {key: (fee, transfer, village's share)} in cents; the two shares add up to
        each fee, the fees to the fee of the whole time served
    :rtype: dict[object, tuple[int, int, int]]

    >>> from datetime import date
    >>> year = date(2026, 1, 1), date(2026, 12, 31)
    >>> get_parts({1: year, 2: year, 3: year}, year, count_fifteenths, 500000, 300000)
    {1: (166667, 100000, 66667), 2: (166667, 100000, 66667), 3: (166666, 100000, 66666)}
    """
    weights = weigh(periods, year, count)
    served = sum(weights.values())
    if not served:
        return dict.fromkeys(periods, (0, 0, 0))
    keys = list(weights)
    fees, transfers = (
        split(round_half_up(whole * served), [weights[key] for key in keys])
        for whole in (fee, transfer)
    )
    return {
        key: (part, moved, part - moved)
        for key, part, moved in zip(keys, fees, transfers, strict=True)
    }


def cap(parts, fee, transfer):
    """Take off what rounding adds to a village's year, from the last successor first.

    :param dict parts: one village's, as `get_parts` gives them, in the order served
    :param int fee: of a whole year, in cents
    :param int transfer: the transfer payment in it, in cents
    :rtype: dict[object, tuple[int, int, int]]

    >>> third = (166667, 100000, 66667)
    >>> cap({1: third, 2: third, 3: third}, 500000, 300000)
    {3: (166666, 100000, 66666), 2: (166667, 100000, 66667), 1: (166667, 100000, 66667)}
    """
    too_much = [
        max(sum(part[place] for part in parts.values()) - whole, 0)
        for place, whole in ((1, transfer), (2, fee - transfer))
    ]
    capped = {}
    for key, (_fee, *shares) in reversed(parts.items()):
        less = [min(pair) for pair in zip(too_much, shares, strict=True)]
        too_much = [over - off for over, off in zip(too_much, less, strict=True)]
        moved, share = (own - off for own, off in zip(shares, less, strict=True))
        capped[key] = (moved + share, moved, share)
    return capped
