"""Finding the tests, and reading the outcome of a run of them."""

import ast
import json
import re
from collections import Counter

from .places import MODULE, PROJECT

TESTS = PROJECT / "tests"
# Plain unittest, run after Odoo's own (see dev/inside/run_plain_tests.py).
PLAIN = frozenset({"concurrency", "upgrade", "doctests"})

# Lines of Odoo's log that are nobody's fault here: (pattern, why).
NOT_OURS = ()

LOG_LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+?): (?P<text>.*)"
)
STARTED = re.compile(r"Starting (?P<test_class>\w+)\.\w+ \.\.\.")
# Said again at the end of a run, after each failure has been named.
_SUMMARIES = ("odoo.tests.result", "odoo.modules.loading", "odoo.service.server")


def methods():
    """Every test method of the Odoo suite, as Odoo identifies it, and its file."""
    found = {}
    for path in sorted(TESTS.rglob("*.py")):
        inside = path.relative_to(PROJECT).with_suffix("")
        if PLAIN & set(inside.parts):
            continue
        name = ".".join(("odoo.addons", MODULE, *inside.parts))
        classes = [
            node
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.ClassDef)
        ]
        for node in classes:
            for runner in _runners(node, classes):
                for item in node.body:
                    if isinstance(
                        item, ast.FunctionDef | ast.AsyncFunctionDef
                    ) and item.name.startswith("test"):
                        found[f"{name}.{runner}.{item.name}"] = path
    return found


def _runners(node, classes):
    """The names under which a class's tests run.

    Cases that several classes share stand in a class without bases: no test runner
    takes it by itself, only the classes of its file that build on it.
    """
    if node.bases:
        return [node.name]
    heirs = [
        other.name
        for other in classes
        if any(
            isinstance(base, ast.Name) and base.id == node.name for base in other.bases
        )
    ]
    return heirs or [node.name]


def repeated_names():
    """Names that several test files bear: Odoo's loader would keep one of them only."""
    counts = Counter(path.name for path in TESTS.rglob("test_*.py"))
    return sorted(name for name, count in counts.items() if count > 1)


def selection(words):
    """Odoo's test tags for the words given to dev/test.

    A word is a test tag of Odoo (`/module:Class.method`, `:Class`, `.method`), or the
    name of a folder, file or class of tests (`roster`, `test_import`, `TestImport`).
    """
    return ",".join(tag for word in words for tag in _tags(word))


def _tags(word):
    if re.search(r"[/:.,+-]", word):
        yield word if "/" in word else f"/{MODULE}{word}"
        return
    files = [
        path
        for path in TESTS.rglob("test_*.py")
        if word in (path.stem, path.stem.removeprefix("test_"), path.parent.name)
    ]
    if files:
        for path in files:
            yield f"/{MODULE}/{path.relative_to(PROJECT).as_posix()}"
    else:
        yield f"/{MODULE}:{word}"


class Outcome:
    """What a run of tests came to."""

    def __init__(self):
        self.ran = set()
        self.failed = set()
        self.skipped = {}
        self.browsers = 0
        # Whatever else must not happen: sentences.
        self.complaints = []

    @property
    def passed(self):
        return self.ran - self.failed - set(self.skipped)

    def __str__(self):
        return (
            f"{len(self.passed)} passed, {len(self.failed)} failed, "
            f"{len(self.skipped)} skipped"
        )

    def read_events(self, path):
        """Add what dev/inside/record_tests.py has written."""
        if not path.exists():
            return
        for line in path.read_text(encoding="utf-8").splitlines():
            happened = json.loads(line)
            event, test = happened["event"], happened["test"]
            if event == "start":
                self.ran.add(test)
            elif event == "failed":
                self.failed.add(test)
            elif event == "skipped":
                self.skipped[test] = happened["text"]
            elif event == "browser":
                self.browsers += 1
            elif event == "outside":
                self.complaints.append(f"{test} left this machine: {happened['text']}")

    def require_all(self):
        """A method that was found but not run counts as failed: a whole run only."""
        ended = {
            match[1]: name
            for name in {*self.failed, *self.skipped}
            if (match := re.match(r"setUpClass \((.+)\)", name))
        }
        for test in sorted(set(methods()) - self.ran):
            set_up = ended.get(test.rpartition(".")[0])
            if set_up in self.skipped:
                self.skipped[test] = self.skipped[set_up]
            else:
                self.failed.add(test)
                if not set_up:
                    self.complaints.append(f"{test} was found but did not run.")
        # in the class's place stand its methods now
        for set_up in ended.values():
            self.failed.discard(set_up)
            self.skipped.pop(set_up, None)
        if not self.browsers:
            self.complaints.append("No browser test ran to its end.")

    def read_log(self, path):
        """Add the warnings and errors of Odoo's log, failed tests apart."""
        for level, logger, text in records(path):
            if level not in ("WARNING", "ERROR", "CRITICAL"):
                continue
            if any(re.search(pattern, text) for pattern, _why in NOT_OURS):
                continue
            is_test = re.match(r"(FAIL|ERROR): ", text)
            if self.failed and (is_test or logger in _SUMMARIES):
                continue
            self.complaints.append(f"Odoo's log: {level} {logger}: {text.strip()}")


def records(path):
    """The log's records as (level, logger, text with all its lines)."""
    record = None
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        start = LOG_LINE.match(line)
        if start:
            if record:
                yield tuple(record)
            record = [start["level"], start["logger"], start["text"]]
        elif record:
            record[2] += f"\n{line}"
    if record:
        yield tuple(record)
