"""Creating: a thousand entries against the same rows inserted without Python.

The peer puts the rows that the product made into the same table, so that columns,
indexes and constraints are the same.
"""

from datetime import datetime, timedelta

from psycopg2.extras import Json

from odoo.tools import SQL

BATCH = 1000


def measure(bench):
    def get_values(env):
        served = env["legal.assignment"].search([], limit=BATCH, order="id")
        start = datetime(bench.year, 3, 1, 1)
        values = []
        for place in range(BATCH):
            assignment = served[place % len(served)]
            began = start + timedelta(days=place // len(served))
            values.append(
                {
                    "assignment_id": assignment.id,
                    "date": began.date(),
                    "time_start": began,
                    "time_stop": began + timedelta(hours=2),
                    "service_mode": "on_site",
                    "place": "村委会法律顾问室",
                }
            )
        return values

    def by_product(env, clock):
        values = get_values(env)
        env.invalidate_all()
        with clock:
            visits = env["legal.visit"].create(values)
            env.flush_all()
        return visits

    with bench.environment("big", login="officer") as env:
        visits = by_product(env, _Unmeasured())
        names, rows = _read_rows(env, visits)

    def by_statement(env, clock):
        columns = SQL(", ").join(map(SQL.identifier, names)).code
        statement = f"INSERT INTO legal_visit ({columns}) VALUES %s"
        with clock:
            env.cr.execute_values(statement, rows, page_size=BATCH)

    ours, peer = bench.times("big", by_product, by_statement, login="officer", times=5)
    bench.slower(f"{BATCH} entries", ours, peer, at_most=2.5)


class _Unmeasured:
    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass


def _read_rows(env, visits):
    env.cr.execute("SELECT * FROM legal_visit WHERE id = ANY(%s)", [visits.ids])
    names = [column.name for column in env.cr.description]
    rows = [
        [Json(value) if isinstance(value, dict | list) else value for value in row]
        for row in env.cr.fetchall()
    ]
    return names, rows
