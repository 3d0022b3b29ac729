"""Slips and lectures under several users at once; run by dev/test."""

from datetime import date

import copies

from odoo.fields import Command

YEAR = 2026
PAIRS = 3


def prepare(env, village_ids):
    villages = env["legal.village"].browse(village_ids)
    return env["legal.slip"]._prepare_slips(date(YEAR, 1, 1), villages).ids


def confirm_slips(env, ids):
    return env["legal.slip"].browse(ids).action_confirm_lines()["params"]["type"]


def reprint(env, ids):
    env["legal.slip"].browse(ids).action_reprint()


def confirm_visits(env, ids):
    env["legal.visit"].browse(ids).action_confirm()


def reject_visits(env, ids):
    env["legal.visit"].browse(ids).action_reject("Not here")


def hold(env, ids):
    env["legal.lecture"].browse(ids).action_hold()


def file_lectures(env, ids):
    env["legal.lecture"].browse(ids).action_file()


def return_lectures(env, ids):
    env["legal.lecture"].browse(ids).action_return("No case in it")


class TestSlipsAtOnce(copies.CopyCase):
    """`PAIRS` villages, each with its adviser, two submitted entries and a lecture."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            program = self._make_program(env)
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
                    for index in range(PAIRS)
                ]
            )
            assignments = env["legal.assignment"].create(
                [
                    {
                        "program_id": program.id,
                        "village_id": village.id,
                        "advisor_id": advisor.id,
                    }
                    for village, advisor in zip(villages, advisors, strict=True)
                ]
            )
            assignments.action_activate()
            visits = env["legal.visit"].create(
                [
                    {
                        "assignment_id": assignment.id,
                        "date": f"{YEAR}-01-{day:02d}",
                        "hour_from": 9,
                        "hour_to": 11,
                    }
                    for assignment in assignments
                    for day in (6, 13)
                ]
            )
            visits.action_submit()
            lectures = env["legal.lecture"].create(
                [
                    {
                        "assignment_id": assignment.id,
                        "date": f"{YEAR}-02-03",
                        "topic": "Land contracts",
                        "outline_ids": [
                            Command.create({"name": "outline.txt", "raw": b"1."})
                        ],
                    }
                    for assignment in assignments
                ]
            )
            self.villages, self.visits = villages.ids, visits.ids
            self.lectures = lectures.ids

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
        return program

    def _print(self):
        """A slip out in every village, its signed photo attached."""
        with self.environment() as env:
            slips = env["legal.slip"].browse(prepare(env, self.villages))
            for slip in slips:
                slip.photo_ids = [
                    Command.create(
                        {
                            "name": "slip.pdf",
                            "raw": b"%PDF-",
                            "mimetype": "application/pdf",
                        }
                    )
                ]
            return slips.ids

    def _assert_one_of(self, ended):
        self.assertEqual(
            sorted(bool(process.error) for process in ended), [False, True]
        )
        refused = next(process for process in ended if process.error)
        self.assertIn(refused.error, ("UserError", "ValidationError"), refused.message)

    def test_two_who_prepare_put_no_entry_on_two_slips(self):
        backwards = self.villages[::-1]
        self.together((prepare, self.villages), (prepare, backwards))
        with self.environment() as env:
            lines = env["legal.slip.line"].search([("slip_state", "=", "printed")])
            self.assertEqual(sorted(lines.visit_id.ids), sorted(self.visits))
            self.assertEqual(len(lines), len(self.visits))
            numbers = env["legal.slip"].search([]).mapped("number")
            self.assertEqual(len(set(numbers)), len(numbers))

    def test_two_who_confirm_one_slip_number_its_entries_once(self):
        slips = self._print()
        ended = self.together((confirm_slips, slips), (confirm_slips, slips[::-1]))
        self._assert_one_of(ended)
        with self.environment() as env:
            numbers = env["legal.visit"].browse(self.visits).mapped("number")
            self.assertEqual(numbers, [1, 2] * PAIRS)

    def test_a_reprint_and_a_confirmation_do_not_both_happen(self):
        for slip in self._print():
            self._assert_one_of(
                self.together((confirm_slips, [slip]), (reprint, [slip]))
            )
        with self.environment() as env:
            for village in env["legal.village"].browse(self.villages):
                slips = env["legal.slip"].search([("village_id", "=", village.id)])
                states = sorted(slips.mapped("state"))
                self.assertIn(states, (["confirmed"], ["printed", "void"]))

    def test_an_entry_rejected_meanwhile_is_left_out_or_stays_confirmed(self):
        slips = self._print()
        for slip, visit in zip(slips, self.visits[::2], strict=True):
            self.together((confirm_slips, [slip]), (reject_visits, [visit]))
        with self.environment() as env:
            for line in env["legal.slip.line"].search([("slip_id", "in", slips)]):
                visit = line.visit_id
                expected = "confirmed" if line.state == "confirmed" else "rejected"
                self.assertEqual(visit.state, expected)
                self.assertEqual(bool(visit.slip_id), line.state == "confirmed")

    def test_what_the_village_confirms_meanwhile_is_confirmed_once(self):
        slips = self._print()
        for slip, visit in zip(slips, self.visits[::2], strict=True):
            self.together((confirm_slips, [slip]), (confirm_visits, [visit]))
        with self.environment() as env:
            visits = env["legal.visit"].browse(self.visits)
            self.assertEqual(set(visits.mapped("state")), {"confirmed"})
            for volume in visits.volume_id:
                self.assertEqual(sorted(volume.visit_ids.mapped("number")), [1, 2])

    def test_a_lecture_held_twice_at_once_has_one_entry(self):
        for lecture in self.lectures:
            self._assert_one_of(self.together((hold, [lecture]), (hold, [lecture])))
        with self.environment() as env:
            recorded = env["legal.visit"].search([("date", "=", f"{YEAR}-02-03")])
            self.assertEqual(len(recorded), PAIRS)

    def test_an_outline_is_filed_or_returned_but_not_both(self):
        with self.environment() as env:
            lectures = env["legal.lecture"].browse(self.lectures)
            lectures.action_hold()
            lectures.action_submit()
            lectures.visit_id.action_confirm()
        for lecture in self.lectures:
            self._assert_one_of(
                self.together((file_lectures, [lecture]), (return_lectures, [lecture]))
            )
        with self.environment() as env:
            for lecture in env["legal.lecture"].browse(self.lectures):
                if lecture.state == "filed":
                    self.assertFalse(lecture.returned_date)
                else:
                    self.assertFalse(lecture.filed_date)
