"""History import: rows a second against `load()` into a table with only the fields.

The file has the days of recording, a matter for each entry, and no bad line: of each
village as many as two services a month make in a year. The peer gets ids and leaves the
matters out.
"""

import base64
import csv
import io
from datetime import date, timedelta

ROWS = 20_000
# At a small province both take fewer; `load()` takes the same time for each row.
ROWS_SMALL, LOADED_SMALL = 5_000, 500
OF_A_VILLAGE = 24
PEER_FIELDS = (
    *("reference", "assignment_id/.id", "advisor_id/.id", "village_id/.id"),
    *("township_id/.id", "program_id/.id", "company_id/.id", "place", "date"),
    *("time_start", "time_stop", "minutes", "service_mode", "service_form"),
    *("summary", "advice", "state"),
)
SUMMARY = "村民来问承包地边界不清引起争议一事"
ADVICE = "建议先到现场丈量并由各方签字"


def measure(bench):
    count, loaded = (ROWS, ROWS) if bench.percent == 100 else (ROWS_SMALL, LOADED_SMALL)
    with bench.environment("big") as env:
        services = _plan(env, bench.year, count)
    content = base64.b64encode(_write_file(services))
    rows = [_get_peer_row(*service) for service in services[:loaded]]

    def by_import(env, clock):
        with clock:
            run = env["legal.history.import"].create(
                {
                    "file": content,
                    "filename": "h.csv",
                    "basis": "纸质台账",
                    "on_error": "nothing",
                }
            )
            run.action_import()
            if run.state == "running":
                run._work_through()
            env.flush_all()
        assert run.state == "done" and run.entry_count == count, (
            run.state,
            run.error,
            run.bad_line_ids.mapped("note")[:3],
        )

    def by_load(env, clock):
        with clock:
            result = env["legal.bench.visit"].sudo().load(PEER_FIELDS, rows)
            env.flush_all()
        assert result["ids"] and len(result["ids"]) == loaded, result["messages"]

    ours, peer = bench.times("big", by_import, by_load, login="manager")
    bench.faster(f"{count} rows", ours, peer * count / loaded, at_least=10)
    bench.note(f"{count / ours:.0f} rows a second, peer {loaded / peer:.0f}")


def _plan(env, year, count):
    """Services at an hour in which the province has none.

    :return: tuples of a number, an assignment's columns and a day
    """
    env.cr.execute(
        """
        SELECT a.id, a.advisor_id, a.village_id, a.township_id, a.program_id,
               a.company_id, v.code, d.licence_number
          FROM legal_assignment a
          JOIN legal_village v ON v.id = a.village_id
          JOIN legal_advisor d ON d.id = a.advisor_id
         ORDER BY a.id
        """
    )
    served = env.cr.fetchall()[: -(-count // OF_A_VILLAGE)]
    taken, services = {}, []
    for number in range(count):
        assignment = served[number % len(served)]
        advisor_id = assignment[1]
        taken[advisor_id] = taken.get(advisor_id, 0) + 1
        day = date(year, 1, 1) + timedelta(days=taken[advisor_id])
        services.append((number, assignment, day))
    return services


def _write_file(services):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        (
            *("village_code", "licence_number", "date", "time_start", "time_stop"),
            *("mode", "place", "category", "summary", "advice", "recorded_date"),
            "confirmed_date",
        )
    )
    for _number, (*_ids, code, licence), day in services:
        writer.writerow(
            (
                *(code, licence, day, "6:00", "6:50", "on_site", "村委会"),
                *("consultation", SUMMARY, ADVICE, day + timedelta(days=1)),
                day + timedelta(days=2),
            )
        )
    return text.getvalue().encode()


def _get_peer_row(number, assignment, day):
    return [
        f"R{number}",
        *map(str, assignment[:6]),
        *("村委会", str(day), f"{day} 06:00:00", f"{day} 06:50:00", "50"),
        *("on_site", "fixed", SUMMARY, ADVICE, "confirmed"),
    ]
