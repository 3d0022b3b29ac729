"""Taking times, comparing them with bounds, telling it."""

import gc
import statistics
import sys
import time
from contextlib import contextmanager

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry

TIMES = 3


def say(text):
    """A line for who waits for the figures."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Clock:
    """Takes the time of what runs inside, and of nothing around it."""

    def __init__(self):
        self.seconds = 0.0

    def __enter__(self):
        # Once: many short works in one clock would be all collecting.
        if not self.seconds:
            gc.collect()
        self._started = time.perf_counter()
        return self

    def __exit__(self, *_error):
        self.seconds += time.perf_counter() - self._started


class Bench:
    """One run: its databases, and how many bounds were kept."""

    def __init__(self, order):
        self.databases = order["databases"]
        self.percent = order["percent"]
        self.year = order["year"]
        self.within = self.missed = 0

    @contextmanager
    def environment(self, role, login=None, commit=False, **context):
        """An environment whose transaction is rolled back at the end.

        :param str role: of the database: "bare", "little", "big"
        :param str login: the user, else the superuser
        """
        registry = Registry(self.databases[role])
        with registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, context)
            if login:
                user = env["res.users"].search([("login", "=", login)])
                env = env(user=user, su=False, context=dict(context, lang=user.lang))
            yield env
            if commit:
                env.flush_all()
            else:
                cr.rollback()

    def times(self, role, *works, login=None, times=TIMES, **context):
        """Median seconds of several works, run in turn.

        Each work is a function of an environment and a clock, and runs in a
        transaction of its own, which is rolled back.

        :return: a list of seconds
        """
        taken = [[] for _work in works]
        for _round in range(times):
            for work, seconds in zip(works, taken, strict=True):
                with self.environment(role, login=login, **context) as env:
                    clock = Clock()
                    work(env, clock)
                    seconds.append(clock.seconds)
        return [statistics.median(seconds) for seconds in taken]

    # === Telling ===

    def begin(self, title):
        say(f"\n{title}")

    def note(self, text):
        say(f"          {text}")

    def faster(self, name, ours, peer, at_least):
        """A bound of the kind "at least so many times as fast"."""
        ratio = peer / ours
        self._tell(name, ours, peer, f"{ratio:.2f} times as fast", ratio >= at_least)
        self.note(f"bound: at least {at_least:g} times")

    def slower(self, name, ours, peer, at_most, or_seconds=0.0):
        """A bound of the kind "takes at most so many times as long".

        :param float or_seconds: kept also when ours takes at most this
        """
        ratio = ours / peer
        kept = ratio <= at_most or ours <= or_seconds
        self._tell(name, ours, peer, f"{ratio:.2f} times as long", kept)
        beside = f" or {or_seconds * 1000:g} ms" if or_seconds else ""
        self.note(f"bound: at most {at_most:g} times{beside}")

    def takes(self, name, seconds, at_most):
        """A bound in seconds."""
        self._tell(name, seconds, None, "", seconds <= at_most)
        self.note(f"bound: at most {at_most * 1000:g} ms")

    def holds(self, name, is_kept, found):
        """A bound that is no time."""
        self._verdict(is_kept, f"{name}: {found}")

    def absent(self, name, why):
        """A goal that nothing in the module serves yet; it counts as missed."""
        self._verdict(False, f"{name}: not built: {why}")

    def _tell(self, name, ours, peer, ratio, is_kept):
        figures = f"{name}: {_show(ours)}"
        if peer is not None:
            figures += f", peer {_show(peer)}: {ratio}"
        self._verdict(is_kept, figures)

    def _verdict(self, is_kept, text):
        if is_kept:
            self.within += 1
        else:
            self.missed += 1
        say(f"  {'within' if is_kept else 'MISSED'}  {text}")


def _show(seconds):
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"
