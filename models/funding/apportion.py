"""What a part of a year costs: plain Python over whole cents and exact fractions."""

from datetime import timedelta
from fractions import Fraction


def split(total, weights):
    """Split a whole number by weights; the largest remainders get what is left.

    Of equal remainders the first one goes first, so that a second run says the same.

    :param int total: what is split, in cents, not negative
    :param list weights: numbers that are not negative, at least one of them positive
    :return: whole numbers in the order of the weights; their sum is the total
    :rtype: list[int]

    >>> split(200000, [1, 1, 1])
    [66667, 66667, 66666]
    >>> split(200000, [12, 5])
    [141176, 58824]
    >>> split(7, [0, 5])
    [0, 7]
    """
    whole = sum(weights)
    exact = [Fraction(total) * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(
        range(len(parts)), key=lambda place: (parts[place] - exact[place], place)
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def round_half_up(number):
    """The nearest whole number to one that is not negative.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(200000 * 5, 12))
    (3, 83333)
    """
    return int(number + Fraction(1, 2))


def count_fifteenths(start, end):
    """Months whose 15th lies within a period, its first and last day included.

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
    """What part of the year's money each of several periods earns.

    Periods that run at the same time share it: of one adviser's, each village gets its
    part; of one village's, which never overlap, each adviser.

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
    marks = {start for start, _end in periods.values()}
    marks |= {end + timedelta(days=1) for _start, end in periods.values()}
    marks = sorted(marks)
    weights = dict.fromkeys(periods, Fraction(0))
    for first, following in zip(marks, marks[1:], strict=False):
        running = [
            key for key, (start, end) in periods.items() if start <= first <= end
        ]
        number = count(first, following - timedelta(days=1))
        for key in running:
            weights[key] += Fraction(number, units * len(running))
    return weights


def apportion(periods, year, count, fee, transfer):
    """Parts of a year's money for the periods of one adviser or of one village.

    :param dict periods: as for `weigh`
    :param int fee: of a whole year, in cents
    :param int transfer: the transfer payment in it, in cents
    :return: {key: (transfer, village's share)} in cents; both add up to the part of the
        fee that the whole time served earns
    :rtype: dict[object, tuple[int, int]]

    >>> from datetime import date
    >>> year = date(2026, 1, 1), date(2026, 12, 31)
    >>> five = date(2026, 1, 1), date(2026, 5, 31)
    >>> apportion({1: five}, year, count_fifteenths, 500000, 300000)
    {1: (125000, 83333)}
    >>> apportion(dict.fromkeys("abc", year), year, count_fifteenths, 500000, 300000)
    {'a': (100000, 66667), 'b': (100000, 66667), 'c': (100000, 66666)}
    """
    weights = weigh(periods, year, count)
    served = sum(weights.values())
    if not served:
        return dict.fromkeys(periods, (0, 0))
    fees, transfers = (
        split(round_half_up(whole * served), list(weights.values()))
        for whole in (fee, transfer)
    )
    return {
        key: (moved, part - moved)
        for key, part, moved in zip(weights, fees, transfers, strict=True)
    }
