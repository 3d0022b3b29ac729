"""Entries under several users at once (rules 2 and 7); run by dev/test."""

import copies
from psycopg2 import errors

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.exceptions import UserError

YEAR = 2026
PAIRS = 6


def confirm(env, ids):
    env["legal.visit"].browse(ids).action_confirm()


def close(env, ids):
    env["legal.volume"].browse(ids).action_close()


def submit(env, ids):
    env["legal.visit"].browse(ids).action_submit()


def move_and_submit(env, visit_id):
    """What the adviser does: correct the day, then submit."""
    visit = env["legal.visit"].browse(visit_id)
    visit.date = f"{YEAR}-02-04"
    visit.action_submit()


def end(env, assignment_id, day):
    env["legal.assignment"].browse(assignment_id).action_end(day, "Ill")


def record(env, assignment_id, day, count=1):
    visits = env["legal.visit"].create(
        [
            {
                "assignment_id": assignment_id,
                "date": day,
                "hour_from": 1 + index,
                "hour_to": 2 + index,
            }
            for index in range(count)
        ]
    )
    return visits.mapped("reference")


def record_and_submit(env, assignment_id, hour):
    """What the adviser's phone does in one request."""
    visit = env["legal.visit"].create(
        {
            "assignment_id": assignment_id,
            "date": f"{YEAR}-02-05",
            "hour_from": hour,
            "hour_to": hour + 1,
            "place": "Village office",
        }
    )
    visit.action_submit()


