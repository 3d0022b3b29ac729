"""Runs tests that Odoo's own test runner cannot run, for dev/test to count.

Three kinds, all after Odoo's suite, in a Python with Odoo and the module on its path:

* `tests/concurrency/*.py`: plain unittest modules for what only shows when several
  processes commit for real. Their files are not named `test_...` and nothing imports
  them, else Odoo would want to run them too. `dev/inside/copies.py` makes databases and
  processes for them: read it before you write one.
* `tests/upgrade/*.py`: databases of published versions, upgraded by real processes.
* the doctests of the module's Python files.

The arguments name the folders to run, "doctests" among them; without one, all is run.
"""

import doctest
import importlib
import json
import os
import sys
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
MODULE = "village_legal_advisor"
FOLDERS = ("concurrency", "upgrade")


class Noting(unittest.TextTestResult):
    """Writes the same events as record_tests.py does in Odoo."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.events = open(
            os.environ["VLA_TEST_EVENTS"], "a", buffering=1, encoding="utf-8"
        )

    def note(self, event, test, text=""):
        line = {"event": event, "test": test.id(), "text": text}
        self.events.write(json.dumps(line) + "\n")

    def startTest(self, test):
        super().startTest(test)
        self.note("start", test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note("failed", test)

    def addError(self, test, err):
        super().addError(test, err)
        self.note("failed", test)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.note("failed", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.note("skipped", test, reason)


def _suite(kinds):
    suite = unittest.TestSuite()
    for folder in set(FOLDERS) & kinds:
        sys.path.append(str(PROJECT / "tests" / folder))
        for path in sorted((PROJECT / "tests" / folder).glob("*.py")):
            if path.stem != "__init__":
                module = importlib.import_module(path.stem)
                suite.addTests(unittest.defaultTestLoader.loadTestsFromModule(module))
    if "doctests" in kinds:
        suite.addTests(_doctests())
    return suite


def _doctests():
    suite = unittest.TestSuite()
    for path in sorted(PROJECT.glob("*/**/*.py")):
        inside = path.relative_to(PROJECT).with_suffix("").parts
        own_room = inside[0] not in ("tests", "dev", "benchmarks", "migrations")
        if own_room and ">>> " in path.read_text(encoding="utf-8"):
            name = ".".join(("odoo.addons", MODULE, *inside))
            suite.addTests(doctest.DocTestSuite(importlib.import_module(name)))
    return suite


if __name__ == "__main__":
    from odoo.modules.module import initialize_sys_path
    from odoo.tools import config

    config.parse_config(
        [
            f"--addons-path={os.environ['VLA_ADDONS']}",
            f"--data-dir={os.environ['VLA_DATA']}",
            "--http-interface=127.0.0.1",
            # an error that a test expects is not news
            "--log-level=critical",
        ],
        setup_logging=True,
    )
    initialize_sys_path()
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Noting)
    suite = _suite(set(sys.argv[1:]) or {*FOLDERS, "doctests"})
    sys.exit(not runner.run(suite).wasSuccessful())
