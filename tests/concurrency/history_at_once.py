"""History imports that are killed, and several at once; run by dev/test."""

import base64
import csv
import io
import time
from datetime import date, timedelta

import copies

from odoo.addons.village_legal_advisor.wizards.service import (
    history_work,
    history_write,
)

YEAR = 2026
VILLAGES = 3
LINES = 240


def work(env, run_id):
    # Small pieces, so that there are many moments to be killed at.
    history_work.LINES_PER_CHUNK = 20
    history_write.ENTRIES_PER_CHUNK = 10
    env["legal.history.import"].browse(run_id)._cron_work()


def confirm(env, ids):
    env["legal.visit"].browse(ids).action_confirm()


class TestHistoryAtOnce(copies.CopyCase):
    """A few villages of one adviser each, and a file of their year."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            program = env["legal.program"].create(
                {
                    "year": YEAR - 1,
                    "funding_basis": "advisor",
                    "village_share_handling": "village",
                    "approval_document": "Document 1",
                }
            )
            program.action_open()
            township = env["legal.township"].create(
                {"name": "East Township", "code": "654002001"}
            )
            firm = env["res.partner"].create({"name": "Firm", "is_company": True})
            advisors = env["legal.advisor"].create(
                [
                    {
                        "name": f"Adviser {index}",
                        "firm_id": firm.id,
                        "licence_number": f"L{index}",
                    }
                    for index in range(VILLAGES)
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
                    for index in range(VILLAGES)
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
            self.assignments, self.codes = assignments.ids, villages.mapped("code")
            self.program = program.id

    def _get_file(self):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(
            ["village_code", "licence_number", "date", "time_start", "time_stop"]
            + ["mode", "category", "summary", "advice"]
        )
        for index in range(LINES):
            place = index % VILLAGES
            day = date(YEAR - 1, 1, 2) + timedelta(days=index // VILLAGES)
            writer.writerow(
                [self.codes[place], f"L{place}", day, "9:00", "10:00", "on_site"]
                # Long enough for the background.
                + ["consultation", f"Question {index}", "x" * 3000]
            )
        return base64.b64encode(text.getvalue().encode())

    def _begin(self, on_error="good"):
        with self.environment() as env:
            run = env["legal.history.import"].create(
                {
                    "file": self._get_file(),
                    "filename": "a.csv",
                    "basis": "Ledgers",
                    "on_error": on_error,
                }
            )
            run.action_import()
            self.assertEqual(run.state, "running")
            return run.id

    def _wait_for(self, run_id, condition):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with self.environment() as env:
                run = env["legal.history.import"].browse(run_id)
                if condition(run):
                    return
            time.sleep(0.01)
        self.fail("The run did not come so far.")

    def _assert_whole(self, env, others=0):
        visits = env["legal.visit"].search([("import_id", "!=", False)])
        self.assertEqual(len(visits), LINES)
        self.assertEqual(len(set(visits.mapped("matter_ids.summary"))), LINES)
        numbered = env["legal.visit"].search([("number", "!=", False)])
        self.assertEqual(len(numbered), LINES + others)
        for volume in numbered.volume_id:
            numbers = sorted(volume.visit_ids.mapped("number"))
            self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
        numbered.volume_id.action_verify()
        program = env["legal.program"].browse(self.program)
        self.assertEqual(env["legal.service.month"]._rebuild(program), 0)

    def test_a_run_killed_while_it_reads_and_while_it_writes_is_completed(self):
        run_id = self._begin()
        process = self.start(work, run_id)
        self._wait_for(run_id, lambda run: run.line_count or run.phase != "read")
        process.kill()
        process = self.start(work, run_id)
        self._wait_for(run_id, lambda run: run.entry_count >= 20)
        process.kill()
        with self.environment() as env:
            run = env["legal.history.import"].browse(run_id)
            self.assertEqual(run.state, "running")
            self.assertEqual(
                env["legal.visit"].search_count([("import_id", "=", run_id)]),
                run.entry_count,
            )
            self.assertLess(run.entry_count, LINES)
        self.assertIsNone(self.start(work, run_id).end().error)
        with self.environment() as env:
            run = env["legal.history.import"].browse(run_id)
            self.assertEqual((run.state, run.entry_count), ("done", LINES), run.error)
            self.assertEqual((run.line_count, run.bad_count), (LINES, 0))
            self.assertFalse(env["legal.history.line"].search_count([]))
            self._assert_whole(env)

    def test_a_file_taken_as_a_whole_and_killed_in_the_middle_leaves_nothing(self):
        run_id = self._begin(on_error="nothing")
        process = self.start(work, run_id)
        self._wait_for(run_id, self._has_written_half)
        process.kill()
        with self.environment() as env:
            run = env["legal.history.import"].browse(run_id)
            self.assertEqual((run.state, run.phase), ("running", "write"))
            self.assertFalse(env["legal.visit"].search_count([]))
        self.assertIsNone(self.start(work, run_id).end().error)
        with self.environment() as env:
            run = env["legal.history.import"].browse(run_id)
            self.assertEqual((run.state, run.entry_count), ("done", LINES), run.error)
            self._assert_whole(env)

    def _has_written_half(self, run):
        """Whether half of the entries have their ids, which others see at once."""
        run.env.cr.execute("SELECT last_value FROM legal_visit_id_seq")
        return run.env.cr.fetchone()[0] >= LINES // 2

    def test_two_workers_on_one_run_record_every_line_once(self):
        run_id = self._begin()
        self.together((work, run_id), (work, run_id))
        self.start(work, run_id).end()
        with self.environment() as env:
            run = env["legal.history.import"].browse(run_id)
            self.assertEqual((run.state, run.entry_count), ("done", LINES), run.error)
            self._assert_whole(env)

    def test_numbers_stay_whole_when_others_confirm_meanwhile(self):
        with self.environment() as env:
            visits = env["legal.visit"].create(
                [
                    {
                        "assignment_id": assignment_id,
                        "date": f"{YEAR - 1}-06-{day:02d}",
                        "hour_from": 20,
                        "hour_to": 21,
                    }
                    for assignment_id in self.assignments
                    for day in (1, 2, 3)
                ]
            )
            visits.action_submit()
            ids = visits.ids
        run_id = self._begin()
        process = self.start(work, run_id)
        self._wait_for(run_id, lambda run: run.phase in ("write", "tidy", False))
        for visit_id in ids:
            self.assertIsNone(self.start(confirm, [visit_id]).end().error)
        self.assertIsNone(process.end().error)
        with self.environment() as env:
            run = env["legal.history.import"].browse(run_id)
            self.assertEqual((run.state, run.entry_count), ("done", LINES), run.error)
            self._assert_whole(env, others=len(ids))
