"""Measures goals one by one and counts which were reached."""

import importlib
import logging
import time

from .bench import Bench, say
from .goals import ORDER

# WeasyPrint names every step; the log is for what goes wrong.
logging.getLogger("weasyprint").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


def main(order):
    """Measure goals, all of them or those of ``only``.

    :param dict order: ``databases`` by role, ``only``, ``percent``, ``year``
    :return: the exit code
    """
    unknown = set(order["only"]) - set(ORDER)
    if unknown:
        say(f"No such goal: {', '.join(sorted(unknown))}. Known: {', '.join(ORDER)}")
        return 2
    bench = Bench(order)
    for name in order["only"] or ORDER:
        goal = importlib.import_module(f".goals.{name}", __package__)
        bench.begin(goal.__doc__.splitlines()[0])
        began = time.perf_counter()
        goal.measure(bench)
        bench.note(f"measured in {time.perf_counter() - began:.0f} s")
    say(f"{bench.within} within, {bench.missed} missed")
    return int(bool(bench.missed))
