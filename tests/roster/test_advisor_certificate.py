from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tests.common import LegalCase


@tagged("post_install", "-at_install")
class TestAdvisorCertificate(LegalCase):
    def test_a_certificate_makes_activation_possible(self):
        applicant = self._make_advisor("Applicant")
        with self.assertRefused("no service certificate"):
            self._make_assignment(self.village_1, applicant)
        advisor = self._make_advisor("Certified", certified_from=self.day(1, 10))
        self.assertEqual(advisor.state, "certified")
        self.assertEqual(self._make_assignment(self.village_1, advisor).state, "active")

    def test_certificates_are_numbered_by_company_and_year(self):
        first = self._make_advisor("One", certified_from=self.day(1, 10))
        second = self._make_advisor("Two", certified_from=self.day(2, 10))
        self._certify(second, self.day(2, 10).replace(year=self.year - 1), self.today)
        stranger = self.env["legal.advisor"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        stranger._guarded_write({"state": "qualified"})
        self._certify(stranger, self.day(1))
        self.assertEqual(
            (first + second + stranger).certificate_ids.mapped("legal_number"),
            [
                f"村法证字〔{self.year}〕第0001号",
                f"村法证字〔{self.year - 1}〕第0001号",
                f"村法证字〔{self.year}〕第0002号",
                f"村法证字〔{self.year}〕第0001号",
            ],
        )

    def test_state_follows_the_days_of_the_certificate(self):
        advisor = self._make_advisor("Renewed", certified_from=self.day(1, 10))
        last_day = advisor.certificate_valid_to
        with freeze_time(last_day + timedelta(days=1)):
            self.env["legal.advisor"]._cron_refresh_states()
            self.assertEqual(advisor.state, "qualified")
            self.assertEqual(advisor.certificate_valid_to, last_day)
        with freeze_time(last_day):
            self.env["legal.advisor"]._cron_refresh_states()
            self.assertEqual(advisor.state, "certified")

    def test_the_day_begins_at_midnight_in_china(self):
        advisor = self._make_advisor(
            "Night owl", certified_from=self.day(1, 10), certified_to=self.today
        )
        with freeze_time(f"{self.today} 15:59:00"):
            self.env["legal.advisor"]._cron_refresh_states()
            self.assertEqual(advisor.state, "certified")
        with freeze_time(f"{self.today} 16:01:00"):
            self.env["legal.advisor"]._cron_refresh_states()
            self.assertEqual(advisor.state, "qualified")

    def test_expiring_is_flagged_thirty_days_before(self):
        Advisor = self.env["legal.advisor"]
        soon = self._make_advisor(
            "Soon", self.day(1), certified_to=self.today + timedelta(days=30)
        )
        later = self._make_advisor(
            "Later", self.day(1), certified_to=self.today + timedelta(days=31)
        )
        over = self._make_advisor(
            "Over", self.day(1), certified_to=self.today - timedelta(days=1)
        )
        all_three = soon | later | over
        domain = [("id", "in", all_three.ids)]
        self.assertEqual(all_three.filtered("is_expiring"), soon)
        self.assertEqual(Advisor.search([("is_expiring", "=", True), *domain]), soon)
        self.assertEqual(
            Advisor.search([("is_expiring", "=", False), *domain]), later | over
        )
        self.assertEqual(
            [a.certificate_ids.legal_status for a in (soon, later, over)],
            ["expiring", "valid", "expired"],
        )
        self._certify(soon, self.today)
        self.assertFalse(soon.is_expiring)

    def test_a_revoked_certificate_stays_on_record_and_covers_no_later_day(self):
        advisor = self._make_advisor("Revoked", certified_from=self.day(1, 10))
        certificate = advisor.certificate_ids
        granted_to = certificate.valid_to
        certificate.with_user(self.manager).action_revoke("Licence withdrawn")
        self.assertRecordValues(
            certificate,
            [
                {
                    "valid_to": self.today - timedelta(days=1),
                    "legal_granted_to": granted_to,
                    "legal_revoked_from": self.today,
                    "legal_revoke_reason": "Licence withdrawn",
                    "legal_revoked_by_id": self.manager.id,
                    "legal_status": "revoked",
                }
            ],
        )
        self.assertEqual(advisor.state, "qualified")
        self.assertEqual(
            advisor._get_certificate_intervals(),
            {advisor: [(self.day(1, 10), self.today - timedelta(days=1))]},
        )
        with self.assertRefused("revoked already"):
            certificate.with_user(self.manager).action_revoke("Again")

    def test_a_certificate_revoked_from_its_first_day_covers_nothing(self):
        advisor = self._make_advisor("Mistaken", certified_from=self.day(1, 10))
        advisor.certificate_ids.with_user(self.manager).action_revoke(
            "Wrong person", date=self.day(1, 10)
        )
        self.assertFalse(advisor._get_certificate_intervals())
        self.assertFalse(advisor.certificate_valid_to)
        with self.assertRefused("no service certificate"):
            self._make_assignment(self.village_1, advisor)

    def test_only_a_manager_revokes_and_gives_a_reason(self):
        advisor = self._make_advisor("Safe", certified_from=self.day(1, 10))
        certificate = advisor.certificate_ids
        with self.assertRaises(AccessError):
            certificate.with_user(self.officer).action_revoke("No right")
        action = certificate.with_user(self.manager).action_revoke()
        self.assertEqual(action["res_model"], "legal.advisor.status.wizard")
        wizard = (
            self.env["legal.advisor.status.wizard"]
            .with_user(self.manager)
            .with_context(**action["context"])
            .create({"reason": "Struck off"})
        )
        wizard.action_apply()
        self.assertEqual(certificate.legal_revoke_reason, "Struck off")
        with self.assertRefused("between"):
            other = self._make_advisor("Other", certified_from=self.day(1, 10))
            other.certificate_ids.with_user(self.manager).action_revoke(
                "Too early", date=self.day(1, 9)
            )


@tagged("post_install", "-at_install")
class TestCertificateTraps(LegalCase):
    """What hr_skills would let happen to a certificate (each was found by trying)."""

    def setUp(self):
        super().setUp()
        self.advisor = self._make_advisor("Holder", certified_from=self.day(1, 10))
        self.certificate = self.advisor.certificate_ids
        self.employee = self.advisor.employee_id

    def test_removing_it_on_the_employee_form_is_refused(self):
        valid_to = self.certificate.valid_to
        with self.assertRefused("revoked by a bureau manager"):
            self.employee.write({"certification_ids": [(2, self.certificate.id, 0)]})
        with self.assertRefused("revoked by a bureau manager"):
            self.certificate.unlink()
        self.assertEqual(self.certificate.valid_to, valid_to)

    def test_nobody_edits_or_adds_one_by_hand(self):
        vals = self.company._legal_prepare_certification() | {
            "employee_id": self.employee.id,
            "valid_from": self.today,
            "valid_to": self.program.date_end,
        }
        with self.assertRefused("revoked by a bureau manager"):
            self.env["hr.employee.skill"].create(vals)
        with self.assertRefused("revoked by a bureau manager"):
            self.employee.write({"certification_ids": [(0, 0, vals)]})
        with self.assertRefused("revoked by a bureau manager"):
            self.certificate.valid_to = False
        with self.assertRefused("revoked by a bureau manager"):
            self.certificate.legal_number = "1"
        ordinary = self._make_ordinary_skill()
        with self.assertRefused("revoked by a bureau manager"):
            ordinary.write(self.company._legal_prepare_certification())

    def test_other_skills_stay_free(self):
        ordinary = self._make_ordinary_skill()
        with self.assertRefused("cannot be set directly"):
            ordinary.legal_number = "1"
        ordinary.skill_level_id = ordinary.skill_type_id.skill_level_ids[-1]
        ordinary.unlink()

    def _make_ordinary_skill(self):
        skill_type = self.env["hr.skill.type"].create(
            {
                "name": "Languages",
                "skill_ids": [(0, 0, {"name": "Kazakh"})],
                "skill_level_ids": [
                    (0, 0, {"name": "A", "level_progress": 10}),
                    (0, 0, {"name": "B", "level_progress": 20}),
                ],
            }
        )
        return self.env["hr.employee.skill"].create(
            {
                "employee_id": self.employee.id,
                "skill_type_id": skill_type.id,
                "skill_id": skill_type.skill_ids.id,
                "skill_level_id": skill_type.skill_level_ids[0].id,
            }
        )

    def test_the_kind_of_certificate_cannot_be_deleted_under_it(self):
        for name in ("skill_type_id", "skill_id", "skill_level_id"):
            with self.assertRefused("are made with it"):
                self.certificate[name].unlink()
        self.assertTrue(self.certificate.exists())

    def test_another_company_cannot_read_it(self):
        Skill = self.env["hr.employee.skill"]
        self.assertTrue(self.certificate.with_user(self.plain_user).legal_number)
        stranger = Skill.with_user(self.other_officer)
        self.assertFalse(stranger.search([("id", "=", self.certificate.id)]))
        with self.assertRaises(AccessError):
            self.certificate.with_user(self.other_officer).read(["legal_number"])
        report = self.env["hr.employee.certification.report"]
        report = report.with_user(self.other_officer)
        self.assertFalse(report.search([("company_id", "=", self.company.id)]))

    def test_the_clerk_is_reminded_of_the_latest_certificate_only(self):
        clerk = self._make_user("clerk", "group_legal_officer")
        self.company.legal_certificate_clerk_id = clerk
        job = self.company.legal_job_id
        self.assertEqual(job.user_id, clerk)
        self.assertEqual(self.employee.sudo().job_id, job)
        self.assertTrue(job.job_skill_ids.is_certification)
        Employee = self.env["hr.employee"]
        Employee._add_certification_activity_to_employees()
        self.assertFalse(self.employee.activity_ids)
        with freeze_time(self.certificate.valid_to - timedelta(days=60)):
            Employee._add_certification_activity_to_employees()
            self.assertEqual(self.employee.activity_ids.user_id, clerk)
        self.employee.activity_ids.unlink()
        # Granted earlier in the table, valid longer: an older row must not hide it.
        self._certify(
            self.advisor,
            self.day(1, 10).replace(year=self.year - 1),
            self.day(1, 20).replace(year=self.year - 1),
        )
        Employee._add_certification_activity_to_employees()
        self.assertFalse(self.employee.activity_ids)

    def test_the_settings_name_the_clerk(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(
            settings.legal_certificate_clerk_id, self.company.legal_job_id.user_id
        )
        settings.legal_certificate_clerk_id = self.officer
        settings.execute()
        self.assertEqual(self.company.legal_job_id.user_id, self.officer)
        # A company that runs no such programme gets no job by saving its settings.
        settings = self.env["res.config.settings"].with_company(self.other_company)
        settings.create({}).execute()
        self.assertFalse(self.other_company.legal_job_id)
