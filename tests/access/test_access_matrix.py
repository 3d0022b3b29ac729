from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .matrix import OPERATIONS, MatrixCase


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixCase):
    """Walks every model and every role against `security/access_matrix.csv`."""

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
            readable = self._readable(model, letters, reach).with_user(user)
            readable.read(["id", "display_name"])
            if user._is_internal() and readable:
                exported = readable.export_data(["display_name"])["datas"]
                self.assertEqual(len(exported), len(readable))
            for record in self._all(model) - self._readable(model, letters, reach):
                theirs = record.with_user(user)
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
