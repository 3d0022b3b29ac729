"""Databases and processes for the tests in tests/concurrency.

What only shows when several processes commit for real cannot be tried in one of Odoo's
test transactions. A module in tests/concurrency is plain unittest with `import copies`:

    class TestCap(copies.CopyCase):
        def test_two_deployments_at_once_keep_the_cap(self):
            with self.environment() as env:     # commits at the end
                village = env["legal.village"].create({...})

            def activate(env, assignment_id):
                env["legal.assignment"].browse(assignment_id).action_activate()

            first, second = self.together((activate, 1), (activate, 2))
            self.assertEqual([first.error, second.error], [None, "ValidationError"])

`dev/test` runs them after Odoo's suite and counts them; `dev/test concurrency` runs
only these. Every test method has a database of its own: a copy, made in a fraction of a
second, of one with the module installed and no sample. Functions are called as the web
calls methods: tried again after a serialization failure, committed at the end.

The environment of the process names what it works on: VLA_DATABASE (the database that
is copied), VLA_TEMPLATE and VLA_TEMPLATE_FILES (one without the module), VLA_DATA
(Odoo's data folder), VLA_ADDONS, and PGHOST and PGUSER for the
server.
"""

import contextlib
import multiprocessing
import os
import shutil
import time
import traceback
import unittest
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2

import odoo.sql_db
from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.service.model import retrying

_SOURCE = os.environ.get("VLA_DATABASE", "")
# Forked processes have the loaded registry at once, and run any function.
_fork = multiprocessing.get_context("fork")


class Ended(NamedTuple):
    """How a process ended: with the function's value, or the error that it raised."""

    value: Any = None
    error: str | None = None
    message: str = ""


class CopyCase(unittest.TestCase):
    """A database of its own for every test method."""

    _copies = 0

    def setUp(self):
        super().setUp()
        CopyCase._copies += 1
        self.database = f"{_SOURCE}_{CopyCase._copies}"
        create(self.database, _SOURCE)
        self.addCleanup(drop, self.database)
        files = Path(os.environ["VLA_DATA"]) / "filestore"
        if (files / _SOURCE).is_dir():
            shutil.copytree(files / _SOURCE, files / self.database)
        self.registry = Registry(self.database)
        self.addCleanup(Registry.delete, self.database)
        self.addCleanup(odoo.sql_db.close_db, self.database)

    @contextlib.contextmanager
    def environment(self, uid=SUPERUSER_ID, **context):
        """An environment on the copy, committed at the end of the block."""
        with self.registry.cursor() as cr:
            yield Environment(cr, uid, context)

    def start(self, function, *args, uid=SUPERUSER_ID, at=0.0):
        """Call ``function(env, *args)`` in a process of its own.

        :param at: the moment (of time.time) to begin, so that several begin together
        :rtype: Running
        """
        return Running(self.database, function, args, uid, at)

    def together(self, *calls, uid=SUPERUSER_ID):
        """Call several functions at the same moment, each in a process of its own.

        :param calls: tuples of a function and its arguments after the environment
        :rtype: list[Ended]
        """
        moment = time.time() + 0.3
        processes = [self.start(*call, uid=uid, at=moment) for call in calls]
        return [process.end() for process in processes]

    def in_rounds(self, first, second, rounds, pairs=20):
        """Play rounds in which two functions are called at the same moment.

        Several pairs of processes play at once, each its share of the rounds: while one
        pair waits to try again, the others go on.

        :param first: a function, called with the environment and a round's first item
        :param second: likewise, with the second item
        :param rounds: pairs of items
        :return: pairs of `Ended`, in the order of the rounds
        """
        shares = [rounds[start::pairs] for start in range(min(pairs, len(rounds)))]
        playing = []
        # A barrier that nobody here refers to would give its memory to the next one.
        barriers = [_fork.Barrier(2) for _share in shares]
        for barrier, share in zip(barriers, shares, strict=True):
            playing.append(
                tuple(
                    Running(
                        self.database,
                        _play,
                        (barrier, function, [items[side] for items in share]),
                        SUPERUSER_ID,
                        target=_work_in_rounds,
                    )
                    for side, function in enumerate((first, second))
                )
            )
        ended = [None] * len(rounds)
        for start, pair in enumerate(playing):
            values = [process.end(patience=240) for process in pair]
            for value in values:
                if value.error:
                    raise AssertionError(value.message)
            ended[start::pairs] = zip(
                *([Ended(*each) for each in value.value] for value in values),
                strict=True,
            )
        return ended


class Running:
    """A process at work on a copy."""

    def __init__(self, database, function, args, uid, at=0.0, target=None):
        self._receiver, sender = _fork.Pipe(duplex=False)
        self._process = _fork.Process(
            target=target or _work, args=(sender, database, function, args, uid, at)
        )
        self._process.start()
        sender.close()

    def kill(self):
        """End the process as a power cut would, with no chance to tidy up."""
        self._process.kill()
        self._process.join()

    def end(self, patience=60):
        """Wait for the end.

        :rtype: Ended
        """
        try:
            if not self._receiver.poll(patience):
                self.kill()
                return Ended(
                    error="Timeout", message=f"still at work after {patience} s"
                )
            return Ended(*self._receiver.recv())
        except EOFError:
            return Ended(error="Killed")
        finally:
            self._process.join()


def _play(registry, uid, barrier, function, items):
    """One side of a pair: every round in a transaction of its own."""
    ended = []
    for item in items:
        barrier.wait(timeout=120)
        try:
            with registry.cursor() as cr:
                env = Environment(cr, uid, {})
                value = retrying(lambda: function(env, item), env)  # noqa: B023
            ended.append((value, None, ""))
        except Exception as error:
            ended.append((None, type(error).__name__, str(error)))
    return ended


def _work_in_rounds(sender, database, function, args, uid, _at):
    registry = _own_registry(database)
    try:
        sender.send((function(registry, uid, *args), None, ""))
    except Exception as error:
        sender.send((None, type(error).__name__, traceback.format_exc()))
    finally:
        sender.close()
        os._exit(0)


def _own_registry(database):
    registry = Registry(database)
    # the connections that were inherited are the other process's
    odoo.sql_db._Pool = None
    registry._db = odoo.sql_db.db_connect(database)
    return registry


def _work(sender, database, function, args, uid, at):
    registry = _own_registry(database)
    try:
        time.sleep(max(0.0, at - time.time()))
        with registry.cursor() as cr:
            env = Environment(cr, uid, {})
            value = retrying(lambda: function(env, *args), env)
        sender.send((value, None, ""))
    except Exception as error:
        message = f"{error}\n{traceback.format_exc()}"
        sender.send((None, type(error).__name__, message))
    finally:
        sender.close()
        os._exit(0)


def create(name, template):
    """Make a database as a copy of another one."""
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    """Remove a database made by `create`."""
    # the processes that were killed may have left connections; see postgres.drop()
    _on_server(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND usename = current_user"
    )
    _on_server(f'DROP DATABASE "{name}"')


def _on_server(statement):
    connection = psycopg2.connect(dbname="postgres")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
