"""Databases of published versions upgrade with nothing lost; run by dev/test."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import unittest
from contextlib import closing
from pathlib import Path

import copies
import psycopg2
from psycopg2 import sql

HERE = Path(__file__).resolve().parent
MODULE = "village_legal_advisor"
ODOO = HERE.parents[1] / "dev" / "inside" / "odoo_bin.py"
BAD_LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")

# Columns that an upgrade rewrites on purpose: {(table, column): migration script}.
CHANGED = {}
# Versions without money, and what the entries of older ones are hashed by.
BEFORE_MONEY = ("19.0.1.0.0", "19.0.1.1.0")
BEFORE_AGREED_TOTALS = (*BEFORE_MONEY, "19.0.1.2.0")
CHAIN_FORMAT = 3
OLDER_FORMATS = {"19.0.1.0.0": 1, "19.0.1.1.0": 1, "19.0.1.2.0": 2}
# Tables that are compared besides the module's own.
COMPARED = (
    "account_analytic_line",
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "hr_employee",
    "hr_employee_skill",
    "ir_attachment",
    "purchase_order",
    "purchase_order_line",
    "res_partner",
)
# Who touched a row last, and when, is no content: data files touch theirs again.
UNCOMPARED = {"write_date", "write_uid"}

LOAD_SAMPLE = """
env["res.partner"].with_context(active_test=False).search([]).lang = "zh_CN"
env = env(context={**env.context, "lang": "zh_CN"})
env["legal.sample"].load_sample()
volumes = env["legal.volume"].search([("program_id.state", "=", "closed")])
blocked = volumes._get_close_blockers()
volumes.filtered(lambda volume: volume not in blocked)[:20].action_close()
env.cr.commit()
"""
# What the bureau does next, on what the older version has left.
GO_ON = """
volumes = env["legal.volume"].search([], limit=20)
assert volumes.visit_ids, "no entries"
volumes.action_verify()
assert set(volumes.visit_ids.mapped("chain_format")) == {CHAIN_FORMAT}
assert any(volumes.visit_ids.mapped("lecture_ids"))
closed = env["legal.volume"].search([("state", "=", "closed")])
assert len(closed) >= 20 and set(closed.mapped("retention_class")) == {"y30"}
assert all(volume.bound_names["legal.advisor"] for volume in closed)
try:
    with env.cr.savepoint():
        env.cr.execute(
            "UPDATE legal_volume SET closed_at = now() WHERE id = %s",
            closed[:1].ids,
            log_exceptions=False,
        )
except Exception as error:
    assert "sealed" in str(error), error
else:
    raise AssertionError("a closed volume was changed")
visit = env["legal.visit"].search([("state", "=", "submitted")], limit=1)
visit.action_confirm()
assert visit.number, "no number"
assert visit.chain_format == 3, visit.chain_format
visit.volume_id.action_verify()
programs = env["legal.program"].search([])
Account = env["account.analytic.account"]
for program in programs:
    names = program.instalment_ids.mapped("name")
    assert len(names) == 2 or HAS_MONEY, names
    assert names and not any(name.isascii() for name in names), names
    assert Account.search_count([("legal_program_id", "=", program.id)]) >= 2
contracts = env["purchase.order"].search(
    [("legal_program_id", "!=", False), ("state", "=", "purchase")]
)
assert bool(contracts) == HAS_MONEY
for contract in contracts:
    # Later versions keep what was agreed when a change of firm takes lines away.
    agreed, total = contract.legal_agreed_total, contract.amount_total
    assert agreed == total if AGREED_IS_FILLED else agreed >= total, contract.name
    assert total > 0, contract.name
