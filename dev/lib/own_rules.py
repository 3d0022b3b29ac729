"""Rules of this project that no tool knows."""

import re

from . import testing
from .places import PROJECT, project_files

# A reader finds things in files that fit the head.
LONG, TOO_LONG = 250, 300

# Written so that this file does not find itself.
FORBIDDEN = (
    (r"\b(TOD[O]|FIXM[E]|XX[X])\b", "unfinished work"),
    (r"\bbreakpoint\(\)|\bpdb\.set_[t]race", "a debugger left behind"),
    (r"(^|[\s\"'(=])/(work|farm|root|home/\w+|Users/\w+)/", "a path of one machine"),
    (
        r"https?://[\w.-]*(debian|pypi|pythonhosted|npmjs|npmmirror)[\w-]*\.",
        "a package registry's address",
    ),
)


def messages():
    """Everything that must not be, as `file:line: what`."""
    found = [
        f"{path}: another test file has this name, Odoo's loader keeps only one"
        for path in testing.repeated_names()
    ]
    for path in project_files():
        lines = _lines(path)
        found += [
            f"{path}:{number}: {what}"
            for number, line in enumerate(lines, 1)
            for pattern, what in FORBIDDEN
            if re.search(pattern, line)
        ]
        if _is_code(path) and len(lines) > TOO_LONG:
            found.append(f"{path}: {len(lines)} lines, more than {TOO_LONG}")
    return found


def remarks():
    """What should be looked at before it grows."""
    return [
        f"{path}: {count} lines, more than {LONG}"
        for path in project_files()
        if _is_code(path) and LONG < (count := len(_lines(path))) <= TOO_LONG
    ]


def _is_code(path):
    return path.suffix == ".py" and path.parts[0] not in ("tests", "benchmarks")


def _lines(path):
    try:
        return (PROJECT / path).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
