import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SIGNED_PAPER
from ..papers.common import PaperCase
from .common import FundingCase

REPORT = "village_legal_advisor.report_agreement"


@tagged("post_install", "-at_install")
class TestAgreement(FundingCase, PaperCase):
    """The agreement that village, firm and a witness sign for an assignment."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assignment = cls._make_paid(cls.village_1, "Li")
        cls.assignment = cls.assignment.with_user(cls.officer)

    def _sign(self, day=None, content=None, assignment=None):
        (assignment or self.assignment).write(
            {
                "agreement_signed_on": day or self.day(1, 4),
                "agreement_file_ids": [
                    Command.create(
                        {
                            "name": "agreement.gif",
                            "raw": content or base64.b64decode(SIGNED_PAPER),
                        }
                    )
                ],
            }
        )

    def _print_agreement(self, assignments=None, user=None):
        assignments = (assignments or self.assignment).with_user(user or self.officer)
        return self._text(self._print(REPORT, assignments))

    # === What is recorded ===

    def test_day_and_scan_are_recorded_with_who_did_it(self):
        self._sign()
        self.assertEqual(self.assignment.agreement_recorded_by_id, self.officer)
        self.assertTrue(self.assignment.agreement_recorded_at)
        scan = self.assignment.agreement_file_ids.sudo()
        self.assertEqual(
            (scan.res_model, scan.res_id), ("legal.assignment", self.assignment.id)
        )

    def test_a_day_needs_a_scan_and_a_scan_a_day(self):
        with self.assertRefused("Attach a scan", ValidationError):
            self.assignment.agreement_signed_on = self.day(1, 4)
        with self.assertRefused("Give the day", ValidationError):
            self.assignment.agreement_file_ids = [
                Command.create({"name": "a.gif", "raw": base64.b64decode(SIGNED_PAPER)})
            ]

    def test_a_scan_is_judged_by_its_content(self):
        with self.assertRefused("photo or a PDF", ValidationError):
            self._sign(content=b"<html>not a scan</html>")

    def test_the_day_is_neither_to_come_nor_out_of_place(self):
        with self.assertRefused("still to come", ValidationError):
            self._sign(self.day(5, 21))
        self._sign(self.day(5, 20))
        with self.assertRefused("more than a year before", ValidationError):
            self.assignment.agreement_signed_on = f"{self.year - 2}-12-31"
        self.assignment.agreement_signed_on = f"{self.year - 1}-12-20"
        ended = self._make_paid(self.village_4, "Wang", end=self.day(3, 31))
        with self.assertRefused("signed before", ValidationError):
            self._sign(self.day(4, 1), assignment=ended.with_user(self.officer))

    def test_a_proposal_has_no_signed_agreement(self):
        advisor = self._make_advisor("Zhao", self.day(1))
        proposal = self.env["legal.assignment"].create(
            {"village_id": self.village_2.id, "advisor_id": advisor.id}
        )
        with self.assertRefused("never became active", ValidationError):
            self._sign(assignment=proposal.with_user(self.officer))

    def test_who_recorded_it_cannot_be_written(self):
        with self.assertRefused("cannot be set directly"):
            self.assignment.agreement_recorded_by_id = self.manager

    def test_taking_it_back_takes_back_who_recorded_it(self):
        self._sign()
        self.assignment.write(
            {"agreement_signed_on": False, "agreement_file_ids": [Command.clear()]}
        )
        self.assertFalse(self.assignment.agreement_recorded_by_id)

    def test_the_township_reads_it_and_does_not_record_it(self):
        self._sign()
        theirs = self.assignment.with_user(self.township_officer)
        self.assertTrue(theirs.agreement_file_ids.read(["name"]))
        with self.assertRaises(AccessError):
            theirs.agreement_signed_on = self.day(1, 5)

    def test_assignments_without_a_signed_agreement_are_listed(self):
        other = self._make_paid(self.village_4, "Wang")
        Assignment = self.env["legal.assignment"].with_user(self.officer)

        def missing(value=True):
            return Assignment.search([("is_agreement_missing", "=", value)])

        self.assertEqual(missing(), self.assignment | other)
        self._sign()
        self.assertEqual(missing(), other)
        self.assertEqual(missing(False), self.assignment)
        self.assertFalse(self.assignment.is_agreement_missing)

    # === What is printed ===

    def test_it_names_the_parties_the_witness_and_the_arrangement(self):
        self.env["legal.assignment.slot"].create(
            {
                "assignment_id": self.assignment.id,
                "weekday": "2",
                "week_of_month": "2",
                "hour_from": 9.5,
                "hour_to": 11.5,
                "place": "Reading room",
            }
        )
        text = self._print_agreement(user=self.township_officer)
        for words in (
            self.village_1.name,
            self.firm.name,
            "Li",
            "Judicial office of East Township",
            "Second week Wednesday",
            "09:30-11:30",
            "Reading room",
        ):
            self.assertIn(words.replace(" ", ""), text)
        self.program.agreement_witness = "bureau"
        text = self._print_agreement()
        self.assertIn("Witness:" + self.company.name.replace(" ", ""), text)

    def test_one_pdf_holds_an_agreement_for_each_one_chosen(self):
        other = self._make_paid(self.village_4, "Wang", firm=self.other_firm)
        text = self._print_agreement(self.assignment | other)
        for name in (self.village_1.name, self.village_4.name, self.other_firm.name):
            self.assertIn(name.replace(" ", ""), text)

    def test_a_cancelled_assignment_prints_none(self):
        other = self._make_paid(self.village_4, "Wang")
        other._guarded_write({"state": "cancelled"})
        with self.assertRefused("cancelled", UserError):
            self._print_agreement(other)

    def test_the_unpaid_volunteer_signs_in_person(self):
        volunteer = self._make_advisor(
            "Sun", self.day(1), kind="retired_judge", firm_id=False
        )
        assignment = self._make_assignment(self.village_4, volunteer, paid=False)
        text = self._print_agreement(assignment)
        self.assertIn("PartyB(volunteer)Sun", text)
        self.assertIn("servesunpaid", text)
