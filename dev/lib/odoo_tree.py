"""Where Odoo itself comes from.

In this order: the checkout that ODOO_HOME names, the package file that ODOO_DEB names,
the package `odoo-19` of Debian's suite sid. sid is read from the archive the machine
already uses, with lists and cache of its own: the system's apt does not notice.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from . import debian
from .console import Problem, run, step
from .places import CACHE, DEV, digest

PACKAGE, VERSION, SHA256 = (
    line
    for line in (DEV / "odoo-package").read_text().splitlines()
    if not line.startswith("#")
)
# What Odoo's package links to instead of carrying it. From Debian 12: Odoo wants
# version 4 of the icon font, sid has 7.
LINKED = (
    "fonts-font-awesome",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
# Debian leaves this file out (it has no source). Blurring a video call's background is
# all it does, but without it every browser test ends with an error on the console.
EMPTY_SCRIPT = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


class OdooTree:
    """Odoo's source: the folder to put on Python's path, and what identifies it."""

    def __init__(self, path, identity):
        self.path = path
        self.identity = identity

    def addon(self, name):
        """The folder of one of Odoo's add-ons."""
        folders = (self.path / "odoo" / "addons", self.path / "addons")
        return next(f / name for f in folders if (f / name).is_dir())


def find():
    """The Odoo to run.

    :rtype: OdooTree
    """
    home = os.environ.get("ODOO_HOME")
    if home:
        return _checkout(Path(home).expanduser().resolve())
    package = os.environ.get("ODOO_DEB")
    if package:
        path = Path(package).expanduser().resolve()
        if not path.is_file():
            raise Problem(f"ODOO_DEB names no file: {path}")
        # by name, size and time: reading 120 MB would cost each run a second
        identity = digest(path.name, path.stat().st_size, path.stat().st_mtime_ns)
        return _unpacked(identity, lambda _folder: path)
    return _unpacked(digest(PACKAGE, VERSION, SHA256), _download)


def _checkout(home):
    release = home / "odoo" / "release.py"
    if not release.is_file() or "version_info = (19, 0" not in release.read_text():
        raise Problem(f"ODOO_HOME is no checkout of Odoo 19.0: {home}")
    if (home / ".git").exists():
        revision = run(["git", "-C", home, "rev-parse", "HEAD"], stderr=None)
    else:
        revision = release
    return OdooTree(home, digest(str(home), revision))


def _unpacked(identity, provide):
    root = CACHE / f"odoo-{identity}"
    if not (root / "ready").exists():
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        # apt downloads as a user of its own, who may not enter root's cache
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            package = provide(Path(folder))
            step(f"unpacking {package.name}")
            _unpack(package, root)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            _mend(root, Path(folder))
        (root / "ready").touch()
    return OdooTree(_packages(root), identity)


def _packages(root):
    return root / "usr" / "lib" / "python3" / "dist-packages"


def _unpack(package, root):
    # The package carries a second, partial copy of the add-ons beside the real one.
    command = 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --exclude "$3"'
    partial = "./usr/lib/python3/dist-packages/addons"
    run(["bash", "-c", f"set -o pipefail; {command}", "-", package, root, partial])
    if not (_packages(root) / "odoo" / "release.py").is_file():
        raise Problem(f"There is no Odoo in {package}.")


def _mend(root, folder):
    script = _packages(root) / EMPTY_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
    step(f"static files that Odoo's package links to: {' '.join(LINKED)}")
    run(["apt-get", "-qq", "download", *LINKED], cwd=folder)
    for package in folder.glob("*.deb"):
        run(["dpkg-deb", "-x", package, root])


def _download(folder):
    step(f"Odoo: {PACKAGE} {VERSION} from Debian's suite sid, about 120 MB")
    address, key = debian.main_archive()
    source = folder / "sid.list"
    source.write_text(f"deb {f'[signed-by={key}] ' if key else ''}{address} sid main\n")
    lists, cache = folder / "lists", folder / "cache"
    (lists / "partial").mkdir(parents=True)
    (cache / "archives" / "partial").mkdir(parents=True)
    apt = [
        "apt-get",
        "-qq",
        *("-o", f"Dir::Etc::sourcelist={source}", "-o", "Dir::Etc::sourceparts=-"),
        *("-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={cache}"),
        *("-o", "Acquire::Languages=none"),
    ]
    try:
        run([*apt, "update"], cwd=folder)
        run([*apt, "download", f"{PACKAGE}={VERSION}"], cwd=folder)
    except Problem as problem:
        raise Problem(
            f"{problem}\n\nDebian's suite sid does not offer {PACKAGE} {VERSION} (any "
            "more). Set ODOO_DEB to a copy of the package file, or ODOO_HOME to a "
            "checkout of Odoo 19.0. A later version goes into dev/odoo-package."
        ) from problem
    package = next(folder.glob(f"{PACKAGE}_*.deb"))
    found = hashlib.sha256(package.read_bytes()).hexdigest()
    if found != SHA256:
        raise Problem(
            f"{package.name} is not the file recorded in dev/odoo-package: its SHA-256 "
            f"is {found}, expected was {SHA256}."
        )
    return package
