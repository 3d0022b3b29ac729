from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEvaluationAccess(EvaluationCase):
    """Who reads which evaluation (rule 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls._make_served(cls.village_1, user_id=cls.advisor_user.id)
        cls._make_served(cls.village_4, name="Wang", months=(1,))
        cls.program.action_compute_evaluations()
        cls.own = own.evaluation_ids
        cls.both = cls.env["legal.evaluation"].search([])
        cls.other = cls.both - cls.own

    def _seen(self, user, model="legal.evaluation"):
        return self.env[model].with_user(user).search([])

    def test_the_bureau_and_those_who_watch_it_read_all(self):
        for user in (self.officer, self.manager, self.leading, self.finance):
            self.assertEqual(self._seen(user), self.both, user.login)
            lines = self._seen(user, "legal.evaluation.line")
            self.assertEqual(len(lines), 14)
            self.assertTrue(lines.mapped("explanation"))
            self.assertEqual(len(self._seen(user, "legal.evaluation.result")), 2)
            self.assertEqual(len(self._seen(user, "legal.evaluation.firm.result")), 1)

    def test_those_who_watch_change_nothing(self):
        line = self._line(self.own, "manual_bureau")
        for user in (self.leading, self.finance):
            with self.assertRaises(AccessError):
                line.with_user(user).write({"reason": "Good"})
            with self.assertRaises(AccessError):
                self.own.with_user(user).action_preliminary()
            with self.assertRaises(AccessError):
                self.program.with_user(user).action_compute_evaluations()

    def test_a_township_reads_its_own(self):
        self.assertEqual(self._seen(self.township_officer), self.own)
        self.assertEqual(
            self._seen(self.township_officer, "legal.evaluation.line").evaluation_id,
            self.own,
        )
        line = self._line(self.other, "manual_township").with_user(
            self.township_officer
        )
        with self.assertRaises(AccessError):
            line.write({"score": 1, "reason": "Not mine"})
        with self.assertRaises(AccessError):
            self._seen(self.township_officer, "legal.evaluation.result")

    def test_an_adviser_reads_the_own_evaluation_once_notified(self):
        self.assertFalse(self._seen(self.advisor_user))
        self.own.with_user(self.township_officer).action_preliminary()
        self.assertFalse(self._seen(self.advisor_user))
        self.assertFalse(self._seen(self.advisor_user, "legal.evaluation.line"))
        self.own.with_user(self.officer).action_notify()
        self.other.with_user(self.officer).action_preliminary()
        self.other.with_user(self.officer).action_notify()
        own = self._seen(self.advisor_user)
        self.assertEqual(own, self.own)
        self.assertEqual(len(own.line_ids), 7)
        self.assertTrue(own.display_name)
        self.assertIn("months reached", own.line_ids[0].explanation)
        self.assertTrue(own.line_ids.criterion_id.mapped("name"))
        with self.assertRaises(UserError):
            own.write({"objection": "x"})
        with self.assertRaises(AccessError):
            own.line_ids[0].write({"score": 35})
        with self.assertRaises(AccessError):
            self.other.with_user(self.advisor_user).read(["score"])

    def test_evidence_is_read_by_whoever_reads_the_line(self):
        line = self._line(self.own, "manual_township").with_user(self.township_officer)
        evidence = (
            self.env["ir.attachment"]
            .with_user(self.township_officer)
            .create({"name": "minutes.txt", "raw": b"minutes"})
        )
        line.attachment_ids = evidence
        self.assertEqual(evidence.res_id, line.id)
        self.assertEqual(evidence.with_user(self.officer).raw, b"minutes")
        for user in (self.advisor_user, self.committee_user, self.plain_user):
            with self.assertRaises(AccessError):
                evidence.with_user(user).read(["raw"])

    def test_committee_plain_users_and_other_bureaus_read_none(self):
        self._notify(self.own)
        for user in (self.committee_user, self.plain_user):
            for model in (
                "legal.evaluation",
                "legal.evaluation.line",
                "legal.evaluation.result",
                "legal.criterion",
            ):
                with self.assertRaises(AccessError):
                    self._seen(user, model)
        for model in (
            "legal.evaluation",
            "legal.evaluation.line",
            "legal.evaluation.result",
            "legal.evaluation.firm.result",
        ):
            self.assertFalse(self._seen(self.other_officer, model))
        self.assertFalse(self._seen(self.other_officer, "legal.criterion").program_id)
        with self.assertRaises(AccessError):
            self.own.with_user(self.other_officer).read(["score"])

    def test_grouped_reads_show_no_more(self):
        groups = (
            self.env["legal.evaluation"]
            .with_user(self.township_officer)
            .formatted_read_group([], ["township_id"], ["__count"])
        )
        self.assertEqual([group["__count"] for group in groups], [1])
