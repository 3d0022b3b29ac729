"""The databases that dev/bench measures in, kept in the server as templates.

`bare` has the module and the bench-only models; each province is built upon a copy of
it. What they are made of is part of their names: a change of the module's models or of
the builder makes new ones, and the old ones go.
"""

import json
import shutil
import subprocess

from . import postgres, template
from .console import Problem, step
from .odoo import INSIDE, Odoo
from .places import CACHE, MODULE, PROJECT, digest, locked, project_files

ADDONS = PROJECT / "benchmarks" / "addons"
PEER_MODULE = "legal_bench"
PREFIX = "vla_bench_"
# What the tables, their content and the papers are made of.
SOURCES = ("data", "models", "reports", "security", "wizards", "__manifest__.py")
BUILDERS = ("data", "province")
# What one province has, in hundredths of a whole one.
WHOLE, TENTH, HUNDREDTH = 100, 10, 1


class Bench(Odoo):
    """Odoo that finds the bench-only models too."""

    def _addons_path(self):
        return [*super()._addons_path(), str(ADDONS)]

    @property
    def environment(self):
        return {
            **super().environment,
            "VLA_ADDONS": ",".join(self._addons_path()),
            "VLA_DATA": str(self.data),
        }


def ready(year, percents, rebuild=False):
    """The names of the databases, made where they are lacking.

    :param int year: the program year of the provinces
    :param percents: sizes of the provinces that are needed
    :return: {"bare": name, size: name}
    """
    builder = Bench(CACHE / "bench")
    with locked("bench"):
        bare = digest(builder.tree.identity, *_files(SOURCES, ("addons",)))
        built = digest(bare, year, *_files((), BUILDERS))
        names = {"bare": f"{PREFIX}{bare}"}
        names |= {percent: f"{PREFIX}{built}_{percent}" for percent in percents}
        existing = {name for name in postgres.databases() if name.startswith(PREFIX)}
        for name in sorted(existing):
            # The same province in another size stays too.
            is_current = name == names["bare"] or name.startswith(f"{PREFIX}{built}_")
            if rebuild or not is_current or name.endswith("_draft"):
                postgres.drop(name)
                shutil.rmtree(builder.filestore(name), ignore_errors=True)
                existing.remove(name)
        if names["bare"] not in existing:
            _build_bare(builder, names["bare"])
        for percent in percents:
            if names[percent] not in existing:
                _build_province(builder, names["bare"], names[percent], percent, year)
    return names


def copy(bench, source, database, is_big=False):
    """Make a database that a run may spoil."""
    postgres.drop(database)
    # Through the log a province would take minutes; a small database takes longer by
    # files, because that waits for checkpoints.
    strategy = "file_copy" if is_big else "wal_log"
    postgres.query(
        f'CREATE DATABASE "{database}" TEMPLATE "{source}" STRATEGY {strategy}'
    )
    bench.copy_files(CACHE / "bench" / "filestore" / source, database)


def _files(of_module, of_benchmarks):
    """What is in folders of the module and of benchmarks/, for a digest."""
    for path in project_files():
        parts = path.parts
        if parts[0] in of_module or (
            parts[0] == "benchmarks" and parts[1] in of_benchmarks
        ):
            yield str(path)
            yield PROJECT / path


def _build_bare(builder, name):
    draft = f"{name}_draft"
    template.ready(builder).copy(builder, draft)
    step(f"installing {MODULE} and the bench-only models")
    builder.install(draft, [MODULE, PEER_MODULE])
    _keep(builder, draft, name)


def _build_province(builder, bare, name, percent, year):
    draft = f"{name}_draft"
    copy(builder, bare, draft)
    step(f"building {percent} % of a province")
    order = json.dumps({"build": draft, "percent": percent, "year": year})
    if run_inside(builder, order):
        raise Problem("The province could not be built.")
    _keep(builder, draft, name)


def _keep(builder, draft, name):
    postgres.rename(draft, name)
    files = builder.filestore(name)
    shutil.rmtree(files, ignore_errors=True)
    builder.filestore(draft).mkdir(parents=True, exist_ok=True)
    builder.filestore(draft).rename(files)


def run_inside(bench, order):
    """Run dev/inside/run_bench.py with an order, its output shown.

    :return: the exit code
    """
    command = [str(bench.python), str(INSIDE / "run_bench.py")]
    return subprocess.run(
        command,
        env={**bench.environment, "VLA_BENCH": order},
        cwd=PROJECT,
        check=False,
    ).returncode