programs.filtered(lambda year: year.state == "open").action_compute_evaluations()
env.cr.commit()
"""


def versions():
    """The versions to upgrade from, oldest first.

    The first one goes through every migration script, the last one holds most; those
    between them are tried when only upgrades are.
    """
    found = sorted(
        (path.name.removesuffix(".tar.xz") for path in HERE.glob("*.tar.xz")),
        key=lambda version: [int(part) for part in version.split(".")],
    )
    if os.environ.get("VLA_EVERY_VERSION"):
        return found
    return list(dict.fromkeys((*found[:1], *found[-1:])))


class TestUpgrades(unittest.TestCase):
    """Real processes of Odoo, on a database of their own for each version."""

    def setUp(self):
        super().setUp()
        self.folder = Path(os.environ["VLA_DATA"]) / "upgrade"
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def test_published_versions_upgrade_with_nothing_lost(self):
        self.assertTrue(versions())
        for version in versions():
            with self.subTest(version=version):
                self._make_database(version)
                self._install(version)
                before = self._photograph()
                self.assertGreater(len(before["legal_visit"]["reference"]), 0)
                self._odoo("server", f"--update={MODULE}", "--stop-after-init")
                after = self._photograph()
                self.assertEqual(self._get_lost(before, after), [])
                known = {
                    "CHAIN_FORMAT": OLDER_FORMATS.get(version, CHAIN_FORMAT),
                    "HAS_MONEY": version not in BEFORE_MONEY,
                    "AGREED_IS_FILLED": version in BEFORE_AGREED_TOTALS,
                }
                facts = "".join(f"{name} = {value}\n" for name, value in known.items())
                self._odoo("shell", script=facts + GO_ON)

    def _make_database(self, version):
        """A database of its own, in which nothing of ours is installed yet."""
        self.database = f"{os.environ['VLA_DATABASE']}_{version.replace('.', '_')}"
        copies.create(self.database, os.environ["VLA_TEMPLATE"])
        self.addCleanup(copies.drop, self.database)
        files = self.folder / "data" / "filestore" / self.database
        shutil.copytree(os.environ["VLA_TEMPLATE_FILES"], files)

    def _install(self, version):
        """The older module with its sample bureau."""
        addons = self.folder / version / MODULE
        with tarfile.open(HERE / f"{version}.tar.xz") as archive:
            archive.extractall(addons)
        options = {"addons": addons.parent}
        self._odoo("server", f"--init={MODULE}", "--stop-after-init", **options)
        self._odoo("shell", script=LOAD_SAMPLE, **options)

    def _odoo(self, command, *arguments, addons=None, script=None):
        """Run Odoo to its end; any warning in its log is a failure."""
        done = subprocess.run(
            [
                sys.executable,
                str(ODOO),
                command,
                f"--addons-path={addons or os.environ['VLA_ADDONS']}",
                f"--data-dir={self.folder / 'data'}",
                f"--database={self.database}",
                "--skip-auto-install",
                "--no-http",
                "--max-cron-threads=0",
                "--log-level=warn",
                *arguments,
            ],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )
        log = done.stdout + done.stderr
        bad = [line for line in log.splitlines() if BAD_LINE.match(line)]
        self.assertFalse(done.returncode or bad, log[-4000:])

    def _photograph(self):
        """A digest of every column of the module's tables.

        :return: {table: {column: digest}}
        """
        with (
            closing(psycopg2.connect(dbname=self.database)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                """
                SELECT c.table_name, c.column_name
                  FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                   AND (c.table_name LIKE 'legal\\_%%' OR c.table_name IN %s)
                """,
                (COMPARED,),
            )
            columns = {}
            for table, column in cursor.fetchall():
                columns.setdefault(table, []).append(column)
            return {
                table: {
                    name: self._digest(cursor, table, name, "id" in names)
                    for name in names
                }
                for table, names in columns.items()
            }

    def _digest(self, cursor, table, column, has_id):
        where = "WHERE TRUE"
        if table == "ir_attachment":
            # Odoo makes its own files anew: icons of menus, bundles.
            where = "WHERE res_model LIKE 'legal.%' OR res_model = 'res.partner'"
        cursor.execute(
            sql.SQL(
                "SELECT md5(string_agg(md5({value}), '' ORDER BY {key})) FROM {table} "
                + where
            ).format(
                value=sql.SQL("concat_ws(':', {}, coalesce({}::text, 'NULL'))").format(
                    sql.Identifier("id") if has_id else sql.SQL("''"),
                    sql.Identifier(column),
                ),
                key=sql.Identifier("id" if has_id else column),
                table=sql.Identifier(table),
            )
        )
        return cursor.fetchone()[0] or ""

    def _get_lost(self, before, after):
        """Columns that are gone or hold something else."""
        return [
            f"{table}.{column}"
            for table, columns in sorted(before.items())
            for column, digest in sorted(columns.items())
            if column not in UNCOMPARED
            and (table, column) not in CHANGED
            and after.get(table, {}).get(column) != digest
        ]
