"""Working days by the official calendar: plain Python over plain dates."""

from datetime import timedelta

SATURDAY = 5


class WorkingCalendar:
    """Which days are worked, for as many dates as one wants to count from.

    :param dict exceptions: {date: whether it is worked} where that differs from
        Monday to Friday
    :param years: calendar years whose official holidays are among the exceptions
    """

    def __init__(self, exceptions, years):
        self.exceptions = exceptions
        self.years = frozenset(years)

    def is_working(self, day):
        """Whether a day is worked.

        >>> from datetime import date
        >>> sunday, monday = date(2026, 1, 4), date(2026, 1, 5)
        >>> calendar = WorkingCalendar({sunday: True, monday: False}, [2026])
        >>> calendar.is_working(sunday), calendar.is_working(monday)
        (True, False)
        >>> saturday = date(2026, 1, 10)
        >>> calendar.is_working(saturday)
        False
        """
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def add(self, day, count):
        """The day that lies a number of working days after another.

        :param datetime.date day: not counted itself
        :param int count: working days to add, 0 or more

        Seven working days around the National Day of 2025, with the eight days off
        and the Saturday that is worked in their place:

        >>> from datetime import date
        >>> exceptions = {date(2025, 10, number): False for number in range(1, 9)}
        >>> exceptions |= {date(2025, 9, 28): True, date(2025, 10, 11): True}
        >>> calendar = WorkingCalendar(exceptions, [2025])
        >>> calendar.add(date(2025, 9, 26), 7)
        datetime.date(2025, 10, 13)
        >>> WorkingCalendar({}, []).add(date(2025, 9, 26), 7)
        datetime.date(2025, 10, 7)
        >>> calendar.add(date(2025, 10, 4), 0)
        datetime.date(2025, 10, 4)
        """
        while count > 0:
            day += timedelta(days=1)
            if self.is_working(day):
                count -= 1
        return day

    def get_missing_years(self, first, last):
        """Calendar years of a period whose official holidays are not known.

        >>> from datetime import date
        >>> calendar = WorkingCalendar({}, [2026])
        >>> calendar.get_missing_years(date(2026, 12, 30), date(2027, 1, 5))
        [2027]
        >>> calendar.get_missing_years(date(2026, 3, 1), date(2026, 3, 5))
        []
        """
        return [
            year for year in range(first.year, last.year + 1) if year not in self.years
        ]
