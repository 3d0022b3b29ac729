from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import LegalFixtures


@tagged("post_install", "-at_install")
class TestLectureSlipBrowser(LegalFixtures, HttpCase):
    # A browser's session does not outlive a clock that stands still.
    frozen_time = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        advisor = cls._make_advisor("Li", cls.day(1))
        cls.assignment = cls._make_assignment(cls.village_1, advisor)
        cls.yesterday = max(cls.today - timedelta(days=1), cls.program.date_start)

    def test_the_township_records_submits_and_files_a_lecture(self):
        lecture = self.env["legal.lecture"].create(
            {
                "assignment_id": self.assignment.id,
                "date": self.yesterday,
                "hour_from": 0.0,
                "hour_to": 0.5,
                "topic": "Land contracts",
                "outline_ids": [Command.create({"name": "outline.txt", "raw": b"1."})],
            }
        )
        login = self.township_officer.login
        self.start_tour("/odoo/lectures", "village_legal_advisor_lecture", login=login)
        self.assertEqual((lecture.state, lecture.on_time), ("submitted", True))
        lecture.visit_id.action_confirm()
        self.start_tour(
            "/odoo/lectures", "village_legal_advisor_lecture_file", login=login
        )
        self.assertEqual((lecture.state, lecture.on_time), ("filed", True))
        self.assertEqual(lecture.visit_id.minutes, 30)

    def test_the_township_confirms_a_signed_slip(self):
        visit = self._make_visit(
            self.assignment, self.yesterday, 0.0, 0.5, state="submitted"
        )
        slip = self.env["legal.slip"]._prepare_slips(self.yesterday, self.village_1)
        slip.photo_ids = [
            Command.create(
                {"name": "slip.pdf", "raw": b"%PDF-", "mimetype": "application/pdf"}
            )
        ]
        login = self.township_officer.login
        self.start_tour(
            "/odoo/slips-to-confirm", "village_legal_advisor_slip", login=login
        )
        self.assertEqual((visit.state, visit.slip_id), ("confirmed", slip))
