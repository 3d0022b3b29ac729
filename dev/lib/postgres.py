"""The database server: the one PGHOST names, else a private cluster in the cache.

The private one listens on a socket only, and runs while at least one command uses it.
PostgreSQL refuses to run as root; root lets Debian's user `postgres` run it.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
from pathlib import Path

from .console import Problem, run, step
from .places import CACHE, locked

ROLE = "odoo"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
max_connections = 200
shared_buffers = 256MB
work_mem = 16MB
# Nothing in here outlives the cache: a crash may lose the last moments.
synchronous_commit = off
"""


@contextlib.contextmanager
def server():
    """Keep the database server running while the block runs.

    Inside, the environment names it to everything that speaks PostgreSQL (PGHOST,
    PGUSER), so that commands need no options.
    """
    if os.environ.get("PGHOST"):
        if os.environ.get("PGUSER") == "postgres":
            raise Problem("Odoo refuses the role postgres: name another one in PGUSER.")
        os.environ.setdefault("PGUSER", ROLE)
        yield
        return
    cluster = Cluster()
    with cluster.running():
        for name in ("PGPORT", "PGPASSWORD", "PGDATABASE", "PGSERVICE"):
            os.environ.pop(name, None)
        os.environ.update(PGHOST=str(cluster.sockets), PGUSER=ROLE)
        yield


class Cluster:
    """The private cluster: its folder, its user, starting and stopping."""

    def __init__(self):
        self.owner = pwd.getpwuid(os.getuid())
        home = CACHE
        if not self.owner.pw_uid:
            self.owner = pwd.getpwnam("postgres")
            home = _open_folder(home)
        self.folder = home / "postgresql"
        self.data = self.folder / "data"
        self.sockets = self.folder / "sockets"
        versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
        self.programs = max(
            (path.parent for path in versions), key=lambda p: int(p.parent.name)
        )

    @contextlib.contextmanager
    def running(self):
        """Start the cluster if it is not running; stop it when nobody else uses it."""
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / "postgresql.users").open("w") as users:
            with locked("postgresql"):
                # waits while another command is stopping it
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            try:
                yield
            finally:
                with locked("postgresql"):
                    self._stop_if_last(users)

    def _start(self):
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if self._run_server_tool("pg_ctl", "status", check=False):
            return
        step("starting the private PostgreSQL")
        log = self.folder / "log"
        self._run_server_tool("pg_ctl", "start", "-w", "-s", "-l", log)

    def _stop_if_last(self, users):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._run_server_tool("pg_ctl", "stop", "-m", "fast", "-s", check=False)

    def _create(self):
        step(f"a private PostgreSQL cluster in {self.folder}")
        shutil.rmtree(self.folder, ignore_errors=True)
        for folder in (self.folder, self.sockets):
            folder.mkdir(parents=True, exist_ok=True)
            # who may enter the folder of the socket may use the databases
            folder.chmod(0o700)
            os.chown(folder, self.owner.pw_uid, self.owner.pw_gid)
        self._run_server_tool(
            "initdb",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=trust",
            "-N",
            "-U",
            "postgres",
        )
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS.format(sockets=self.sockets))
        role = f"CREATE ROLE {ROLE} LOGIN CREATEDB"
        run(
            [self.programs / "postgres", "--single", "-D", self.data, "postgres"],
            input=role,
            **self._as_owner(),
        )

    def _run_server_tool(self, tool, *arguments, check=True):
        command = [self.programs / tool, "-D", self.data, *arguments]
        try:
            # pg_ctl leaves the server behind, which would hold a pipe open
            output = self.folder / f"{tool}.output"
            with output.open("w") as handle:
                run(command, stdout=handle, **self._as_owner())
        except Problem as problem:
            if not check:
                return False
            raise Problem(f"{output.read_text()}{problem}") from problem
        return True

    def _as_owner(self):
        same = self.owner.pw_uid == os.getuid()
        user = (
            {}
            if same
            else {
                "user": self.owner.pw_name,
                "group": self.owner.pw_gid,
                "extra_groups": [],
            }
        )
        return {**user, "cwd": self.folder}


def _open_folder(folder):
    """``folder`` if other users may pass through it, else one of the system's caches.

    Debian closes root's home to everybody, the user `postgres` included.
    """
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if all(path.stat().st_mode & 0o001 for path in (existing, *existing.parents)):
        return folder
    return Path("/var/cache") / folder.name


def query(statement, database="postgres"):
    """The rows of a statement as lists of texts."""
    command = ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
    answer = run([*command, "-d", database, "-c", statement])
    return [line.split("\t") for line in answer.splitlines() if line]


def databases():
    """Names of all databases."""
    return {name for (name,) in query("SELECT datname FROM pg_database")}


def create(name, template="template0"):
    """Make a database, replacing one of that name."""
    drop(name)
    query(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name):
    """Remove a database, whoever of our role is connected.

    Not `WITH (FORCE)`: that one wants to end the server's own autovacuum worker too,
    and only a superuser may. The plain statement makes the worker give way.
    """
    query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND usename = current_user"
    )
    query(f'DROP DATABASE IF EXISTS "{name}"')


def rename(name, new_name):
    """Give a database another name."""
    query(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')
