"""Walks every model and every role against `security/access_matrix.csv`.

A cell of the table holds the letters c, r, w, d for what the role may do, and after
a colon the reach: `all` of its company's records, `own`: those of its townships, its
village, or what the adviser served, `mine`: what the user asked for personally. `own`
is the record of world A in `worlds.py`; world B is a neighbour's, world C another
company's; none is personal. A cell of `-` is nothing at all.
"""

import csv

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
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


@tagged("post_install", "-at_install")
class TestAccessMatrix(WorldsMixin, LegalCase):
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

    def test_the_table_names_every_model_and_every_role(self):
        ours = {
            name
            for name, model in self.registry.items()
            if name.startswith("legal.") and not model._abstract
        }
        self.assertEqual(ours, set(self.matrix))
        for model, cells in self.matrix.items():
            self.assertEqual(set(cells), set(self.roles), model)

    def test_every_stored_model_has_a_record_in_each_world(self):
        stored = {name for name in self.matrix if not self.env[name]._transient}
        for world in (self.world_a, self.world_b, self.world_c):
            self.assertEqual(stored, set(world))
            self.assertFalse([name for name, record in world.items() if not record])

    def test_a_role_has_the_operations_of_the_table_and_no_other(self):
        def check(model, user, letters, _reach):
            Model = self.env[model].with_user(user)
            for letter, operation in OPERATIONS.items():
                self.assertEqual(
                    Model.has_access(operation),
                    letter in letters,
                    f"{operation} {model}",
                )

        self._walk(check, with_records=False)

    def test_a_role_searches_its_reach_only(self):
        def check(model, user, letters, reach):
            records = self._all(model)
            Model = self.env[model].with_user(user).with_context(active_test=False)
            domain = [("id", "in", records.ids)]
            if "r" not in letters:
                with self.assertRaises(AccessError):
                    Model.search(domain)
                return
            self.assertEqual(
                set(Model.search(domain).ids),
                set(self._readable(model, letters, reach).ids),
            )

        self._walk(check)

    def test_a_role_counts_in_groups_its_reach_only(self):
        def check(model, user, letters, reach):
            Model = self.env[model].with_user(user).with_context(active_test=False)
            domain = [("id", "in", self._all(model).ids)]
            if "r" not in letters:
                with self.assertRaises(AccessError):
                    Model.formatted_read_group(domain, [], ["__count"])
                return
            groups = Model.formatted_read_group(domain, [], ["__count"])
            self.assertEqual(
                sum(group["__count"] for group in groups),
                len(self._readable(model, letters, reach)),
            )

        self._walk(check)

    def test_a_role_reads_and_exports_its_reach_only(self):
        def check(model, user, letters, reach):
            readable = self._readable(model, letters, reach)
            for record in self._all(model):
                theirs = record.with_user(user)
                if record in readable:
                    theirs.read(["id", "display_name"])
                    if user._is_internal():
                        self.assertTrue(theirs.export_data(["display_name"])["datas"])
                    continue
                theirs.invalidate_recordset()
                with self.assertRaises(AccessError):
                    theirs.read(["company_id"])
                # Portal users export nothing at all: an error of its own.
                with self.assertRaises(UserError):
                    theirs.export_data(["company_id"])

        self._walk(check)

    def test_a_role_changes_nothing_outside_its_reach(self):
        def check(model, user, letters, reach):
            for record in self._all(model):
                inside = record in self._readable(model, letters, reach)
                for letter in "wd":
                    if letter in letters and inside:
                        continue
                    self.assertFalse(
                        record.with_user(user).has_access(OPERATIONS[letter]),
                        f"{OPERATIONS[letter]} {record}",
                    )

        self._walk(check)

    def test_attachments_are_read_with_their_record_only(self):
        def check(model, user, letters, reach):
            readable = self._readable(model, letters, reach)
            for record in self._all(model):
                found = (
                    self.env["ir.attachment"]
                    .with_user(user)
                    .search([("id", "=", self.attachments[record].id)])
                )
                if user._is_internal():
                    self.assertEqual(bool(found), record in readable, record)
                elif record not in readable:
                    self.assertFalse(found, record)

        self._walk(check)

    def test_messages_are_read_with_their_record_only(self):
        def check(model, user, letters, reach):
            if "message_ids" not in self.env[model]:
                return
            readable = self._readable(model, letters, reach)
            for record in self._all(model) - readable:
                message = self.messages[record]
                self.assertFalse(
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("id", "=", message.id)]),
                    record,
                )

        self._walk(check)
