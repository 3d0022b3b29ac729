"""The virtual environment: every package at the version dev/requirements.txt names."""

import os
import shutil
from pathlib import Path

from .console import run, step
from .places import CACHE, DEV, digest

REQUIREMENTS = DEV / "requirements.txt"
# Debian's own, whatever other Python comes first on PATH: the pins are for it.
DEBIAN_PYTHON = Path("/usr/bin/python3")


def python():
    """Path of the environment's Python, made on first use."""
    version = run([DEBIAN_PYTHON, "--version"])
    folder = CACHE / f"python-{digest(version, REQUIREMENTS)}"
    ready = folder / "ready"
    if not ready.exists():
        step(f"Python packages, into {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        run([DEBIAN_PYTHON, "-m", "venv", folder])
        quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        run(
            [folder / "bin" / "pip", "install", "--quiet", "-r", REQUIREMENTS],
            env={**os.environ, **quiet},
        )
        ready.touch()
    return folder / "bin" / "python"
