from odoo.tests import tagged

from .test_portal_advisor import PortalCase


@tagged("post_install", "-at_install")
class TestPortalEvaluation(PortalCase):
    """The adviser's own evaluations on the phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Made without computing: whatever day it is, there are marks to read.
        cls.own, cls.other = cls.env["legal.evaluation"]._guarded_create(
            [
                {"assignment_id": assignment.id}
                for assignment in (cls.assignment, cls.other_assignment)
            ]
        )
        cls.env["legal.evaluation.line"]._guarded_create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "criterion_id": criterion.id,
                    "max_score": criterion.weight,
                    "score": criterion.weight,
                }
                for evaluation in (cls.own, cls.other)
                for criterion in cls.program.criterion_ids
            ]
        )

    def _notify(self, evaluations):
        evaluations.with_user(self.officer).action_preliminary()
        evaluations.with_user(self.officer).action_notify()

    def _get(self, evaluation):
        return self.url_open(f"/my/evaluations/{evaluation.id}")

    def test_an_adviser_reads_the_own_marks_once_notified(self):
        self.authenticate("legal_advisor", "legal_advisor")
        self.assertEqual(self._get(self.own).status_code, 404)
        self._notify(self.own | self.other)
        self.assertIn(
            f"/my/evaluations/{self.own.id}", self.url_open("/my/evaluations").text
        )
        page = self._get(self.own)
        self.assertEqual(page.status_code, 200)
        self.assertIn("100.00", page.text)
        self.assertEqual(self._get(self.other).status_code, 404)

    def test_an_adviser_objects_once_and_reads_the_answer(self):
        self._notify(self.own)
        self.authenticate("legal_advisor", "legal_advisor")
        url = f"/my/evaluations/{self.own.id}/object"
        self.assertEqual(self._post(url, {"text": " "}).status_code, 422)
        token = self._get(self.own).text.split('name="csrf_token" value="')[1]
        data = {"text": "<b>Wrong</b>", "csrf_token": token.split('"')[0]}
        self.assertEqual(self.url_open(url, data=data).status_code, 200)
        self.assertEqual(self.own.state, "objected")
        self.assertEqual(self.own.objected_by_id, self.advisor_user)
        self.own.with_user(self.officer).action_answer("It stands")
        page = self._get(self.own).text
        self.assertIn("It stands", page)
        self.assertIn("&lt;b&gt;Wrong&lt;/b&gt;", page)
        self.assertEqual(self.url_open(url, data=data).status_code, 422)

    def test_others_find_no_evaluation(self):
        self._notify(self.own)
        for login in ("legal_committee", "legal_plain"):
            self.authenticate(login, login)
            self.assertEqual(self._get(self.own).status_code, 404)
            self.assertEqual(self.url_open("/my/evaluations").status_code, 404)
