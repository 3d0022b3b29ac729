import base64

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...tests.common import LegalCase

PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    b"awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestAdvisor(LegalCase):
    def test_an_officer_without_hr_rights_keeps_an_adviser(self):
        self.assertFalse(self.officer.has_group("hr.group_hr_user"))
        form = Form(self.env["legal.advisor"].with_user(self.officer))
        form.name = "Wang Fang"
        form.firm_id = self.firm
        form.licence_number = "16540202010000001"
        form.phone = "13800000001"
        form.email = "wang@example.com"
        form.preferred_township_ids.add(self.township_1)
        advisor = form.save()
        advisor.action_qualify()
        self.assertEqual(advisor.state, "qualified")
        employee = advisor.sudo().employee_id
        self.assertRecordValues(
            employee,
            [
                {
                    "name": "Wang Fang",
                    "work_phone": "13800000001",
                    "work_email": "wang@example.com",
                    "employee_type": "contractor",
                    "company_id": self.company.id,
                    "job_id": self.company.legal_job_id.id,
                    "department_id": self.company.legal_department_id.id,
                    "user_id": False,
                }
            ],
        )
        with Form(advisor) as form:
            form.name = "Wang Fangfang"
            form.phone = "13800000002"
            form.image_1920 = PIXEL.decode()
        self.assertEqual(employee.name, "Wang Fangfang")
        self.assertEqual(employee.work_phone, "13800000002")
        self.assertTrue(employee.image_1920)
        contact = employee.work_contact_id
        self.assertEqual(contact.name, "Wang Fangfang")
        self.assertEqual(contact.phone, "13800000002")
        self.assertTrue(contact.image_1920)

    def test_what_hr_changes_shows_on_the_adviser_and_its_contact(self):
        advisor = self._make_advisor("Before")
        employee = advisor.employee_id
        employee.write({"name": "After", "work_phone": "13900000000"})
        employee.image_1920 = PIXEL
        self.assertEqual(advisor.name, "After")
        self.assertEqual(advisor.phone, "13900000000")
        self.assertTrue(advisor.image_1920)
        self.assertEqual(employee.work_contact_id.name, "After")

    def test_advisers_get_no_drawn_initials_as_photo(self):
        advisor = self._make_advisor("Nobody")
        self.assertFalse(advisor.image_1920)
        self.assertFalse(advisor.employee_id.image_1920)
        self.assertIn(b"<svg", base64.b64decode(advisor.avatar_128))

    def test_an_adviser_never_writes_through_to_another_employee(self):
        boss = self.env["hr.employee"].create({"name": "Boss"})
        advisor = self._make_advisor("Adviser")
        for vals in ({"employee_id": boss.id}, {"state": "certified"}):
            with self.assertRefused("cannot be set directly"):
                advisor.with_user(self.officer).write(vals)
            with self.assertRefused("cannot be set directly"):
                self.env["legal.advisor"].create({"name": "New"} | vals)

    def test_without_write_right_nothing_reaches_the_employee(self):
        advisor = self._make_advisor("Untouched")
        for user in (self.township_officer, self.finance, self.leading):
            self.assertEqual(advisor.with_user(user).name, "Untouched")
            with self.assertRaises(AccessError):
                advisor.with_user(user).name = "Touched"
        self.assertEqual(advisor.employee_id.name, "Untouched")

    def test_the_licence_number_is_trimmed_and_unique_in_the_company(self):
        advisor = self._make_advisor("One", licence_number="  165402  ")
        self.assertEqual(advisor.licence_number, "165402")
        blank = self._make_advisor("Two", licence_number="  ")
        self.assertFalse(blank.licence_number)
        self._make_advisor("Three", licence_number=False)
        self.env["legal.advisor"].create(
            {
                "name": "Elsewhere",
                "licence_number": "165402",
                "company_id": self.other_company.id,
            }
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            blank.licence_number = "165402 "
            blank.flush_recordset()

    def test_the_review_says_what_is_missing(self):
        Advisor = self.env["legal.advisor"]
        lawyer = Advisor.create({"name": "Lawyer", "kind": "lawyer"})
        with self.assertRefused("licence number of Lawyer"):
            lawyer.action_qualify()
        lawyer.licence_number = "1"
        with self.assertRefused("firm of Lawyer"):
            lawyer.action_qualify()
        lawyer.firm_id = self.firm
        judge = Advisor.create({"name": "Judge", "kind": "retired_judge"})
        both = (lawyer | judge).with_user(self.officer)
        both.action_qualify()
        self.assertEqual(set(both.mapped("state")), {"qualified"})
        self.assertEqual(judge.reviewer_id, self.officer)
        self.assertEqual(judge.reviewed_on, self.today)
        with self.assertRefused("qualified already"):
            both.action_qualify()

    def test_only_officers_review(self):
        advisor = self._make_advisor("Waiting")
        for user in (self.township_officer, self.finance, self.leading):
            with self.assertRaises(AccessError):
                advisor.with_user(user).action_qualify()
        with self.assertRaises(AccessError):
            advisor.with_user(self.other_officer).action_qualify()

    def test_several_refusals_are_listed_by_name(self):
        advisors = self._make_advisor("A", licence_number=False)
        advisors |= self._make_advisor("B", firm_id=False)
        with self.assertRaises(UserError) as caught:
            advisors.action_qualify()
        self.assertEqual(len(str(caught.exception).splitlines()), 2)

    def test_leaving_waits_for_the_assignments(self):
        advisor = self._make_advisor("Leaver", certified_from=self.day(1))
        assignment = self._make_assignment(self.village_1, advisor)
        with self.assertRefused(self.village_1.display_name):
            advisor.action_leave()
        assignment.action_end(self.today)
        advisor.with_user(self.officer).action_leave("Moved away")
        self.assertRecordValues(
            advisor,
            [
                {
                    "state": "left",
                    "left_on": self.today,
                    "left_reason": "Moved away",
                    "left_by_id": self.officer.id,
                }
            ],
        )
        self.assertFalse(advisor.employee_id.active)
        self.env["legal.advisor"]._cron_refresh_states()
        self.assertEqual(advisor.state, "left")
        with self.assertRefused("has left"):
            self._make_assignment(self.village_2, advisor)

    def test_one_who_left_comes_back_through_the_review(self):
        advisor = self._make_advisor("Returner", certified_from=self.day(1))
        advisor.action_leave()
        advisor.action_qualify()
        self.assertEqual(advisor.state, "certified")
        self.assertFalse(advisor.left_on)
        self.assertTrue(advisor.employee_id.active)

    def test_reviewed_advisers_stay_on_record(self):
        applicant = self._make_advisor("Applicant")
        employee = applicant.employee_id
        contact = employee.work_contact_id
        applicant.with_user(self.manager).unlink()
        self.assertFalse(employee.exists())
        self.assertFalse(contact.active)
        advisor = self._make_advisor("On record", certified_from=self.day(1))
        with self.assertRaises(ValidationError):
            advisor.unlink()

    def test_villages_of_today_are_counted_and_searched(self):
        busy = self._make_advisor("Busy", certified_from=self.day(1))
        free = self._make_advisor("Free", certified_from=self.day(1))
        self._make_assignment(self.village_1, busy)
        self._make_assignment(self.village_2, busy, end=self.day(3, 31))
        self._make_assignment(self.village_3, free, start=self.day(7))
        self.assertEqual((busy | free).mapped("village_count"), [1, 0])
        domain = [("id", "in", (busy | free).ids)]
        Advisor = self.env["legal.advisor"]
        self.assertEqual(Advisor.search([("village_count", "=", 0), *domain]), free)
        self.assertEqual(Advisor.search([("village_count", "!=", 0), *domain]), busy)

    def test_a_managers_link_to_a_login_moves_the_contact(self):
        advisor = self._make_advisor("Adviser")
        with self.assertRaises(AccessError):
            advisor.with_user(self.officer).user_id = self.advisor_user
        advisor.with_user(self.manager).user_id = self.advisor_user
        employee = advisor.employee_id
        self.assertEqual(employee.work_contact_id, self.advisor_user.partner_id)
        self.assertFalse(employee.user_id)
        self.assertEqual(self.advisor_user.partner_id.name, "Adviser")
        with self.assertRaises(ValidationError):
            employee.user_id = self.officer

    def test_the_contact_of_an_internal_user_is_out_of_officers_reach(self):
        advisor = self._make_advisor("Adviser")
        advisor.user_id = self.manager
        email = self.manager.email
        advisor.with_user(self.officer).email = "officer@example.com"
        self.assertEqual(self.manager.email, email)
        self.assertNotEqual(
            advisor.employee_id.work_contact_id, self.manager.partner_id
        )

    def test_a_portal_adviser_reads_the_own_record_only(self):
        mine = self._make_advisor("Mine", user_id=self.advisor_user.id)
        other = self._make_advisor("Other")
        Advisor = self.env["legal.advisor"].with_user(self.advisor_user)
        self.assertEqual(Advisor.search([]), mine)
        with self.assertRaises(AccessError):
            other.with_user(self.advisor_user).read(["name"])
        with self.assertRaises(AccessError):
            mine.with_user(self.advisor_user).phone = "1"

    def test_documents_belong_to_the_adviser_and_are_never_borrowed(self):
        Attachment = self.env["ir.attachment"].with_user(self.officer)
        advisor = self._make_advisor("Adviser").with_user(self.officer)
        licence = Attachment.create({"name": "licence.pdf", "raw": b"licence"})
        advisor.document_ids = licence
        self.assertEqual(
            (licence.res_model, licence.res_id), (advisor._name, advisor.id)
        )
        # A colleague reads it; before it was linked, only its uploader did.
        self.assertEqual(licence.with_user(self.manager).raw, b"licence")
        foreign = self.env["ir.attachment"].create(
            {
                "name": "contract.pdf",
                "raw": b"x",
                "res_model": "res.company",
                "res_id": 1,
            }
        )
        with self.assertRaises(ValidationError):
            advisor.document_ids = [(4, foreign.id)]

    def test_every_role_of_the_bureau_opens_the_forms(self):
        advisor = self._make_advisor(
            "Everybody's",
            certified_from=self.day(1),
            preferred_township_ids=[
                Command.set((self.township_1 | self.township_2).ids)
            ],
        )
        self._make_assignment(self.village_1, advisor)
        self._make_assignment(self.village_4, advisor)
        advisor.action_suspend(reason="Complaint")
        training = self.env["legal.training"].create({"date": self.day(3, 2)})
        training.action_add_advisors()
        for user in (
            self.officer,
            self.manager,
            self.township_officer,
            self.finance,
            self.leading,
        ):
            with self.subTest(user=user.login):
                form = Form(advisor.with_user(user))
                own_townships = user == self.township_officer
                self.assertEqual(form.village_count, 1 if own_townships else 2)
                self.assertEqual(len(form.certificate_ids), 1)
                self.assertEqual(len(Form(training.with_user(user)).attendance_ids), 1)
                Form(
                    self.firm.with_user(user),
                    view="village_legal_advisor.partner_view_form_firm",
                )

    def test_nobody_of_the_pool_is_hidden_in_the_archive(self):
        advisor = self._make_advisor("Hidden", certified_from=self.day(1))
        with self.assertRefused("Record the leaving first"):
            advisor.with_user(self.officer).action_archive()
        advisor.action_leave()
        advisor.with_user(self.officer).action_archive()
        self.assertFalse(advisor.active)

    def test_a_copy_is_another_person(self):
        advisor = self._make_advisor("Original", certified_from=self.day(1))
        copy = advisor.with_user(self.officer).copy()
        self.assertEqual(copy.name, "Original")
        self.assertEqual(copy.state, "applicant")
        self.assertFalse(copy.licence_number)
        self.assertNotEqual(copy.sudo().employee_id, advisor.employee_id)
