import re

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SIGNED_PAPER, LegalCase
from .common import PaperCase

FORM = "village_legal_advisor.paper_blank_form"


@tagged("post_install", "-at_install")
class TestBlankForm(PaperCase, LegalCase):
    """What villages without a network fill in by hand, and its recording later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("李明", cls.day(1))
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)

    def test_what_is_known_is_printed_and_the_rest_is_left_blank(self):
        villages = (self.village_1 | self.village_2).with_user(self.township_officer)
        with self.assertNoMissingGlyph():
            reader = self._print(FORM, villages)
        self.assertEqual(len(reader.pages), 2, "one sheet per village")
        first, second = (
            re.sub(r"\s+", "", page.extract_text()) for page in reader.pages
        )
        for words in (
            self.village_1.name,
            self.village_1.code,
            "East Township",
            "李明",
            "East Law Firm",
            f"Year {self.year}",
            "□ On site",
            "□ Villager",
        ):
            with self.subTest(words=words):
                self.assertIn(re.sub(r"\s+", "", words), first)
        # Nobody advises the second village: a name is written by hand.
        self.assertIn(self.village_2.code, second)
        self.assertNotIn("李明", second)

    def test_only_who_records_entries_prints_it(self):
        for user in (self.finance, self.leading, self.plain_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._print(FORM, self.village_1.with_user(user))
        with self.assertRaises(AccessError):
            self._print(FORM, self.village_4.with_user(self.township_officer))

    def test_a_township_records_a_sheet_with_its_scan_and_the_delay(self):
        visit = (
            self.env["legal.visit"]
            .with_user(self.township_officer)
            .create(
                {
                    "assignment_id": self.assignment.id,
                    "date": self.day(5, 15),
                    "hour_from": 9,
                    "hour_to": 11,
                    "source": "paper",
                    "proof_ids": [
                        Command.create({"name": "scan.gif", "datas": SIGNED_PAPER})
                    ],
                }
            )
        )
        self.assertEqual(visit.marks, "Keyed from paper")
        visit.action_submit()
        self.assertFalse(visit.is_late_entry)
        self.assertEqual(visit.record_delay, 5)
        self.assertEqual(visit.marks, "Keyed from paper, 5 days late")
        # What is on a screen of the bureau's day is not late.
        today = self._make_visit(self.assignment, self.today, 8, 9, source="paper")
        today.action_submit()
        self.assertEqual(today.marks, "Keyed from paper")

    def test_the_delay_counts_the_bureau_s_days(self):
        # 23:30 of May 19 in China is still the day of the service.
        visit = self._make_visit(
            self.assignment, self.day(5, 19), source="paper", state="submitted"
        )
        visit._guarded_write({"submitted_at": "2026-05-19 15:30:00"})
        self.assertEqual(visit.record_delay, 0)
        visit._guarded_write({"submitted_at": "2026-05-19 16:30:00"})
        self.assertEqual(visit.record_delay, 1)
