"""Paper: one evaluation form as a PDF against bare WeasyPrint on the same HTML.

Ours is everything that the Print menu makes the server do, HTML included.
"""

from ..peers.documents import get_documents
from ..peers.papers import lay_out
from ..province.sample import REPORT, add_evaluations

TIMES = 9


def measure(bench):
    with bench.environment("little", commit=True) as env:
        record_id = add_evaluations(env, 1).id

    def by_report(env, clock):
        with clock:
            content, kind = env["ir.actions.report"]._render_qweb_pdf(
                REPORT, [record_id]
            )
        assert kind == "pdf" and content.startswith(b"%PDF")

    def by_weasyprint(env, clock):
        report = env["ir.actions.report"]._get_report_from_name(REPORT)
        record = env["legal.evaluation"].browse(record_id)
        documents = get_documents(report.with_env(env), record)
        with clock:
            content = lay_out(documents)
        assert content.startswith(b"%PDF")

    ours, peer = bench.times(
        "little",
        by_report,
        by_weasyprint,
        login="officer",
        times=TIMES,
        force_report_rendering=True,
    )
    bench.slower("one evaluation form", ours, peer, at_most=1.5)
