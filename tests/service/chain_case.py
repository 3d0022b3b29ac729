import json
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tools import SQL

SEALED_TABLES = (
    "legal_visit",
    "legal_matter",
    "legal_matter_file_rel",
    "legal_lecture",
    "legal_lecture_audience_rel",
)
VERIFY = Path(__file__).parents[2] / "dev" / "verify-volume"


def verify(*exports):
    """Run the script that needs no Odoo on exported volumes.

    :return: exit code and what it said
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for index, export in enumerate(exports):
            path = Path(folder) / f"{index}.json"
            path.write_text(json.dumps(export, ensure_ascii=False), encoding="utf-8")
            paths.append(path)
        done = subprocess.run(
            [sys.executable, VERIFY, *paths],
            capture_output=True,
            text=True,
            check=False,
        )
    return done.returncode, done.stdout + done.stderr


class ChainBreaker:
    """Changes rows as nobody can who does not own the database."""

    def _break(self, statement, *parameters):
        self.env.flush_all()
        # What waits for the end of the transaction keeps tables from being altered.
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.env.cr.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in SEALED_TABLES:
            self.env.cr.execute(
                SQL("ALTER TABLE %s DISABLE TRIGGER USER", SQL.identifier(table))
            )
        self.env.cr.execute(statement, parameters)
        self.env.invalidate_all()
