"""Packages of the operating system: what is missing is installed, by root or sudo."""

import contextlib
import os
import shutil
from pathlib import Path

from .console import Problem, as_root, run, step

BASE = (
    "fonts-noto-cjk",  # the papers' letters
    "libharfbuzz-subset0",  # this and pango: WeasyPrint lays out and embeds with them
    "libmagic1",
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "postgresql",
    "python3-venv",
)
TESTS = (
    "chromium",
    "poppler-utils",  # tests read the text of papers back
)
TRANSLATION = ("gettext",)

# Debian's package makes and starts a cluster when it is installed. Ours is a private
# one, and nothing may keep running that was not running before.
NO_CLUSTER = "/etc/postgresql-common/createcluster.d/no-cluster-while-installing.conf"


def install(packages):
    """Install those of the packages that the machine does not have yet."""
    missing = sorted(set(packages) - _installed(packages))
    if not missing:
        return
    if os.geteuid() and not shutil.which("sudo"):
        raise Problem(
            "These packages are missing, and neither root nor sudo is here to install "
            f"them:\n  apt-get install {' '.join(missing)}"
        )
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    step(f"Debian packages: {' '.join(missing)}")
    apt = as_root(["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"])
    run([*apt, "update"])
    with _no_new_cluster():
        run([*apt, "install", "--no-install-recommends", "-y", *missing])


def _installed(packages):
    listed = run(
        ["dpkg-query", "-W", "-f", "${binary:Package} ${db:Status-Status}\n"],
        stderr=None,
    )
    present = {
        line.split()[0].split(":")[0]
        for line in listed.splitlines()
        if line.endswith(" installed")
    }
    return present & set(packages)


@contextlib.contextmanager
def _no_new_cluster():
    if Path("/etc/postgresql-common").exists():
        yield
        return
    write = f"mkdir -p {Path(NO_CLUSTER).parent} && cat > {NO_CLUSTER}"
    run(as_root(["sh", "-c", write]), input="create_main_cluster = false\n")
    try:
        yield
    finally:
        run(as_root(["rm", "-f", NO_CLUSTER]))


def main_archive():
    """Address and signing key of the machine's own Debian archive.

    It stands in the sources of apt, either as `deb` lines or as fields of a stanza.

    :return: ``(address, key file or None)``
    """
    root = Path("/etc/apt")
    for path in (*root.glob("sources.list.d/*.sources"), *_lists(root)):
        reader = _from_stanzas if path.suffix == ".sources" else _from_lines
        for address, suites, components, key in reader(path.read_text()):
            security = any("security" in suite for suite in suites)
            debian = {"bookworm", "stable"} & set(suites)
            if debian and "main" in components and not security:
                return address, key
    raise Problem(
        "apt's sources name no Debian archive to ask for Odoo. Set ODOO_HOME to a "
        "checkout of Odoo 19.0, or ODOO_DEB to its package file."
    )


def _lists(root):
    return [
        p
        for p in (root / "sources.list", *root.glob("sources.list.d/*.list"))
        if p.exists()
    ]


def _from_stanzas(text):
    for stanza in text.split("\n\n"):
        fields = {}
        for line in stanza.splitlines():
            name, colon, value = line.partition(":")
            if colon and not line.startswith(("#", " ")):
                fields[name.lower()] = value.split()
        if "deb" in fields.get("types", ()) and fields.get("enabled") != ["no"]:
            key = (fields.get("signed-by") or [None])[0]
            for address in fields.get("uris", ()):
                yield (
                    address,
                    fields.get("suites", ()),
                    fields.get("components", ()),
                    key if key and key.startswith("/") else None,
                )


def _from_lines(text):
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if not words or words.pop(0) != "deb":
            continue
        key = None
        if words[0].startswith("["):
            end = next(i for i, word in enumerate(words) if word.endswith("]"))
            options = " ".join(words[: end + 1]).strip("[] ").split()
            key = next((o[10:] for o in options if o.startswith("signed-by=/")), None)
            words = words[end + 1 :]
        if len(words) > 2:
            yield words[0], words[1:2], words[2:], key
