"""The template database: everything the module depends on, installed once.

It carries no word of the module itself. Tests and the sample bureau start from copies.
"""

import shutil
from pathlib import Path

from . import postgres
from .console import step
from .odoo import LANGUAGE, Odoo
from .places import CACHE, DEV, digest, locked, manifest
from .python_env import REQUIREMENTS

# Money works with any chart of accounts: the Chinese one is tried beside Odoo's generic
# one, and the module does not depend on it. All checks share one template.
CHARTS = ("l10n_cn",)


class Template:
    """A database ready to be copied, and its files."""

    def __init__(self, name, files):
        self.name = name
        self.files = files

    def copy(self, odoo, database):
        """Make ``database`` a copy of the template, replacing one of that name."""
        postgres.create(database, template=self.name)
        odoo.copy_files(self.files, database)


def ready(odoo, extra=()):
    """The template of what the module depends on; it is made if it is not there.

    :param extra: further modules that the copy shall have
    :rtype: Template
    """
    modules = [*manifest()["depends"], *extra]
    recipe = (Path(__file__), DEV / "inside" / "prepare_template.py", REQUIREMENTS)
    key = digest(odoo.tree.identity, *modules, *recipe)
    template = Template(f"vla_template_{key}", CACHE / "templates" / key)
    with locked("template"):
        if template.name not in postgres.databases() or not template.files.exists():
            _build(odoo, template, modules)
    return template


def _build(odoo, template, modules):
    step(f"template database with {', '.join(modules)} (about a minute, once)")
    draft = f"{template.name}_draft"
    builder = Odoo(CACHE / "templates" / "draft")
    shutil.rmtree(builder.data, ignore_errors=True)
    shutil.rmtree(template.files, ignore_errors=True)
    postgres.create(draft)
    builder.install(draft, modules, f"--load-language={LANGUAGE}")
    builder.script(draft, "prepare_template.py")
    postgres.drop(template.name)
    postgres.rename(draft, template.name)
    files = builder.filestore(draft)
    files.mkdir(parents=True, exist_ok=True)
    files.rename(template.files)
    shutil.rmtree(builder.data, ignore_errors=True)
