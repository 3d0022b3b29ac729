"""Roster import: villages, townships and committees against `load()` of the same file.

The peer loads townships and villages into tables with only the fields, the township by
its code, as the file has it. It makes no committees.
"""

import base64
from datetime import date

from ..province import VILLAGES
from ..province.roster import read_roster, read_rows


def measure(bench):
    count = VILLAGES * bench.percent // 100
    content = base64.b64encode(read_roster(count).encode())
    rows = read_rows(count)

    def by_import(env, clock):
        wizard = env["legal.roster.import"].create(
            {"file": content, "in_scope_from": date(bench.year, 1, 1)}
        )
        with clock:
            wizard.action_import()
            env.flush_all()
        assert wizard.village_new_count == count, wizard.error_ids.mapped("note")
        villages = env["legal.village"].search([])
        assert len(villages) == len(villages.partner_id) == count

    def by_load(env, clock):
        townships = {
            row["township_code"]: (
                row["township_code"],
                row["township_name"],
                row["county_code"],
                row["county_name"],
            )
            for row in rows
        }
        with clock:
            _load(
                env["legal.bench.township"],
                ["code", "name", "county_code", "county_name"],
                list(townships.values()),
            )
            _load(
                env["legal.bench.village"],
                ["code", "name", "township_id"],
                [(row["code"], row["name"], row["township_code"]) for row in rows],
            )
            env.flush_all()

    ours, peer = bench.times("bare", by_import, by_load)
    bench.faster(f"{count} villages", ours, peer, at_least=3)


def _load(model, names, rows):
    result = model.load(names, rows)
    assert result["ids"] and len(result["ids"]) == len(rows), result["messages"]
