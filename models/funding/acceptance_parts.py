"""What acceptance makes of a contract line, whatever the instalments, to the cent."""

from fractions import Fraction
from math import floor

from .fee_parts import round_half_up

# Weights are stored as floating-point numbers: what they leave behind the sixth
# decimal of a cent is not there.
DECIMALS = 6


def weigh_instalments(instalments, served, count):
    """Which part of its fee an assignment is paid with each instalment.

    Who serves the whole year gets the year's shares. Who serves a part of it gets them
    in proportion to what was served in each instalment's period, so that somebody who
    left in May is not paid by the second half-year's acceptance.

    :param list instalments: tuples of first day, last day and share in percent
    :param tuple served: first and last day of the assignment
    :param count: `fee_parts.count_fifteenths` or `count_days`
    :return: weights in the order of the instalments; they add up to 1
    :rtype: list[Fraction]

    >>> from datetime import date
    >>> from .fee_parts import count_fifteenths
    >>> halves = [(date(2026, 1, 1), date(2026, 6, 30), 50.0),
    ...           (date(2026, 7, 1), date(2026, 12, 31), 50.0)]
    >>> def show(first, last):
    ...     weights = weigh_instalments(halves, (first, last), count_fifteenths)
    ...     print(*weights)
    >>> show(date(2026, 1, 1), date(2026, 12, 31))
    1/2 1/2
    >>> show(date(2026, 1, 1), date(2026, 5, 31))
    1 0
    >>> show(date(2026, 6, 1), date(2026, 12, 31))
    1/7 6/7
    """
    shares = [
        Fraction(round(share * 100), 10000) for _first, _last, share in instalments
    ]
    weights = []
    for (first, last, _share), share in zip(instalments, shares, strict=True):
        units = count(first, last)
        number = count(max(first, served[0]), min(last, served[1]))
        weights.append(share * number / units if units else Fraction(0))
    whole = sum(weights)
    if not whole:
        # Served in no period at all: what is due hangs on the shares alone.
        weights, whole = shares, sum(shares)
    return [weight / whole for weight in weights] if whole else weights


def reckon(fee, before, weight, share, received):
    """What one acceptance adds to what was accepted of a fee before.

    Reckoned from the beginning every time, so that all instalments add up to the fee
    when all of it is accepted.

    :param int fee: what can be accepted in all, in cents
    :param float before: weight that was accepted before
    :param float weight: of this instalment
    :param float share: accepted of it, in percent
    :param int received: accepted before, in cents
    :rtype: int

    >>> reckon(100001, 0, 0.5, 100, 0), reckon(100001, 0.5, 0.5, 100, 50001)
    (50001, 50000)
    >>> reckon(125000, 0.5, 0.5, 100, 150000)
    -25000
    """
    exact = round(fee * (before + weight * share / 100), DECIMALS)
    return round_half_up(Fraction(exact)) - received


def spread(total, amounts):
    """Spread a payment over the amounts of a bill, of which some may be negative.

    :param int total: what was paid, in cents
    :param list amounts: of the lines, in cents; their sum is not zero
    :return: whole numbers in the order of the amounts; their sum is the total
    :rtype: list[int]

    >>> spread(100001, [150000, 100000])
    [60001, 40000]
    >>> spread(80000, [100000, -20000])
    [100000, -20000]
    """
    exact = [Fraction(amount * total, sum(amounts)) for amount in amounts]
    parts = [floor(part) for part in exact]
    by_remainder = sorted(
        range(len(parts)), key=lambda place: (parts[place] - exact[place], place)
    )
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts
