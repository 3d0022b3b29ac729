"""One responsible per village, and the cap, in several processes that commit.

Each round works on other advisers and villages, and all rounds start together, so that
retries of one round overlap the first tries of the next.
"""

from datetime import timedelta

import copies

ROUNDS = 12
CAP = 5


def activate(env, *assignment_ids):
    """What the button does, as an officer's web call would."""
    env["legal.assignment"].browse(assignment_ids).action_activate()


def hand_over(env, assignment_id, advisor_id, last_day):
    assignment = env["legal.assignment"].browse(assignment_id)
    advisor = env["legal.advisor"].browse(advisor_id)
    return assignment._hand_over(advisor, last_day, "Leave").id


class TestAssignmentsAtOnce(copies.CopyCase):
    def setUp(self):
        super().setUp()
        with self.environment() as env:
            company = env.company
            today = company._legal_today()
            program = env["legal.program"].create(
                {
                    "year": today.year,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "1",
                    "max_villages": CAP,
                }
            )
            program.action_open()
            self.today, self.program = today, program.id
            self.first_day = program.date_start
            self.township = (
                env["legal.township"].create({"name": "T", "code": "654002001"}).id
            )

    # === What every test needs ===

    def _advisors(self, env, count):
        advisors = env["legal.advisor"].create(
            [{"name": f"Adviser {number}"} for number in range(count)]
        )
        advisors._guarded_write({"state": "qualified"})
        advisors._grant_certificates(self.today, self.today + timedelta(days=400))
        return advisors

    def _villages(self, env, count):
        codes = [*range(200, 400), *range(500, 600)][:count]
        return env["legal.village"].create(
            [
                {
                    "name": f"Village {code}",
                    "code": f"654002001{code}",
                    "township_id": self.township,
                }
                for code in codes
            ]
        )

    def _proposals(self, env, pairs):
        program = env["legal.program"].browse(self.program)
        return env["legal.assignment"].create(
            [
                {
                    "program_id": program.id,
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                    "date_start": program.date_start,
                    "date_end": program.date_end,
                }
                for village, advisor in pairs
            ]
        )

    def _count_active(self, env, by):
        return {
            record.id: count
            for record, count in env["legal.assignment"]._read_group(
                [("state", "=", "active")], [by], ["__count"]
            )
        }

    def _assert_only_refusals(self, ended):
        """A clerk reads why; no error of the database comes through."""
        errors = {process.error for process in ended}
        self.assertLessEqual(
            errors,
            {None, "UserError", "ValidationError"},
            [process.message for process in ended if process.error],
        )

    # === Rule 3 ===

    def test_activations_at_once_keep_the_cap(self):
        """Four are in force and two more come at the same moment: one fits."""
        with self.environment() as env:
            advisors = self._advisors(env, ROUNDS)
            villages = self._villages(env, ROUNDS * (CAP + 1))
            pairs = list(zip(villages, list(advisors) * (CAP + 1), strict=True))
            proposals = self._proposals(env, pairs)
            proposals[: ROUNDS * (CAP - 1)].action_activate()
            rivals = proposals[ROUNDS * (CAP - 1) :]
            calls = [(activate, rival.id) for rival in rivals]
        ended = self.together(*calls)
        self._assert_only_refusals(ended)
        with self.environment() as env:
            active = self._count_active(env, "advisor_id")
        self.assertEqual(set(active.values()), {CAP})
        refused = [process.message for process in ended if process.error]
        self.assertEqual(len(refused), ROUNDS)
        for message in refused:
            self.assertIn(f"at most {CAP} are allowed", message)

    def test_batches_with_the_same_advisers_do_not_block_each_other(self):
        """Two batches name the same advisers in opposite order: both are quick."""
        with self.environment() as env:
            advisors = self._advisors(env, 8)
            villages = self._villages(env, 32)
            proposals = self._proposals(
                env, zip(villages, list(advisors) * 4, strict=True)
            )
            ids = proposals.ids
        batches = [ids[:8], ids[8:16][::-1], ids[16:24], ids[24:][::-1]]
        ended = self.together(*((activate, *batch) for batch in batches))
        self.assertEqual(
            [process.error for process in ended],
            [None] * 4,
            [process.message for process in ended],
        )
        with self.environment() as env:
            self.assertEqual(set(self._count_active(env, "advisor_id").values()), {4})

    # === Rule 1 ===

    def test_two_advisers_at_once_for_one_village(self):
        with self.environment() as env:
            advisors = self._advisors(env, 2 * ROUNDS)
            villages = self._villages(env, ROUNDS)
            proposals = self._proposals(
                env, zip(list(villages) * 2, advisors, strict=True)
            )
            calls = [(activate, proposal.id) for proposal in proposals]
        ended = self.together(*calls)
        self._assert_only_refusals(ended)
        with self.environment() as env:
            active = self._count_active(env, "village_id")
        self.assertEqual(len(active), ROUNDS)
        self.assertEqual(set(active.values()), {1})
        refused = [process.message for process in ended if process.error]
        self.assertEqual(len(refused), ROUNDS)
        for message in refused:
            self.assertRegex(message, "already (answers for|has a responsible)")

    def test_one_assignment_is_handed_over_once(self):
        """Two clerks hand the same village to different successors."""
        with self.environment() as env:
            advisors = self._advisors(env, 3 * ROUNDS)
            villages = self._villages(env, ROUNDS)
            assignments = self._proposals(
                env, zip(villages, advisors[:ROUNDS], strict=True)
            )
            assignments.action_activate()
            calls = [
                (hand_over, assignment.id, successor.id, self.first_day)
                for assignment, pair in zip(
                    assignments,
                    zip(
                        advisors[ROUNDS : 2 * ROUNDS],
                        advisors[2 * ROUNDS :],
                        strict=True,
                    ),
                    strict=True,
                )
                for successor in pair
            ]
        ended = self.together(*calls)
        self._assert_only_refusals(ended)
        self.assertEqual(sum(process.error is None for process in ended), ROUNDS)
        with self.environment() as env:
            self.assertEqual(set(self._count_active(env, "village_id").values()), {1})
            self.assertEqual(
                env["legal.assignment"].search_count([("state", "=", "ended")]), ROUNDS
            )
