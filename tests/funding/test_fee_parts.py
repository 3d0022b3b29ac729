from datetime import date, timedelta
from random import Random

from odoo.tests import tagged

from odoo.addons.village_legal_advisor.models.funding import fee_parts

from ..common import LegalCase

YEARS = 300


@tagged("post_install", "-at_install")
class TestFeeParts(LegalCase):
    """Whatever the periods: the parts add up to the cent."""

    def _make_periods(self, random, overlapping):
        start = date(2024, random.choice((1, 4, 7)), 1)
        end = start.replace(year=start.year + 1) - timedelta(days=1)
        length = (end - start).days
        count = random.randint(1, 6)
        if overlapping:
            marks = [
                sorted(random.randint(0, length) for _ in range(2))
                for _ in range(count)
            ]
        else:
            cuts = sorted(random.sample(range(length + 1), 2 * count))
            marks = list(zip(cuts[::2], cuts[1::2], strict=True))
        days = {
            key: (start + timedelta(days=first), start + timedelta(days=last))
            for key, (first, last) in enumerate(marks)
        }
        return days, (start, end)

    def test_shares_add_up_to_the_fee_and_fees_to_the_time_served(self):
        random = Random(20260101)
        for number in range(YEARS):
            fee = random.randint(100, 900_000)
            transfer = random.randint(0, fee)
            count = random.choice((fee_parts.count_fifteenths, fee_parts.count_days))
            periods, year = self._make_periods(random, number % 2)
            parts = fee_parts.get_parts(periods, year, count, fee, transfer)
            weights = fee_parts.weigh(periods, year, count)
            for whole, moved, village in parts.values():
                self.assertEqual(whole, moved + village)
                self.assertGreaterEqual(min(whole, moved, village), 0)
            served = sum(weights.values())
            self.assertLessEqual(served, 1)
            self.assertEqual(
                sum(part[0] for part in parts.values()),
                fee_parts.round_half_up(fee * served),
            )
            self.assertEqual(
                sum(part[1] for part in parts.values()),
                fee_parts.round_half_up(transfer * served),
            )

    def test_a_village_year_handed_over_on_any_day_costs_exactly_its_fee(self):
        year = date(2026, 1, 1), date(2026, 12, 31)
        for count in (fee_parts.count_fifteenths, fee_parts.count_days):
            for days in range(1, 365):
                last = year[0] + timedelta(days=days - 1)
                periods = {
                    1: (year[0], last),
                    2: (last + timedelta(days=1), year[1]),
                }
                parts = fee_parts.get_parts(periods, year, count, 500_000, 300_000)
                self.assertEqual(sum(part[0] for part in parts.values()), 500_000)
                self.assertEqual(sum(part[1] for part in parts.values()), 300_000)

    def test_the_largest_remainder_gets_the_cent_that_is_left(self):
        self.assertEqual(fee_parts.split(100, [1, 1, 1]), [34, 33, 33])
        self.assertEqual(fee_parts.split(100, [2, 1, 3]), [33, 17, 50])
