import doctest
import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ...models.funding import apportion

YEAR = date(2026, 1, 1), date(2026, 12, 31)
COUNTS = (apportion.count_fifteenths, apportion.count_days)


@tagged("post_install", "-at_install")
class TestApportion(BaseCase):
    def test_the_examples_in_the_docstrings_hold(self):
        result = doctest.testmod(apportion)
        self.assertFalse(result.failed)
        self.assertGreater(result.attempted, 8)

    def test_any_split_adds_up_and_is_within_a_cent_of_its_proportion(self):
        rng = random.Random(20261)
        for _round in range(500):
            total = rng.randrange(1_000_000)
            weights = [rng.randrange(13) for _part in range(rng.randrange(1, 9))]
            weights[0] += 1
            parts = apportion.split(total, weights)
            self.assertEqual(sum(parts), total)
            for part, weight in zip(parts, weights, strict=True):
                self.assertLess(abs(part - total * weight / sum(weights)), 1)

    def test_both_shares_add_up_to_the_fee_of_any_part_of_the_year(self):
        rng = random.Random(20262)
        for _round in range(300):
            fee = rng.randrange(300_000, 900_000)
            transfer = rng.randrange(100_000, fee)
            count = rng.choice(COUNTS)
            periods = self._cut_year(rng)
            parts = apportion.apportion(periods, YEAR, count, fee, transfer)
            served = sum(count(*period) for period in periods.values())
            whole = apportion.round_half_up(
                apportion.Fraction(fee * served, count(*YEAR))
            )
            self.assertEqual(sum(map(sum, parts.values())), whole)
            self.assertTrue(all(min(part) >= 0 for part in parts.values()))

    def test_a_year_that_is_cut_anyhow_costs_the_year(self):
        rng = random.Random(20263)
        for _round in range(300):
            periods = self._cut_year(rng, gaps=False)
            for count in COUNTS:
                parts = apportion.apportion(periods, YEAR, count, 500_000, 300_000)
                self.assertEqual(sum(part[0] for part in parts.values()), 300_000)
                self.assertEqual(sum(part[1] for part in parts.values()), 200_000)

    def test_villages_of_one_adviser_never_cost_more_than_the_advisers_fee(self):
        rng = random.Random(20264)
        for _round in range(300):
            periods = {}
            for village in range(rng.randrange(1, 7)):
                start = YEAR[0] + timedelta(days=rng.randrange(365))
                stop = start + timedelta(days=rng.randrange(365))
                periods[village] = start, min(stop, YEAR[1])
            parts = apportion.apportion(
                periods, YEAR, rng.choice(COUNTS), 500_000, 300_000
            )
            self.assertLessEqual(sum(map(sum, parts.values())), 500_000)

    def _cut_year(self, rng, gaps=True):
        """Periods of one village: they follow each other, with or without gaps."""
        cuts = sorted(rng.sample(range(1, 365), rng.randrange(1, 5)))
        days = [YEAR[0] + timedelta(days=cut) for cut in cuts]
        starts = [YEAR[0], *days]
        stops = [day - timedelta(days=1) for day in days] + [YEAR[1]]
        periods = dict(enumerate(zip(starts, stops, strict=True)))
        if gaps and rng.random() < 0.7:
            periods.pop(rng.randrange(len(periods)))
        return periods
