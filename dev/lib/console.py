"""Progress and messages for people, and subprocesses whose failure explains itself."""

import os
import shlex
import signal
import subprocess
import sys
import time

_started = time.monotonic()


class Problem(Exception):
    """Something the person at the keyboard can mend: shown without a traceback."""


def step(text):
    """Say what is being done, with the seconds since the command was started."""
    print(f"[{time.monotonic() - _started:5.0f} s] {text}", flush=True)


def run(command, **options):
    """Run a command quietly and return its output; show the end of it if it fails.

    :raises Problem: the command is missing or ended with an error
    """
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.STDOUT)
    options.setdefault("stdin", subprocess.DEVNULL if "input" not in options else None)
    if "input" in options:
        options.pop("stdin")
    shown = shlex.join(map(str, command))
    try:
        done = subprocess.run(command, text=True, check=False, **options)
    except OSError as error:
        raise Problem(f"Cannot run {shown}: {error}") from error
    if done.returncode:
        tail = "\n".join((done.stdout or "").splitlines()[-25:])
        raise Problem(f"{tail}\n\nThis command failed: {shown}")
    return done.stdout or ""


def command(main):
    """Run the ``main(arguments)`` of a command and turn its result into the exit code.

    A termination is raised like Ctrl-C, so that what was started is stopped again.
    """

    def interrupted(*_args):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupted)
    signal.signal(signal.SIGHUP, interrupted)
    try:
        code = main(sys.argv[1:])
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        code = 130
    sys.stdout.flush()
    sys.exit(code or 0)


def as_root(arguments):
    """The command line that runs ``arguments`` as root, by sudo where necessary."""
    if os.geteuid() == 0:
        return arguments
    return ["sudo", "--preserve-env=DEBIAN_FRONTEND", *arguments]
