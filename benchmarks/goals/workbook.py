"""Workbook: the year's hours of all villages against Odoo's export of the same rows.

The export reads records that have a field for every column already; ours sums them up
from the months. The memory of a workbook must not grow with its rows.
"""

import io
import json
import tempfile
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

from openpyxl import load_workbook

from odoo.http import _request_stack

from odoo.addons.web.controllers.export import ExcelExport

from ...controllers.sheet import write_sheet

MODEL = "legal.bench.hours"
# Bytes that may be in use beyond those before, for any number of villages.
MEMORY = 32 << 20


def measure(bench):
    with bench.environment("big", commit=True) as env:
        count = _fill(env)

    def by_product(env, clock):
        with clock, tempfile.TemporaryFile() as target:
            written = _write(env, target)
        # The last one is the total.
        assert written == count + 1, (written, count)

    def by_export(env, clock):
        with clock:
            content = _export(env(su=True))
        assert len(content) > count

    with bench.environment("big", login="officer") as env:
        kept, resident = _get_memory(env)
    bench.holds(
        f"memory for {count} villages",
        kept <= MEMORY,
        f"{kept / 2**20:.1f} MB of Python's at most, "
        f"resident {resident / 2**20:.1f} MB more (at most: {MEMORY >> 20} MB Python)",
    )
    with bench.environment("little", login="officer") as env:
        target = io.BytesIO()
        _write(env, target)
        ours = _read(target, 3)[:-1]
        _fill(env)
        theirs = _read(io.BytesIO(_export(env(su=True))), 2)
    bench.holds(
        "the export's rows", ours == theirs and bool(ours), f"{len(ours)} the same"
    )
    ours, peer = bench.times("big", by_product, by_export, login="officer")
    bench.faster(f"{count} villages", ours, peer, at_least=5)


def _write(env, target):
    months = env["legal.village.month"]
    program = env["legal.program"].search([])
    columns = months._get_year_columns()
    return write_sheet(
        target, "Hours", "Hours", columns, months._get_year_rows(program)
    )


def _fill(env):
    """Make the records that Odoo exports, of the same rows.

    :return: how many
    """
    names = _get_names(env)
    months = env["legal.village.month"]
    *rows, _total = months._get_year_rows(env["legal.program"].search([]))
    env[MODEL].sudo().create([dict(zip(names, row, strict=True)) for row in rows])
    env.flush_all()
    return len(rows)


def _get_names(env):
    return [
        name
        for name, field in env[MODEL]._fields.items()
        if field.store and name != "id" and field.type in ("char", "float", "integer")
    ]


def _export(env):
    names = _get_names(env)
    info = env[MODEL].fields_get(names)
    order = {
        "model": MODEL,
        "fields": [
            {"name": name, "label": info[name]["string"], "type": info[name]["type"]}
            for name in names
        ],
        "ids": False,
        "domain": [],
        "import_compat": False,
    }
    # What the controller asks of a request.
    _request_stack.push(
        SimpleNamespace(
            env=env,
            httprequest=SimpleNamespace(environ={"REMOTE_ADDR": ""}),
            make_response=lambda content, headers: content,
        )
    )
    try:
        return ExcelExport().base(json.dumps(order))
    finally:
        _request_stack.pop()


def _read(target, first):
    sheet = load_workbook(target, read_only=True).active
    # Odoo writes a month without a row as 0.
    return [
        [value or 0 for value in row]
        for row in sheet.iter_rows(min_row=first, values_only=True)
    ]


def _get_memory(env):
    """What Python had in use at most, and how far the process grew.

    :return: two numbers of bytes, beyond what there was before
    """
    # Linux forgets the highest value until now.
    Path("/proc/self/clear_refs").write_text("5")
    before = _read_status("VmRSS")
    with tempfile.TemporaryFile() as target:
        _write(env, target)
    resident = _read_status("VmHWM") - before
    env.invalidate_all()
    tracemalloc.start()
    try:
        with tempfile.TemporaryFile() as target:
            _write(env, target)
        return tracemalloc.get_traced_memory()[1], resident
    finally:
        tracemalloc.stop()


def _read_status(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise KeyError(name)
