"""Two at once, two hundred times, for each rule that two users could break together."""

import copies

YEAR = 2026
ROUNDS = 200
# What a clerk may read; never an error of the database.
REFUSALS = ("UserError", "ValidationError")


def activate(env, assignment_id):
    env["legal.assignment"].browse(assignment_id).action_activate()


def submit(env, visit_id):
    env["legal.visit"].browse(visit_id).action_submit()


def confirm(env, visit_id):
    env["legal.visit"].browse(visit_id).action_confirm()


class TestTwoHundredRounds(copies.CopyCase):
    """Each round has advisers and villages of its own."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            program = env["legal.program"].create(
                {
                    "year": YEAR,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "Document 1",
                    "max_villages": 2,
                }
            )
            program.action_open()
            self.program = program.id

    def _make_villages(self, env, count):
        townships = env["legal.township"].create(
            [
                {"name": f"Township {number}", "code": f"654002{number:03d}"}
                for number in range(1, 1 + -(-count // 100))
            ]
        )
        return env["legal.village"].create(
            [
                {
                    "name": f"Village {index}",
                    "code": f"{townships[index // 100].code}{200 + index % 100}",
                    "township_id": townships[index // 100].id,
                }
                for index in range(count)
            ]
        )

    def _make_advisors(self, env, count):
        advisors = env["legal.advisor"].create(
            [
                {"name": f"Adviser {number}", "kind": "retired_judge"}
                for number in range(count)
            ]
        )
        advisors._guarded_write({"state": "qualified"})
        advisors._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
        return advisors

    def _make_assignments(self, env, villages, advisors):
        return env["legal.assignment"].create(
            [
                {
                    "program_id": self.program,
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                }
                for village, advisor in zip(villages, advisors, strict=True)
            ]
        )

    def _make_visits(self, env, assignments, day, hour=9):
        return env["legal.visit"].create(
            [
                {
                    "assignment_id": assignment.id,
                    "date": f"{YEAR}-01-{day:02d}",
                    "hour_from": hour,
                    "hour_to": hour + 1,
                }
                for assignment in assignments
            ]
        )

    def assertOneOfEach(self, ended, pattern):
        """In every round one went through and the other was told why not."""
        for pair in ended:
            refused = [side for side in pair if side.error]
            self.assertEqual(len(refused), 1, pair)
            self.assertIn(refused[0].error, REFUSALS, refused[0].message)
            self.assertRegex(refused[0].message, pattern)

    def assertAllWell(self, ended):
        wrong = [side for pair in ended for side in pair if side.error]
        self.assertEqual(wrong, [])

    def test_two_villages_for_the_last_place_under_the_cap(self):
        with self.environment(tracking_disable=True) as env:
            advisors = self._make_advisors(env, ROUNDS)
            villages = self._make_villages(env, 3 * ROUNDS)
            proposals = self._make_assignments(env, villages, list(advisors) * 3)
            proposals[:ROUNDS].action_activate()
            rivals = proposals[ROUNDS:].ids
        ended = self.in_rounds(
            activate,
            activate,
            list(zip(rivals[:ROUNDS], rivals[ROUNDS:], strict=True)),
        )
        self.assertOneOfEach(ended, "at most 2 are allowed")
        with self.environment() as env:
            groups = env["legal.assignment"]._read_group(
                [("state", "=", "active")], ["advisor_id"], ["__count"]
            )
            self.assertEqual([count for _advisor, count in groups], [2] * ROUNDS)

    def test_two_advisers_for_one_village(self):
        with self.environment(tracking_disable=True) as env:
            advisors = self._make_advisors(env, 2 * ROUNDS)
            villages = self._make_villages(env, ROUNDS)
            rivals = self._make_assignments(env, list(villages) * 2, advisors).ids
        ended = self.in_rounds(
            activate,
            activate,
            list(zip(rivals[:ROUNDS], rivals[ROUNDS:], strict=True)),
        )
        self.assertOneOfEach(ended, "already (answers for|has a responsible)")
        with self.environment() as env:
            groups = env["legal.assignment"]._read_group(
                [("state", "=", "active")], ["village_id"], ["__count"]
            )
            self.assertEqual([count for _village, count in groups], [1] * ROUNDS)

    def test_one_adviser_in_two_places(self):
        with self.environment(tracking_disable=True) as env:
            advisors = self._make_advisors(env, ROUNDS)
            villages = self._make_villages(env, 2 * ROUNDS)
            assignments = self._make_assignments(env, villages, list(advisors) * 2)
            assignments.action_activate()
            visits = self._make_visits(env, assignments, 5).ids
        ended = self.in_rounds(
            submit, submit, list(zip(visits[:ROUNDS], visits[ROUNDS:], strict=True))
        )
        self.assertOneOfEach(ended, "two places")
        with self.environment() as env:
            submitted = [("state", "=", "submitted")]
            self.assertEqual(env["legal.visit"].search_count(submitted), ROUNDS)

    def test_two_entries_of_a_village_get_two_numbers_and_one_month(self):
        with self.environment(tracking_disable=True) as env:
            advisors = self._make_advisors(env, ROUNDS)
            villages = self._make_villages(env, ROUNDS)
            assignments = self._make_assignments(env, villages, advisors)
            assignments.action_activate()
            visits = env["legal.visit"].concat(
                self._make_visits(env, assignments, 5),
                self._make_visits(env, assignments, 6),
            )
            visits.action_submit()
            ids = visits.ids
        ended = self.in_rounds(
            confirm, confirm, list(zip(ids[:ROUNDS], ids[ROUNDS:], strict=True))
        )
        self.assertAllWell(ended)
        with self.environment() as env:
            volumes = env["legal.volume"].search([])
            self.assertEqual(len(volumes), ROUNDS)
            for volume in volumes:
                self.assertEqual(sorted(volume.visit_ids.mapped("number")), [1, 2])
            # Raises for a chain that was forked.
            volumes.action_verify()
            months = env["legal.service.month"].search(
                [("month", "=", f"{YEAR}-01-01")]
            )
            self.assertEqual(months.mapped("minutes_confirmed"), [120] * ROUNDS)
            program = env["legal.program"].browse(self.program)
            self.assertEqual(env["legal.service.month"]._rebuild(program), 0)

    def test_a_submission_and_a_confirmation_of_one_month(self):
        with self.environment(tracking_disable=True) as env:
            advisors = self._make_advisors(env, ROUNDS)
            villages = self._make_villages(env, ROUNDS)
            assignments = self._make_assignments(env, villages, advisors)
            assignments.action_activate()
            waiting = self._make_visits(env, assignments, 5)
            waiting.action_submit()
            drafts = self._make_visits(env, assignments, 6).ids
            waiting = waiting.ids
        ended = self.in_rounds(confirm, submit, list(zip(waiting, drafts, strict=True)))
        self.assertAllWell(ended)
        with self.environment() as env:
            rows = env["legal.service.month"].search([("month", "=", f"{YEAR}-01-01")])
            self.assertEqual(rows.mapped("minutes_confirmed"), [60] * ROUNDS)
            self.assertEqual(rows.mapped("minutes_pending"), [60] * ROUNDS)
