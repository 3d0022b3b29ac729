"""Certificates and standing of advisers, several users at once; run by dev/test."""

from datetime import timedelta

import copies

ROUNDS = 8


def certify(env, *training_ids):
    env["legal.training"].browse(training_ids).action_certify()


def activate(env, assignment_id):
    env["legal.assignment"].browse(assignment_id).action_activate()


def leave(env, advisor_id):
    env["legal.advisor"].browse(advisor_id).action_leave("Moved away")


def suspend(env, advisor_id):
    env["legal.advisor"].browse(advisor_id).action_suspend(reason="Complaint")


class TestCertificatesAtOnce(copies.CopyCase):
    def setUp(self):
        super().setUp()
        with self.environment() as env:
            self.today = env.company._legal_today()
            program = env["legal.program"].create(
                {
                    "year": self.today.year,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "1",
                }
            )
            program.action_open()
            self.program = program.id
            advisors = env["legal.advisor"].create(
                [
                    {"name": f"Adviser {number}", "kind": "retired_judge"}
                    for number in range(ROUNDS)
                ]
            )
            advisors.action_qualify()
            self.advisors = advisors.ids

    def _make_training(self, env, advisor_ids):
        return (
            env["legal.training"]
            .create(
                {
                    "date": self.today,
                    "attendance_ids": [
                        (0, 0, {"advisor_id": advisor_id, "passed": True})
                        for advisor_id in advisor_ids
                    ],
                }
            )
            .id
        )

    def test_trainings_certified_at_once_give_every_number_once(self):
        with self.environment() as env:
            # The first number of the year, and the bureau's sequence, are new too.
            trainings = [
                self._make_training(env, [advisor]) for advisor in self.advisors
            ]
        ended = self.together(*((certify, training) for training in trainings))
        self.assertEqual([process.error for process in ended], [None] * ROUNDS)
        with self.environment() as env:
            advisors = env["legal.advisor"].browse(self.advisors)
            numbers = advisors.certificate_ids.mapped("legal_number")
            self.assertEqual(len(set(numbers)), ROUNDS)
            self.assertEqual(set(advisors.mapped("state")), {"certified"})

    def test_one_training_certified_twice_at_once_grants_once(self):
        with self.environment() as env:
            training = self._make_training(env, self.advisors)
        ended = self.together((certify, training), (certify, training))
        self.assertEqual([process.error for process in ended], [None, None])
        with self.environment() as env:
            advisors = env["legal.advisor"].browse(self.advisors)
            self.assertEqual(
                [len(advisor.certificate_ids) for advisor in advisors], [1] * ROUNDS
            )

    def test_nobody_leaves_while_an_assignment_becomes_active(self):
        with self.environment() as env:
            certify(env, self._make_training(env, self.advisors))
            assignments = self._make_assignments(env)
        ended = self.together(
            *((activate, assignment) for assignment in assignments),
            *((leave, advisor) for advisor in self.advisors),
        )
        refused = [bool(process.error) for process in ended]
        # Of each pair exactly one went through.
        self.assertEqual(
            refused[:ROUNDS], [not leaving for leaving in refused[ROUNDS:]]
        )

    def test_two_suspensions_at_once_are_one(self):
        ended = self.together(
            *((suspend, advisor) for advisor in self.advisors * 2),
        )
        self.assertEqual(sum(not process.error for process in ended), ROUNDS)
        with self.environment() as env:
            advisors = env["legal.advisor"].browse(self.advisors)
            self.assertEqual(len(advisors.suspension_ids), ROUNDS)
            self.assertEqual(set(advisors.mapped("state")), {"suspended"})

    def _make_assignments(self, env):
        township = env["legal.township"].create({"name": "T", "code": "654002001"})
        villages = env["legal.village"].create(
            [
                {
                    "name": f"Village {number}",
                    "code": f"654002001{201 + number}",
                    "township_id": township.id,
                    "in_scope_from": self.today - timedelta(days=1),
                }
                for number in range(ROUNDS)
            ]
        )
        return (
            env["legal.assignment"]
            .create(
                [
                    {
                        "program_id": self.program,
                        "village_id": village.id,
                        "advisor_id": advisor,
                        "date_start": self.today.replace(month=1, day=1),
                        "date_end": self.today.replace(month=12, day=31),
                    }
                    for village, advisor in zip(villages, self.advisors, strict=True)
                ]
            )
            .ids
        )
