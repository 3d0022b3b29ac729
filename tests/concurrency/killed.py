"""Work in the background that is killed in the middle goes on; run by dev/test."""

import io
import time

import copies

from odoo.tools.pdf import PdfFileReader

YEAR = 2025
VILLAGES = 12
BATCH = 3


def compute(env):
    """What the scheduler calls, in small batches so that there is a middle."""
    from odoo.addons.village_legal_advisor.models.supervision import evaluation_run

    evaluation_run.BATCH = BATCH
    env["legal.program"]._cron_compute_evaluations()


def make_book(env):
    from odoo.addons.village_legal_advisor.models.common import print_job_make

    print_job_make.PAPERS_PER_CHUNK = BATCH
    env["legal.print.job"]._cron_make()


class TestKilled(copies.CopyCase):
    """The process dies as in a power cut, and another one takes up its work."""

    def setUp(self):
        super().setUp()
        with self.environment(tracking_disable=True) as env:
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
            township = env["legal.township"].create(
                {"name": "East Township", "code": "654002001"}
            )
            advisor = env["legal.advisor"].create(
                {"name": "Adviser", "kind": "retired_judge"}
            )
            advisor._guarded_write({"state": "qualified"})
            advisor._grant_certificates(f"{YEAR - 1}-01-01", f"{YEAR + 1}-03-31")
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
            env["legal.assignment"].create(
                [
                    {
                        "program_id": program.id,
                        "village_id": village.id,
                        "advisor_id": advisor.id,
                    }
                    for village in villages
                ]
            ).action_activate()
            self.program = program.id

    def _kill_in_the_middle(self, function, read):
        """Start work and kill it once some of it is committed, and not all.

        :param read: from an environment, how much is committed
        :return: how much was
        """
        process = self.start(function)
        deadline = time.monotonic() + 120
        while True:
            with self.environment() as env:
                done = read(env)
            if done:
                process.kill()
                break
            self.assertLess(time.monotonic(), deadline, "nothing was committed")
        with self.environment() as env:
            return read(env)

    def test_a_computation_of_evaluations_that_was_killed_completes(self):
        with self.environment() as env:
            program = env["legal.program"].browse(self.program)
            program._guarded_write({"evaluation_run_user_id": env.uid})
        done = self._kill_in_the_middle(
            compute, lambda env: env["legal.evaluation"].search_count([])
        )
        self.assertEqual(done % BATCH, 0)
        self.assertLess(done, VILLAGES)
        self.assertIsNone(self.start(compute).end().error)
        with self.environment() as env:
            program = env["legal.program"].browse(self.program)
            self.assertFalse(program.evaluation_run_user_id)
            evaluations = env["legal.evaluation"].search([])
            self.assertEqual(len(evaluations), VILLAGES)
            self.assertEqual(len(evaluations.assignment_id), VILLAGES)
            lines = evaluations.line_ids.read(["evaluation_id", "facts", "score"])
            self.assertEqual(len(lines), VILLAGES * len(program.criterion_ids))
            # As if it had never been interrupted.
            program.action_compute_evaluations()
            self.assertEqual(
                env["legal.evaluation"]
                .search([])
                .line_ids.read(["evaluation_id", "facts", "score"]),
                lines,
            )

    def test_a_book_of_papers_that_was_killed_completes(self):
        with self.environment() as env:
            env["legal.program"].browse(self.program).action_compute_evaluations()
            evaluations = env["legal.evaluation"].search([])
            env["legal.print.job"].action_request(
                "village_legal_advisor.paper_evaluation", evaluations.ids
            )
            job = env["legal.print.job"].search([]).id
        done = self._kill_in_the_middle(
            make_book, lambda env: env["legal.print.job"].browse(job).done_count
        )
        self.assertLess(done, VILLAGES)
        self.assertIsNone(self.start(make_book).end(patience=120).error)
        with self.environment() as env:
            book = env["legal.print.job"].browse(job)
            self.assertEqual((book.state, book.done_count), ("done", VILLAGES))
            files = env["ir.attachment"].search(
                [("res_model", "=", "legal.print.job"), ("res_id", "=", job)]
            )
            self.assertEqual(files, book.attachment_id)
            # As if it had been printed at once: no paper twice, none missing.
            streams = book.report_id._render_qweb_pdf_prepare_streams(
                book.report_id, {}, res_ids=evaluations.with_env(env).ids
            )
            printed = [
                page
                for value in streams.values()
                for page in self._read_pages(value["stream"].getvalue())
            ]
            self.assertGreaterEqual(len(printed), VILLAGES)
            self.assertEqual(self._read_pages(book.attachment_id.raw), printed)

    def _read_pages(self, content):
        pages = PdfFileReader(io.BytesIO(content)).pages
        return [page.extract_text() for page in pages]
