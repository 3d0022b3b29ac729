"""Month rows under several users at once (rule 6); run by dev/test."""

import copies
from psycopg2.errors import SerializationFailure

YEAR = 2026
VILLAGES = 6


def confirm(env, ids):
    env["legal.visit"].browse(ids).action_confirm()


def reject(env, ids):
    env["legal.visit"].browse(ids).action_reject("Wrong day")


def serve(env, assignments, day, hour):
    """Record and submit one entry of an hour for each assignment."""
    env["legal.visit"].create(
        [
            {
                "assignment_id": assignment,
                "date": day,
                "hour_from": hour + index,
                "hour_to": hour + index + 1,
            }
            for index, assignment in enumerate(assignments)
        ]
    ).action_submit()


def activate(env, ids):
    env["legal.assignment"].browse(ids).action_activate()


def end(env, ids, day):
    env["legal.assignment"].browse(ids).action_end(day, "Ill")


def correct_standard(env, program_id, hours):
    env["legal.program"].browse(program_id)._correct_standards(
        {"monthly_hours": hours}, "Circular 12"
    )


def rebuild(env, program_id):
    env["legal.service.month"]._rebuild(env["legal.program"].browse(program_id))


class TestMonthsAtOnce(copies.CopyCase):
    """A bureau of some villages; each has an adviser of its own."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            program = env["legal.program"].create(
                {
                    "year": YEAR,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "Document 1",
                }
            )
            program.action_open()
            self.program = program.id
            township = env["legal.township"].create(
                {"name": "East Township", "code": "654002001"}
            )
            firm = env["res.partner"].create({"name": "Firm", "is_company": True})
            advisors = env["legal.advisor"].create(
                [
                    {"name": f"Adviser {index}", "firm_id": firm.id}
                    for index in range(2 * VILLAGES)
                ]
            )
            advisors._guarded_write({"state": "qualified"})
            advisors._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
            self.advisors = advisors.ids
            self.villages = (
                env["legal.village"]
                .create(
                    [
                        {
                            "name": f"Village {index}",
                            "code": f"654002001{201 + index}",
                            "township_id": township.id,
                        }
                        for index in range(VILLAGES)
                    ]
                )
                .ids
            )

    def _assign(self, env, advisors, start, stop):
        """Proposals for all villages."""
        return (
            env["legal.assignment"]
            .create(
                [
                    {
                        "program_id": self.program,
                        "village_id": village,
                        "advisor_id": advisor,
                        "date_start": f"{YEAR}-{start}",
                        "date_end": f"{YEAR}-{stop}",
                    }
                    for village, advisor in zip(self.villages, advisors, strict=True)
                ]
            )
            .ids
        )

    def assertNoRowWrong(self):
        with self.environment() as env:
            program = env["legal.program"].browse(self.program)
            self.assertEqual(env["legal.service.month"]._rebuild(program), 0)
            return {
                row.month.month: (row.minutes_confirmed, row.minutes_pending)
                for row in env["legal.village.month"].search(
                    [("village_id", "=", self.villages[0])]
                )
            }

    def test_confirmations_of_one_month_by_many_are_all_counted(self):
        with self.environment() as env:
            assignments = self._assign(env, self.advisors[:VILLAGES], "01-01", "12-31")
            activate(env, assignments)
            serve(env, assignments, f"{YEAR}-01-05", 8)
            serve(env, assignments, f"{YEAR}-01-06", 8)
            serve(env, assignments, f"{YEAR}-01-07", 8)
            batches = [
                env["legal.visit"].search([("date", "=", f"{YEAR}-01-0{day}")]).ids
                for day in (5, 6, 7)
            ]
        # The other way round, to provoke a deadlock.
        batches[1].reverse()
        ended = self.together(
            (confirm, batches[0]),
            (confirm, batches[1]),
            (reject, batches[2]),
            (serve, assignments, f"{YEAR}-01-08", 8),
        )
        self.assertEqual([process.error for process in ended], [None] * 4)
        self.assertEqual(self.assertNoRowWrong()[1], (120, 60))

    def test_assignments_that_share_a_month_are_activated_at_once(self):
        with self.environment() as env:
            firsts = self._assign(env, self.advisors[:VILLAGES], "01-01", "03-10")
            seconds = self._assign(env, self.advisors[VILLAGES:], "03-11", "12-31")
        ended = self.together((activate, firsts), (activate, seconds))
        self.assertEqual([process.error for process in ended], [None, None])
        self.assertNoRowWrong()
        ended = self.together(
            (end, firsts, f"{YEAR}-03-05"), (end, seconds, f"{YEAR}-03-25")
        )
        self.assertEqual([process.error for process in ended], [None, None])
        self.assertEqual(sorted(self.assertNoRowWrong()), [1, 2, 3])

    def _begin(self, env):
        """Take the transaction's snapshot: it sees nothing that comes after."""
        env.cr.execute("SELECT 1")

    def test_a_new_standard_misses_no_activation(self):
        with self.environment() as env:
            ids = self._assign(env, self.advisors[:VILLAGES], "01-01", "12-31")
        with (
            self.assertRaises(SerializationFailure),
            self.environment() as env,
        ):
            self._begin(env)
            self.together((activate, ids))
            correct_standard(env, self.program, 4)
        self.assertNoRowWrong()

    def test_an_activation_misses_no_new_standard(self):
        with self.environment() as env:
            ids = self._assign(env, self.advisors[:VILLAGES], "01-01", "12-31")
        with (
            self.assertRaises(SerializationFailure),
            self.environment() as env,
        ):
            self._begin(env)
            self.together((correct_standard, self.program, 4))
            activate(env, ids)
        ended = self.together((activate, ids), (correct_standard, self.program, 5))
        self.assertEqual([process.error for process in ended], [None, None])
        self.assertNoRowWrong()

    def test_a_rebuild_while_entries_are_confirmed_loses_none(self):
        with self.environment() as env:
            assignments = self._assign(env, self.advisors[:VILLAGES], "01-01", "12-31")
            activate(env, assignments)
            serve(env, assignments, f"{YEAR}-01-05", 8)
            ids = env["legal.visit"].search([]).ids
            # What the nightly check would find.
            env.cr.execute("UPDATE legal_service_month SET minutes_confirmed = 7")
        ended = self.together((rebuild, self.program), (confirm, ids))
        self.assertEqual([process.error for process in ended], [None, None])
        self.assertEqual(self.assertNoRowWrong()[1], (60, 0))
