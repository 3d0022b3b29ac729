"""Confirming: a thousand entries in one call against a call for each.

A bureau officer confirms disputed entries of the year. Of the calls one by one at a
small province only some are made, and their time is taken times. They are made in one
transaction, which has to be rolled back, and grow slower with what it has written; one
single call is timed in transactions of its own, as a request is one.
"""

COUNT = 1000
SINGLE_SMALL = 50
REQUESTS = 15


def measure(bench):
    single = COUNT if bench.percent == 100 else SINGLE_SMALL

    def find(env):
        visits = env["legal.visit"].search(
            [("state", "=", "disputed")], limit=COUNT, order="id"
        )
        assert len(visits) == COUNT
        env.invalidate_all()
        return visits

    def at_once(env, clock):
        visits = find(env)
        with clock:
            _confirm(env, visits)

    def one_by_one(env, clock):
        visits = find(env)
        for visit in visits[:single]:
            # Each call is a request: nothing is known from the one before.
            env.invalidate_all()
            with clock:
                _confirm(env, visit)

    def one(env, clock):
        visit = find(env)[:1]
        with clock:
            _confirm(env, visit)

    ours, peer = bench.times("big", at_once, one_by_one, login="officer")
    bench.faster(f"{COUNT} entries", ours, peer * COUNT / single, at_least=8)
    (request,) = bench.times("big", one, login="officer", times=REQUESTS)
    bench.takes("one call for one entry", request, 0.05)


def _confirm(env, visits):
    visits.action_confirm(kind="township", answer="经核实属实")
    env.flush_all()
