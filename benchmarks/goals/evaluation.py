"""Evaluation: a whole year with its lines against one statement of the same rows.

The two are compared row by row first. A second computation of the same year writes
nothing, and an assignment costs as much among few as among all.
"""

from pathlib import Path

from ..statements import count_writes

STATEMENT = (Path(__file__).parents[1] / "peers" / "evaluation.sql").read_text()
# Of one assignment's time among all and among a hundredth, noise included.
SAME_WITHIN = 1.5


def measure(bench):
    def by_product(env, clock):
        with clock:
            _compute(env)

    def by_statement(env, clock):
        with clock:
            _insert(env)

    with bench.environment("little", login="officer") as env:
        _compute(env)
        ours = _rows(env)
    with bench.environment("little", login="officer") as env:
        _insert(env)
        theirs = _rows(env)
    bench.holds(
        "the statement's rows", ours == theirs and bool(ours), f"{len(ours)} the same"
    )
    ours, peer = bench.times("big", by_product, by_statement, login="officer")
    count = _count(bench, "big")
    bench.slower(f"{count} evaluations", ours, peer, at_most=2)
    (few,) = bench.times("little", by_product, login="officer")
    per_few, per_many = few / _count(bench, "little"), ours / count
    bench.holds(
        f"per assignment among {_count(bench, 'little')} and {count}",
        per_many <= per_few * SAME_WITHIN,
        f"{per_few * 1000:.2f} ms, {per_many * 1000:.2f} ms "
        f"(bound: at most {SAME_WITHIN:g} times)",
    )
    with bench.environment("big", login="officer") as env:
        _compute(env)
        env.invalidate_all()
        with count_writes() as writes:
            _compute(env)
    bench.holds("a second run writes", not writes, f"{len(writes)} statements")


def _compute(env):
    env["legal.program"].search([]).action_compute_evaluations()
    env.flush_all()


def _insert(env):
    program = env["legal.program"].search([])
    # Compiling it would take longer than running it.
    env.cr.execute("SET LOCAL jit = off")
    env.cr.execute(
        STATEMENT,
        {"program": program.id, "uid": env.uid, "tz": env.company.legal_tz},
    )


def _count(bench, role):
    with bench.environment(role) as env:
        return env["legal.assignment"].search_count([])


def _rows(env):
    env.cr.execute(
        """
        SELECT e.assignment_id, e.score, e.grade, e.months, e.date_from, e.date_to,
               e.state, e.village_code, l.criterion_id, l.score, l.max_score, l.kind,
               l.sequence, l.facts, l.village_code
          FROM legal_evaluation e JOIN legal_evaluation_line l ON l.evaluation_id = e.id
         ORDER BY e.assignment_id, l.criterion_id
        """
    )
    return env.cr.fetchall()