class TestVisitsAtOnce(copies.CopyCase):
    """A bureau of `PAIRS` advisers, each with two villages."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            self.program = program = self._make_program(env)
            township = env["legal.township"].create(
                {"name": "East Township", "code": "654002001"}
            )
            firm = env["res.partner"].create({"name": "Firm", "is_company": True})
            advisors = env["legal.advisor"].create(
                [
                    {"name": f"Adviser {index}", "firm_id": firm.id}
                    for index in range(PAIRS)
                ]
            )
            advisors._guarded_write({"state": "qualified"})
            advisors._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
            villages = env["legal.village"].create(
                [
                    {
                        "name": f"Village {index}",
                        "code": f"654002001{201 + index}",
                        "township_id": township.id,
                    }
                    for index in range(2 * PAIRS)
                ]
            )
            assignments = env["legal.assignment"].create(
                [
                    {
                        "program_id": program,
                        "village_id": village.id,
                        "advisor_id": advisors[index // 2].id,
                    }
                    for index, village in enumerate(villages)
                ]
            )
            assignments.action_activate()
            self.assignments = assignments.ids

    def _make_program(self, env):
        program = env["legal.program"].create(
            {
                "year": YEAR,
                "funding_basis": "advisor",
                "village_share_handling": "village",
                "approval_document": "Document 1",
            }
        )
        program.action_open()
        return program.id

    def _make_visits(self, env, month, assignments, submitted=True):
        visits = env["legal.visit"].create(
            [
                {
                    "assignment_id": assignment,
                    "date": f"{YEAR}-{month:02d}-04",
                    "hour_from": 9 + index % 2,
                    "hour_to": 10 + index % 2,
                }
                for index, assignment in enumerate(assignments)
            ]
        )
        if submitted:
            visits.action_submit()
        return visits.ids

    def test_volumes_are_opened_and_numbered_without_gap_or_repeat(self):
        with self.environment() as env:
            batches = [
                self._make_visits(env, month, self.assignments)
                for month in (1, 2, 3, 4)
            ]
        # Opposite orders of the same villages, to provoke a deadlock.
        batches[1].reverse()
        ended = self.together(*((confirm, ids) for ids in batches))
        self.assertEqual([process.error for process in ended], [None] * 4)
        with self.environment() as env:
            volumes = env["legal.volume"].search([])
            self.assertEqual(len(volumes), 2 * PAIRS)
            for volume in volumes:
                numbers = sorted(volume.visit_ids.mapped("number"))
                self.assertEqual(numbers, [1, 2, 3, 4])
                self.assertEqual(volume.last_number, 4)

    def test_a_volume_that_is_closed_meanwhile_takes_no_further_entry(self):
        with self.environment() as env:
            first = self._make_visits(env, 1, self.assignments)
            confirm(env, first)
            second = self._make_visits(env, 2, self.assignments)
            volumes = env["legal.visit"].browse(first).volume_id.ids
        for volume, visit in zip(volumes, second, strict=True):
            self.together((close, [volume]), (confirm, [visit]))
        with self.environment() as env:
            for volume in env["legal.volume"].browse(volumes):
                numbers = volume.visit_ids.mapped("number")
                self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)))
                self.assertEqual(volume.last_number, len(numbers))
                for visit in env["legal.visit"].search(
                    [("village_id", "=", volume.village_id.id)]
                ):
                    if volume.state == "closed" and visit.volume_id == volume:
                        self.assertLessEqual(visit.confirmed_at, volume.closed_at)
            self.assertFalse(env["legal.visit"].search([("number", "=", False)]))

    def test_an_entry_recorded_while_its_volume_closes_does_not_slip_in(self):
        with self.environment() as env:
            first = self._make_visits(env, 1, self.assignments)
            confirm(env, first)
            volumes = env["legal.visit"].browse(first).volume_id.ids
        for index, volume in enumerate(volumes):
            sides = self.together(
                (close, [volume]),
                # An adviser has two villages, and is in one at a time.
                (record_and_submit, self.assignments[index], 9 + index % 2),
            )
            for side in sides:
                self.assertIn(side.error, (None, "UserError"), side.message)
        with self.environment() as env:
            for volume in env["legal.volume"].browse(volumes):
                late = env["legal.visit"].search(
                    [("village_id", "=", volume.village_id.id), ("number", "=", False)]
                )
                if volume.state == "closed" and late:
                    with self.assertRaisesRegex(UserError, "closed meanwhile"):
                        late.action_confirm()
                    self.assertEqual(volume.last_number, 1)
                elif late:
                    late.action_confirm()
                    self.assertEqual(late.volume_id, volume)

    def test_nothing_is_confirmed_into_a_year_that_is_closed_meanwhile(self):
        with self.environment() as env:
            call = env["legal.visit"].create(
                {
                    "assignment_id": self.assignments[0],
                    "date": f"{YEAR}-02-04",
                    "service_mode": "phone",
                    "minutes": 20,
                }
            )
            call.action_submit()
            ids = call.ids
        with self.registry.cursor() as cr:
            late = Environment(cr, SUPERUSER_ID, {})
            self.assertEqual(late["legal.program"].browse(self.program).state, "open")
            with self.environment() as env:
                env["legal.program"].browse(self.program)._close()
            with self.assertRaises(errors.SerializationFailure):
                confirm(late, ids)
            cr.rollback()
        # As the web does: it runs again.
        again = self.start(confirm, ids).end()
        self.assertEqual(again.error, "UserError", again.message)
        self.assertIn("closed", again.message)

    def test_two_confirmations_of_one_entry_number_it_once(self):
        with self.environment() as env:
            ids = self._make_visits(env, 1, self.assignments)
        ended = self.together((confirm, ids), (confirm, ids))
        self.assertEqual(
            sorted(bool(process.error) for process in ended), [False, True]
        )
        with self.environment() as env:
            numbers = env["legal.visit"].browse(ids).mapped("number")
            self.assertEqual(numbers, [1] * len(ids))

    def test_one_adviser_is_never_in_two_places(self):
        firsts, seconds = self.assignments[::2], self.assignments[1::2]
        with self.environment() as env:
            pairs = [
                (
                    self._make_visits(env, 1, [first], submitted=False),
                    self._make_visits(env, 1, [second], submitted=False),
                )
                for first, second in zip(firsts, seconds, strict=True)
            ]
        for first, second in pairs:
            ended = self.together((submit, first), (submit, second))
            self.assertEqual(
                sorted(bool(process.error) for process in ended), [False, True]
            )
            refused = next(process for process in ended if process.error)
            self.assertIn(refused.error, ("UserError", "ValidationError"))
            self.assertIn("two places", refused.message)
        with self.environment() as env:
            submitted = [("state", "=", "submitted")]
            self.assertEqual(env["legal.visit"].search_count(submitted), PAIRS)

    def test_no_entry_is_submitted_beyond_an_end(self):
        with self.environment() as env:
            ids = self._make_visits(env, 1, self.assignments, submitted=False)
        for assignment, visit in zip(self.assignments, ids, strict=True):
            # A draft moved beyond an end is free; it must not be submitted there.
            self.together((end, assignment, f"{YEAR}-01-31"), (move_and_submit, visit))
            with self.environment() as env:
                moved = env["legal.visit"].browse(visit)
                if moved.state == "submitted":
                    self.assertLessEqual(moved.date, moved.assignment_id.date_end)

    def test_a_years_first_entries_get_references_of_their_own(self):
        ended = self.together(
            *(
                (record, assignment, f"{YEAR}-01-04", 3)
                for assignment in self.assignments[:4]
            )
        )
        self.assertEqual([process.error for process in ended], [None] * 4)
        references = [reference for process in ended for reference in process.value]
        self.assertEqual(len(set(references)), 12)
