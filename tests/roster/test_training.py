from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ...tests.common import LegalCase


@tagged("post_install", "-at_install")
class TestTraining(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisors = cls.env["legal.advisor"]
        for name in ("A", "B", "C"):
            cls.advisors |= cls._make_advisor(name)
        cls.advisors.action_qualify()
        cls.a, cls.b, cls.c = cls.advisors

    def _make_training(self, **vals):
        return (
            self.env["legal.training"]
            .with_user(self.officer)
            .create({"date": self.day(3, 2)} | vals)
        )

    def test_one_click_certifies_who_passed(self):
        training = self._make_training()
        training.action_add_advisors()
        self.assertEqual(training.attendance_ids.advisor_id, self.advisors)
        training.attendance_ids[:2].passed = True
        self.assertEqual(training.attended_count, 2)
        training.action_certify()
        self.assertEqual(
            self.advisors.mapped("state"), ["certified"] * 2 + ["qualified"]
        )
        certificate = self.a.certificate_ids
        self.assertRecordValues(
            certificate,
            [
                {
                    "valid_from": self.day(3, 2),
                    "valid_to": self.program.date_end + timedelta(days=90),
                    "legal_training_id": training.id,
                    "is_certification": True,
                    "legal_number": f"村法证字〔{self.year}〕第0001号",
                }
            ],
        )
        self.assertEqual(training.attendance_ids[0].certificate_id, certificate)
        self.assertRecordValues(
            training,
            [
                {
                    "state": "certified",
                    "certified_by_id": self.officer.id,
                    "certified_on": self.today,
                    "certificate_count": 2,
                }
            ],
        )

    def test_certifying_again_grants_to_nobody_twice(self):
        training = self._make_training()
        training.action_add_advisors()
        training.attendance_ids[0].passed = True
        training.action_certify()
        training.action_certify()
        self.assertEqual(len(self.advisors.certificate_ids), 1)
        training.attendance_ids[1].passed = True
        self.assertEqual(training.pending_count, 1)
        training.action_certify()
        self.assertEqual(len(self.a.certificate_ids), 1)
        self.assertEqual(len(self.b.certificate_ids), 1)

    def test_many_trainings_are_certified_at_once(self):
        first = self._make_training(
            attendance_ids=[(0, 0, {"advisor_id": self.a.id, "passed": True})]
        )
        second = self._make_training(
            attendance_ids=[(0, 0, {"advisor_id": self.a.id, "passed": True})]
        )
        (first | second).action_certify()
        self.assertEqual(len(self.a.certificate_ids), 2)

    def test_refusals_say_what_to_do(self):
        training = self._make_training()
        attendance = [(0, 0, {"advisor_id": self.a.id, "passed": True})]
        with self.assertRefused("Mark who has passed"):
            training.action_certify()
        early = self._make_training(
            date=self.today + timedelta(days=1), attendance_ids=attendance
        )
        with self.assertRefused("grant certificates after it"):
            early.action_certify()
        lost = self._make_training(
            date=self.day(3, 2).replace(year=self.year - 1), attendance_ids=attendance
        )
        with self.assertRefused("Choose the program year"):
            lost.action_certify()
        lost.program_id = self.program
        lost.action_certify()
        applicant = self._make_advisor("Unready")
        training.attendance_ids = [(0, 0, {"advisor_id": applicant.id, "passed": True})]
        with self.assertRefused("Not qualified: Unready"):
            training.action_certify()
        training.action_cancel()
        with self.assertRefused("was cancelled"):
            training.action_certify()
        training.action_plan()
        self.assertEqual(training.state, "planned")

    def test_a_closed_year_grants_no_more(self):
        training = self._make_training(
            attendance_ids=[(0, 0, {"advisor_id": self.a.id, "passed": True})]
        )
        self.program._guarded_write({"state": "closed"})
        with self.assertRefused("is closed"):
            training.action_certify()

    def test_what_a_certificate_rests_on_cannot_be_changed(self):
        training = self._make_training(
            attendance_ids=[(0, 0, {"advisor_id": self.a.id, "passed": True})]
        )
        training.action_certify()
        attendance = training.attendance_ids
        with self.assertRefused("was granted a certificate"):
            attendance.passed = False
        with self.assertRefused("was granted a certificate"):
            attendance.unlink()
        with self.assertRefused("date and year stay"):
            training.date = self.day(4)
        with self.assertRefused("certificates were granted"):
            training.unlink()
        with self.assertRefused("Certificates were granted"):
            training.action_cancel()
        with self.assertRefused("cannot be set directly"):
            training.state = "planned"

    def test_a_makeup_takes_those_who_did_not_pass(self):
        training = self._make_training()
        training.action_add_advisors()
        training.attendance_ids[0].passed = True
        training.action_certify()
        makeup = self.env["legal.training"].browse(training.action_make_up()["res_id"])
        self.assertTrue(makeup.is_makeup)
        self.assertEqual(makeup.makeup_of_id, training)
        self.assertEqual(makeup.attendance_ids.advisor_id, self.b | self.c)
        makeup.attendance_ids.attended = True
        makeup.action_pass_attended()
        makeup.action_certify()
        self.assertEqual(self.b.certificate_ids.valid_from, self.today)

    def test_a_makeup_for_one_begins_on_the_adviser(self):
        action = self.a.with_user(self.officer).action_open_makeup()
        form = Form(
            self.env["legal.training"]
            .with_user(self.officer)
            .with_context(**action["context"])
        )
        training = form.save()
        self.assertTrue(training.is_makeup)
        self.assertEqual(training.attendance_ids.advisor_id, self.a)
        training.attendance_ids.passed = True
        training.action_certify()
        self.assertEqual(self.a.state, "certified")

    def test_only_officers_of_the_bureau_certify(self):
        training = self._make_training(
            attendance_ids=[(0, 0, {"advisor_id": self.a.id, "passed": True})]
        )
        for user in (
            self.township_officer,
            self.finance,
            self.leading,
            self.other_officer,
        ):
            with self.assertRaises(AccessError):
                training.with_user(user).action_certify()
        with self.assertRaises(AccessError):
            training.with_user(self.plain_user).read(["name"])

    def test_every_training_is_counted_on_the_adviser(self):
        self._make_training(attendance_ids=[(0, 0, {"advisor_id": self.a.id})])
        self.assertEqual(self.advisors.mapped("training_count"), [1, 0, 0])
