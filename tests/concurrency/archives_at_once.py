"""Archive files made by processes that are killed or at work together; by dev/test."""

import time

import copies

from odoo.fields import Command

YEAR = 2025
VILLAGES = 8
PATIENCE = 60


def make(env):
    """What each of the two crons does."""
    env["legal.archive.volume"]._cron_make()


class TestArchivesAtOnce(copies.CopyCase):
    """`VILLAGES` closed volumes of one year, and an export that has been started."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
            visits = self._make_visits(env)
            visits.action_submit()
            visits.action_confirm()
            visits.volume_id.action_close()
            export = env["legal.archive.export"].create(
                {"program_id": visits.program_id.id}
            )
            export.action_start()
            self.export = export.id

    def _make_visits(self, env):
        program = env["legal.program"].create(
            {
                "year": YEAR,
                "funding_basis": "advisor",
                "village_share_handling": "village",
                "approval_document": "Document 1",
                "max_villages": VILLAGES,
            }
        )
        program.action_open()
        township = env["legal.township"].create({"name": "东乡", "code": "654002001"})
        advisor = env["legal.advisor"].create({"name": "李明", "kind": "retired_judge"})
        advisor._guarded_write({"state": "qualified"})
        advisor._grant_certificates(program.date_start, f"{YEAR + 1}-03-31")
        villages = env["legal.village"].create(
            [
                {
                    "name": f"第{number}村村民委员会",
                    "code": f"654002001{201 + number}",
                    "township_id": township.id,
                    "in_scope_from": program.date_start,
                }
                for number in range(VILLAGES)
            ]
        )
        assignments = env["legal.assignment"].create(
            [
                {
                    "program_id": program.id,
                    "village_id": village.id,
                    "advisor_id": advisor.id,
                }
                for village in villages
            ]
        )
        assignments.action_activate()
        category = env.ref("village_legal_advisor.matter_category_consultation")
        return env["legal.visit"].create(
            [
                {
                    "assignment_id": assignment.id,
                    "date": f"{YEAR}-01-{place + 1:02d}",
                    "hour_from": 9,
                    "hour_to": 11,
                    "matter_ids": [
                        Command.create(
                            {"category_id": category.id, "summary": "土地承包"}
                        )
                    ],
                }
                for place, assignment in enumerate(assignments)
            ]
        )

    def _read_made(self):
        """Made lines as {line id: (file, when)}, seen by a transaction of its own."""
        with self.environment() as env:
            lines = env["legal.archive.volume"].search([("state", "=", "done")])
            return {line.id: (line.attachment_id.id, line.made_at) for line in lines}

    def _wait_for_a_file(self):
        end = time.monotonic() + PATIENCE
        while not (made := self._read_made()):
            self.assertLess(time.monotonic(), end, "no file was made")
        return made

    def _assert_all_made_once(self):
        with self.environment() as env:
            export = env["legal.archive.export"].browse(self.export)
            self.assertEqual(export.state, "done")
            self.assertEqual(len(export.line_ids), VILLAGES)
            self.assertEqual(set(export.line_ids.mapped("state")), {"done"})
            self.assertEqual(len(export.line_ids.volume_id), VILLAGES)
            files = env["ir.attachment"].search(
                [("res_model", "=", "legal.archive.volume")]
            )
            self.assertEqual(files, export.line_ids.attachment_id)
            self.assertEqual(len(files), VILLAGES)

    def test_a_killed_process_loses_the_volume_at_hand_and_nothing_else(self):
        process = self.start(make)
        self._wait_for_a_file()
        process.kill()
        before = self._read_made()
        self.assertLess(len(before), VILLAGES, "it was killed in the middle")
        with self.environment() as env:
            self.assertEqual(
                env["legal.archive.export"].browse(self.export).state, "running"
            )
        # The server may need a moment to see that its client is gone; the cron runs
        # again and again as well.
        end = time.monotonic() + PATIENCE
        while len(self._read_made()) < VILLAGES:
            self.assertLess(time.monotonic(), end, "it does not go on")
            self.assertIsNone(self.start(make).end().error)
        self._assert_all_made_once()
        after = self._read_made()
        self.assertEqual({key: after[key] for key in before}, before)

    def test_two_processes_share_the_work_and_make_nothing_twice(self):
        ended = self.together((make,), (make,))
        self.assertEqual(
            [process.error for process in ended],
            [None, None],
            [process.message for process in ended],
        )
        self._assert_all_made_once()

    def test_what_is_stopped_meanwhile_stays_stopped(self):
        process = self.start(make)
        self._wait_for_a_file()
        with self.environment() as env:
            env["legal.archive.export"].browse(self.export).action_stop()
        self.assertIsNone(process.end().error)
        with self.environment() as env:
            export = env["legal.archive.export"].browse(self.export)
            self.assertEqual(export.state, "stopped")
            self.assertIn(export.done_count, range(1, VILLAGES))
            export.action_start()
        self.assertIsNone(self.start(make).end().error)
        self._assert_all_made_once()
