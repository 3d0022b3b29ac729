from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestDeployment(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Adviser A", certified_from=cls.day(1))
        cls.other = cls._make_advisor("Adviser B", certified_from=cls.day(1))

    def _renew(self):
        following = self._make_program(self.year + 1, "draft")
        action = following.with_user(self.officer).action_propose_from_previous()
        return self.env["legal.assignment"].search(action["domain"])

    # === From the year before ===

    def test_each_village_s_last_adviser_is_proposed_again(self):
        first = self._make_assignment(self.village_1, self.advisor, paid=False)
        first._hand_over(self.other, self.day(5, 31), "Leave", paid=False)
        self._make_assignment(self.village_2, self.advisor, paid=False)
        self._make_assignment(self.village_3, self.other, activate=False)
        self._make_assignment(self.village_4, self.other).action_cancel()
        self.assertRecordValues(
            self._renew().sorted("village_id"),
            [
                {
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                    "state": "proposed",
                    "paid": False,
                }
                for village, advisor in (
                    (self.village_1, self.other),
                    (self.village_2, self.advisor),
                )
            ],
        )

    def test_those_who_left_and_villages_out_of_scope_are_not_proposed(self):
        self._make_assignment(self.village_1, self.advisor)
        self._make_assignment(self.village_2, self.other)
        self._make_assignment(self.village_3, self.other)
        self.advisor._guarded_write({"state": "left"})
        self.village_3.in_scope_from = False
        self.assertEqual(self._renew().village_id, self.village_2)

    def test_a_second_run_proposes_nobody_twice(self):
        self._make_assignment(self.village_1, self.advisor)
        following = self._renew().program_id
        with self.assertRaisesRegex(UserError, "No assignment of the year before"):
            following.action_propose_from_previous()

    def test_a_village_that_joins_later_is_proposed_from_that_day(self):
        self._make_assignment(self.village_1, self.advisor)
        self.village_1.in_scope_from = f"{self.year + 1}-03-01"
        self.assertEqual(str(self._renew().date_start), f"{self.year + 1}-03-01")

    def test_only_the_bureau_proposes(self):
        with self.assertRaises(AccessError):
            self.program.with_user(self.township_officer).action_propose_from_previous()

    # === From the list of uncovered villages ===

    def _wizard(self, villages):
        context = villages.action_open_proposal()["context"]
        model = self.env["legal.assignment.propose"].with_user(self.officer)
        return Form(model.with_context(**context))

    def test_one_adviser_is_proposed_for_several_villages(self):
        self._make_assignment(self.village_3, self.advisor)
        form = self._wizard(self.village_1 | self.village_2)
        self.assertEqual(form.program_id, self.program)
        self.assertEqual(form.date_start, self.today)
        form.advisor_id = self.advisor
        self.assertEqual(form.load, 1)
        form.save().action_propose()
        proposals = self.village_1.assignment_ids | self.village_2.assignment_ids
        self.assertEqual(proposals.mapped("state"), ["proposed"] * 2)
        self.assertEqual(proposals.advisor_id, self.advisor)

    def test_proposals_become_active_at_once_when_all_is_in_order(self):
        form = self._wizard(self.village_1)
        form.advisor_id = self.advisor
        form.save().action_propose_and_activate()
        self.assertTrue(self.village_1.is_covered)

    def test_what_hinders_is_said_and_nothing_is_left_behind(self):
        form = self._wizard(self.village_1)
        form.advisor_id = self._make_advisor("Applicant")
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "no service certificate"):
            with self.env.cr.savepoint():
                wizard.action_propose_and_activate()
        self.assertFalse(self.village_1.assignment_ids)
