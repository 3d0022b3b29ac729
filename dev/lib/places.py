"""Where things are: the project, the cache outside of it, locks, lists of files."""

import ast
import contextlib
import fcntl
import hashlib
import os
import subprocess
from pathlib import Path

MODULE = "village_legal_advisor"
PROJECT = Path(__file__).resolve().parents[2]
DEV = PROJECT / "dev"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / MODULE


def manifest():
    """The module's manifest as a dict."""
    return ast.literal_eval((PROJECT / "__manifest__.py").read_text())


def digest(*parts):
    """A short name for exactly these texts and files."""
    summed = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        summed.update(hashlib.sha256(content).digest())
    return summed.hexdigest()[:12]


def project_files():
    """Paths of the project's files, relative to it: those git tracks or would track.

    A copy of the project without `.git` works too; there every file belongs to it.
    """
    listed = (
        subprocess.run(
            ["git", "-C", PROJECT, "ls-files", "-co", "--exclude-standard", "-z"],
            capture_output=True,
            check=False,
        )
        if (PROJECT / ".git").exists()
        else None
    )
    if listed and not listed.returncode:
        names = {os.fsdecode(name) for name in listed.stdout.split(b"\0") if name}
    else:
        names = {
            str(path.relative_to(PROJECT))
            for path in PROJECT.rglob("*")
            if path.is_file() and not {".git", "__pycache__"} & set(path.parts)
        }
    return sorted(path for path in map(Path, names) if (PROJECT / path).is_file())


@contextlib.contextmanager
def locked(name):
    """Only one command at a time does what is inside."""
    path = CACHE / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def addons_folder():
    """A folder with nothing but a link to the project, named as Odoo must know it.

    Odoo calls a module like its folder; the repository may have been cloned elsewhere.
    """
    folder = CACHE / "addons" / digest(str(PROJECT))
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / MODULE
    if not link.is_symlink() or link.readlink() != PROJECT:
        fresh = folder / f".{os.getpid()}"
        fresh.symlink_to(PROJECT)
        fresh.replace(link)
    return folder
