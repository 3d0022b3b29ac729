from datetime import date, timedelta
from fractions import Fraction
from random import Random

from odoo.tests import tagged

from odoo.addons.village_legal_advisor.models.funding import (
    acceptance_parts,
    fee_parts,
)

from ..common import LegalCase

CASES = 400


@tagged("post_install", "-at_install")
class TestAcceptanceSums(LegalCase):
    """Whatever the part years, shares and instalments: sums hold to the cent."""

    def _make_terms(self, random):
        """A year cut into instalments whose shares add up to 100 %."""
        count = random.randint(1, 6)
        first, last = date(2026, 1, 1), date(2026, 12, 31)
        marks = sorted(random.sample(range(1, 364), count - 1))
        starts = [first, *(first + timedelta(days=mark) for mark in marks)]
        ends = [*(start - timedelta(days=1) for start in starts[1:]), last]
        cuts = sorted(random.sample(range(1, 10000), count - 1))
        shares = [
            (after - before) / 100
            for before, after in zip([0, *cuts], [*cuts, 10000], strict=True)
        ]
        return list(zip(starts, ends, shares, strict=True))

    def _make_case(self, random):
        terms = self._make_terms(random)
        days = sorted(random.sample(range(365), 2))
        served = tuple(date(2026, 1, 1) + timedelta(days=day) for day in days)
        count = random.choice((fee_parts.count_days, fee_parts.count_fifteenths))
        return terms, served, count, random.randint(1, 900000)

    def _accept(self, fee, weights, shares):
        """Accept one instalment after the other, as the acceptances store it."""
        before, received, amounts = 0.0, 0, []
        for weight, share in zip(map(float, weights), shares, strict=True):
            amount = acceptance_parts.reckon(fee, before, weight, share, received)
            before += weight * share / 100
            received += amount
            amounts.append(amount)
        return amounts

    def test_accepted_in_full_the_instalments_are_the_fee(self):
        random = Random(4)
        for _case in range(CASES):
            terms, served, count, fee = self._make_case(random)
            weights = acceptance_parts.weigh_instalments(terms, served, count)
            self.assertEqual(sum(weights), 1)
            amounts = self._accept(fee, weights, [100.0] * len(terms))
            self.assertEqual(sum(amounts), fee, (terms, served))
            self.assertGreaterEqual(min(amounts), 0)

    def test_each_instalment_is_within_a_cent_of_its_exact_part(self):
        random = Random(5)
        for _case in range(CASES):
            terms, served, count, fee = self._make_case(random)
            weights = acceptance_parts.weigh_instalments(terms, served, count)
            shares = [random.choice((0, 33.33, 50, 87.5, 100)) for _term in terms]
            amounts = self._accept(fee, weights, shares)
            for amount, weight, share in zip(amounts, weights, shares, strict=True):
                exact = fee * weight * Fraction(round(share * 100), 10000)
                self.assertLessEqual(abs(amount - exact), 1)

    def test_a_change_in_between_leaves_no_cent_behind(self):
        """Somebody ends early after the first instalment: the rest is right again."""
        random = Random(6)
        for _case in range(CASES):
            terms, served, count, fee = self._make_case(random)
            weights = acceptance_parts.weigh_instalments(terms, served, count)
            received = self._accept(fee, weights, [100.0] * len(terms))[0]
            less = random.randint(0, fee)
            end = served[0] + (served[1] - served[0]) * random.random()
            weights = list(
                map(
                    float,
                    acceptance_parts.weigh_instalments(terms, (served[0], end), count),
                )
            )
            before = weights[0]
            for weight in weights[1:]:
                received += acceptance_parts.reckon(
                    less, before, weight, 100.0, received
                )
                before += weight
            if len(weights) > 1:
                self.assertEqual(received, less)
