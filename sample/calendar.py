"""When the sample bureau's advisers serve: pure Python, the same on every run."""

import calendar
import random
from datetime import date

# (share of villages, services a month, hours each)
PROFILES = (
    ("steady", 0.72, (4, 2.5)),
    ("ample", 0.16, (4, 3.0)),
    ("thin", 0.08, (3, 2.5)),
    ("weak", 0.04, (2, 2.5)),
)
# Days nobody serves: New Year's Day, May Day, the National Day week.
HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3)} | {(10, day) for day in range(1, 8)}


def choose_profile(key):
    """Name of a village's profile, by its share."""
    roll = random.Random(f"profile {key}").random()
    for name, share, _pattern in PROFILES:
        if roll < share:
            return name
        roll -= share
    return PROFILES[0][0]


def plan_month(key, weekday, year, month, first_day, last_day):
    """Days and clock hours of one village's services in one month.

    An adviser keeps one weekday per village, so that no two services meet.

    :return: [(day, hour from, hour to)], within first_day and last_day
    """
    rng = random.Random(f"{key} {year}-{month}")
    pattern = next(p for name, _s, p in PROFILES if name == choose_profile(key))
    count, hours = pattern
    if rng.random() < 0.04:
        count -= 1
    days = [
        date(year, month, day)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if date(year, month, day).weekday() == weekday and (month, day) not in HOLIDAYS
    ]
    if len(days) > count:
        days = sorted(rng.sample(days, count))
    services = []
    for day in days:
        start = rng.choice((9.5, 10.0, 10.5, 15.0, 15.5, 16.0))
        services.append((day, start, start + hours))
    missing = count - len(days)
    if missing > 0 and services:
        # A holiday took a week: the others last longer, as agreed.
        extra = round(missing * hours / len(services) * 2) / 2
        services = [(day, 9.5, 9.5 + hours + extra) for day, _start, _stop in services]
    return [entry for entry in services if first_day <= entry[0] <= last_day]
