"""Book: evaluation forms in the background against one bare WeasyPrint process.

Ours is the scheduler's whole work, from the request to the joined file. The peer has
the HTML ready; its time does not count its start.
"""

import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tools.pdf import PdfFileReader

from ..bench import TIMES, Clock
from ..peers import papers
from ..peers.documents import get_documents
from ..province.sample import REPORT, add_evaluations

PAPERS = 300
# Two processors have something to share from two portions on.
PAPERS_SMALL = 80
WHOLE = 100


def measure(bench):
    papers_due = PAPERS if bench.percent == WHOLE else PAPERS_SMALL
    with bench.environment("big", commit=True) as env:
        ids = add_evaluations(env, papers_due).ids
    ours, peers = [], []
    for _round in range(TIMES if bench.percent == WHOLE else 1):
        seconds, pages = _by_product(bench, ids)
        ours.append(seconds)
        seconds, pages_of_peer = _by_weasyprint(bench, ids)
        peers.append(seconds)
        assert pages == pages_of_peer >= papers_due, (pages, pages_of_peer)
    bench.slower(
        f"{papers_due} papers, {pages} pages, {os.cpu_count()} processors",
        statistics.median(ours),
        statistics.median(peers),
        at_most=0.7,
    )


def _by_product(bench, ids):
    clock = Clock()
    with bench.environment("big", login="officer", commit=True) as env, clock:
        env["legal.print.job"].action_request(REPORT, ids)
        env["legal.print.job"].sudo()._cron_make()
    with bench.environment("big") as env:
        job = env["legal.print.job"].search([], order="id DESC", limit=1)
        assert job.state == "done", job.error
        return clock.seconds, len(
            PdfFileReader(io.BytesIO(job.attachment_id.raw)).pages
        )


def _by_weasyprint(bench, ids):
    with bench.environment("big", login="officer") as env:
        report = env["ir.actions.report"]._get_report_from_name(REPORT)
        documents = get_documents(
            report.with_env(env), env["legal.evaluation"].browse(ids)
        )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as target:
        done = subprocess.run(
            [sys.executable, Path(papers.__file__), target.name],
            input=json.dumps(documents).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return float(done.stdout), len(PdfFileReader(target).pages)
