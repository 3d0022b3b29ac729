"""Reads `security/access_matrix.csv` and walks its models and roles.

A cell of the table holds the letters c, r, w, d for what the role may do, and after
a colon the reach: `all` of its company's records, `own`: those of its townships, its
village, or what the adviser served, `mine`: what the user asked for personally. `own`
is the record of world A in `worlds.py`; world B is a neighbour's, world C another
company's; none is personal. A cell of `-` is nothing at all.
"""

import csv
from contextlib import contextmanager

from odoo.fields import Command
from odoo.tools import file_open

from ..common import LegalCase
from .worlds import WorldsMixin

MATRIX = "village_legal_advisor/security/access_matrix.csv"
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}


def read_matrix():
    """The table as {model: {role: (letters, reach)}}."""
    with file_open(MATRIX) as table:
        rows = list(csv.DictReader(table))
    return {
        row.pop("model"): {role: parse(cell) for role, cell in row.items()}
        for row in rows
    }


def parse(cell):
    letters, _, reach = cell.strip().partition(":")
    return (set() if letters == "-" else set(letters), reach or "all")


class MatrixCase(WorldsMixin, LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = read_matrix()
        cls.roles = {
            "manager": cls.manager,
            "officer": cls.officer,
            "township": cls.township_officer,
            "finance": cls.finance,
            "leading": cls.leading,
            "advisor": cls.advisor_user,
            "committee": cls.committee_user,
            "plain": cls.plain_user,
            "public": cls.env.ref("base.public_user"),
        }
        internal = cls.env["res.users"].union(*cls.roles.values())
        internal.filtered(lambda user: user._is_internal()).write(
            {"group_ids": [Command.link(cls.env.ref("base.group_allow_export").id)]}
        )
        cls._build_worlds()

    def _walk(self, check, with_records=True):
        """Run `check(model, user, letters, reach)` for every cell of the table."""
        for model, cells in self.matrix.items():
            if with_records and model not in self.world_a:
                continue
            for role, user in self.roles.items():
                with self.subTest(model=model, role=role):
                    check(model, user, *cells[role])

    def _readable(self, model, letters, reach):
        """Records of the worlds that a role with these letters reads."""
        records = self.world_a[model]
        if "r" not in letters or reach == "mine":
            return records.browse()
        return records | self.world_b[model] if reach == "all" else records

    @contextmanager
    def _undone(self):
        """What happens inside never happened."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            # Also what was only in the cache.
            savepoint.close(rollback=True)
