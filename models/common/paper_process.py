"""Layout of many papers by processes of their own, one per processor.

A server has threads, so that a fork of it is not safe, and the start methods of
multiprocessing would load Odoo again: a program that only has WeasyPrint starts in half
a second, gives its memory back, and dies without harm.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import deque

from . import paper

# A server has more to do than papers.
PROCESSES = min(os.cpu_count() or 1, 4)
# What goes to the log of a layout that failed.
TOLD_CHARACTERS = 2000


class LayoutError(Exception):
    """A layout that failed; its text is the end of what the program said."""


def lay_out_each(chunks):
    """Lay out chunks side by side, and give their PDF files in order.

    The next chunk is taken from the iterable when a process is free for it. Closing
    the generator ends the processes.

    :param chunks: iterable of lists of whole HTML documents
    :return: generator of bytes
    :raises LayoutError:
    """
    running = deque()
    try:
        for documents in chunks:
            running.append(_Layout(documents))
            if len(running) == PROCESSES:
                yield running.popleft().get_content()
        while running:
            yield running.popleft().get_content()
    finally:
        for layout in running:
            layout.kill()


def lay_out_archive(documents):
    """Lay documents out as PDF/A by a process of its own.

    Fonts of a few dozen volumes would take all the memory that a server may have.

    :param list[str] documents: whole HTML documents, at least one
    :return: the PDF and the number of its pages
    :rtype: tuple[bytes, int]
    :raises LayoutError:
    """
    page_count, _newline, content = (
        _Layout(documents, paper.ARCHIVE).get_content().partition(b"\n")
    )
    return content, int(page_count)


class _Layout:
    """One program at work; files, not pipes, so that nobody waits for a reader."""

    def __init__(self, documents, *arguments):
        self._output, self._errors = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        with tempfile.TemporaryFile() as source:
            source.write(json.dumps(documents).encode())
            source.seek(0)
            self._process = subprocess.Popen(
                [sys.executable, paper.__file__, *arguments],
                stdin=source,
                stdout=self._output,
                stderr=self._errors,
                env={
                    **os.environ,
                    # The packages that the server found, and not this folder's.
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                    "PYTHONSAFEPATH": "1",
                },
            )

    def get_content(self):
        with self._output, self._errors:
            try:
                failed = self._process.wait()
            except BaseException:
                self.kill()
                raise
            source = self._errors if failed else self._output
            source.seek(0)
            content = source.read()
        if failed:
            raise LayoutError(content.decode(errors="replace")[-TOLD_CHARACTERS:])
        return content

    def kill(self):
        self._process.kill()
        self._process.wait()
