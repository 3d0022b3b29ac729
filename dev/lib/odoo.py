"""How Odoo is started on a database."""

import os
import shutil
import signal
import socket
import subprocess

from . import odoo_tree, python_env
from .console import run
from .places import CACHE, DEV, MODULE, addons_folder

INSIDE = DEV / "inside"
LANGUAGE = "zh_CN"


class Odoo:
    """One Odoo with its Python and the module on its path.

    :param data: the folder of file stores and sessions; a run of its own needs its own
    """

    def __init__(self, data):
        self.tree = odoo_tree.find()
        self.python = python_env.python()
        self.data = data

    @property
    def environment(self):
        """The environment for Odoo's processes."""
        # not what configures another Odoo on this machine
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("ODOO_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        return {
            **inherited,
            "ODOO_RC": os.devnull,
            "PATH": f"{self.python.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(self.tree.path),
            # compiled files stay out of the project, and are kept: Odoo starts at twice
            # the speed with them
            "PYTHONPYCACHEPREFIX": str(CACHE / "compiled"),
            "PYTHONUNBUFFERED": "1",
            "TZ": "UTC",
        }

    def _addons_path(self):
        paths = [str(addons_folder())]
        if (self.tree.path / "addons").is_dir():
            paths.insert(0, str(self.tree.path / "addons"))
        return paths

    def command(self, subcommand, database, *arguments):
        """The command line of one of Odoo's commands on a database."""
        return [
            str(self.python),
            str(INSIDE / "odoo_bin.py"),
            subcommand,
            f"--addons-path={','.join(self._addons_path())}",
            f"--data-dir={self.data}",
            f"--database={database}",
            f"--db-filter=^{database}$",
            "--no-database-list",
            # else Odoo adds modules by itself that call outside services
            "--skip-auto-install",
            *arguments,
        ]

    def install(self, database, modules, *arguments):
        """Install modules into a database.

        :return: Odoo's log
        """
        names = ",".join(modules)
        return self.once("server", database, f"--init={names}", *arguments)

    def once(self, subcommand, database, *arguments):
        """Run a command of Odoo that ends by itself.

        :return: its log, warnings only
        """
        command = self.command(
            subcommand,
            database,
            "--no-http",
            "--stop-after-init",
            "--max-cron-threads=0",
            "--log-level=warn",
            *arguments,
        )
        return run(command, env=self.environment)

    def script(self, database, script, **variables):
        """Run one of the scripts in dev/inside in Odoo's shell.

        :return: what it printed
        """
        command = self.command("shell", database, "--no-http", "--log-level=error")
        with (INSIDE / script).open() as source:
            return run(
                command,
                env={**self.environment, **variables},
                stdin=source,
                stderr=None,
            )

    def export_terms(self, database, path):
        """Write the module's translatable terms as a template."""
        # this command takes its settings from the environment only
        settings = {
            "ODOO_ADDONS_PATH": ",".join(self._addons_path()),
            "ODOO_DATA_DIR": str(self.data),
            "ODOO_LOG_LEVEL": "warn",
        }
        program = [self.python, INSIDE / "odoo_bin.py", "i18n", "export"]
        run(
            [*program, "--database", database, "--output", path, MODULE],
            env={**self.environment, **settings},
        )

    def filestore(self, database):
        """The folder of a database's files."""
        return self.data / "filestore" / database

    def copy_files(self, source, database):
        """Give a database copied from another one its files."""
        target = self.filestore(database)
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)


def free_port():
    """A port of the loopback interface on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port):
    """Whether a server could listen on a port of the loopback interface."""
    with socket.socket() as probe:
        # as servers do: a connection that was just closed does not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def stop(process, patience=20):
    """End a process that was started in a session of its own, with its children."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
