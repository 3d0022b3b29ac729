"""Statements of a transaction, counted."""

import threading
from contextlib import contextmanager

WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def count_writes():
    """The writing statements of this thread, as they come."""
    writes = []

    def hook(_cr, query, _params, _start, _delay):
        word = str(query).lstrip().split(None, 1)[0].upper()
        if word in WRITES:
            writes.append(word)

    thread = threading.current_thread()
    hooks = getattr(thread, "query_hooks", ())
    thread.query_hooks = (*hooks, hook)
    try:
        yield writes
    finally:
        thread.query_hooks = hooks
