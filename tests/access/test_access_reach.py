from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .matrix import MatrixCase
from .reach import ReachMixin

# Nobody types these in: the reason, by model. Creating one is refused even within
# reach.
MADE_BY_ACTIONS = {
    "legal.slip": "numbered and filled by Prepare slips",
    "legal.slip.line": "as printed, made with the slip",
    "legal.village.share": "one for every village served, by Prepare village shares",
}


@tagged("post_install", "-at_install")
class TestAccessReach(ReachMixin, MatrixCase):
    """Nobody makes records out of their reach, or moves their own there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_editable()

    def _reachable(self, reach):
        return {"all": "AB", "own": "A"}.get(reach, "")

    @mute_logger("odoo.sql_db", "odoo.models.unlink")
    def test_a_role_creates_within_its_reach_only(self):
        def check(model, user, letters, reach):
            if "c" not in letters:
                return
            for letter, world in self._worlds_by_letter().items():
                vals = self._prepare_new(model, world)
                if model in MADE_BY_ACTIONS:
                    vals = self._copy_values(world[model])
                    self.assertRefusedCreate(model, user, vals)
                elif letter in self._reachable(reach):
                    self._create_and_undo(model, user, vals)
                else:
                    self.assertRefusedCreate(model, user, vals)
                    links = {name for name in vals if name.endswith("_id")}
                    self.assertRefusedCreate(
                        model,
                        user,
                        {name: vals[name] for name in vals.keys() - links},
                        {f"default_{name}": vals[name] for name in links},
                    )

        self._walk(check)

    def _copy_values(self, record):
        return {
            name: record[name].id if field.type == "many2one" else record[name]
            for name, field in record._fields.items()
            if field.required and field.store and field.type != "one2many"
        }

    def assertRefusedCreate(self, model, user, vals, context=None):
        with self.assertRaises(UserError, msg=f"{user.login} {vals}"):
            Model = self.env[model].with_user(user).with_context(**(context or {}))
            Model.create([vals]).flush_recordset()

    def _create_and_undo(self, model, user, vals):
        with self._undone():
            self.env[model].with_user(user).create([vals]).flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_a_role_moves_nothing_out_of_its_reach(self):
        moves = []

        def check(model, user, letters, reach):
            if "w" not in letters:
                return
            record = self.editable["A"][model].with_user(user)
            for name, value, world in self._foreign_links(model):
                if self._is_link_within(value, user):
                    continue
                self.env.invalidate_all()
                with self.subTest(field=name, world=world), self._undone():
                    try:
                        record.write({name: value.id})
                        record.flush_recordset()
                    except UserError:
                        continue
                    self.env.invalidate_all()
                    if record.sudo()[name] == value.sudo():
                        self.fail(f"{user.login} moved {record}: {name} = {value}")
                moves.append(name)

        self._walk(check)

    def _foreign_links(self, model):
        """Fields through which a record of world A might be moved to B or C."""
        for name, field in self.env[model]._fields.items():
            if field.type != "many2one" or not field.store:
                continue
            for letter in "BC":
                if field.comodel_name == "res.company":
                    value = self.editable[letter]["legal.village"].company_id
                else:
                    value = self.editable[letter].get(field.comodel_name)
                if value and value != self.editable["A"][model][name]:
                    yield name, value, letter

    def _is_link_within(self, value, user):
        if value._name == "res.company":
            return value in user.company_ids
        return value.with_user(user).has_access("read")

    @mute_logger("odoo.sql_db")
    def test_a_wizard_takes_no_record_out_of_reach(self):
        """Its related fields and names would tell what the user may not read."""
        for model, cells in self.matrix.items():
            if not self.env[model]._transient:
                continue
            for role, user in self.roles.items():
                if "c" not in cells[role][0]:
                    continue
                for name, value in self._wizard_links(model):
                    if self._is_link_within(value, user):
                        continue
                    with self.subTest(model=model, role=role, field=name):
                        self._check_wizard_refuses(model, user, name, value)

    def _wizard_links(self, model):
        for name, field in self.env[model]._fields.items():
            if not field.store or field.comodel_name not in self.matrix:
                continue
            for world in (self.world_b, self.world_c):
                if field.comodel_name in world:
                    yield name, world[field.comodel_name]

    def _check_wizard_refuses(self, model, user, name, value):
        field = self.env[model]._fields[name]
        is_one = field.type == "many2one"
        link = value.id if is_one else [fields.Command.link(value.id)]
        vals = self._fill_required(model, user) | {name: link}
        with self.assertRaises(UserError, msg=f"{user.login}: {model}.{name}"):
            self.env[model].with_user(user).create([vals])
        default = value.id if is_one else value.ids
        with self.assertRaises(UserError, msg=f"{user.login}: default {name}"):
            self.env[model].with_user(user).with_context(
                **{f"default_{name}": default}
            ).create([self._fill_required(model, user, {name})])

    def _fill_required(self, model, user, but=()):
        vals = {}
        for name, field in self.env[model]._fields.items():
            if not field.required or not field.store or name in but:
                continue
            if field.type in ("many2one", "many2many"):
                own = self.world_a.get(field.comodel_name)
                if not own and self.env[field.comodel_name]._transient:
                    own = self.env[field.comodel_name].with_user(user)
                    own = own.create([self._fill_required(own._name, user)])
                if own:
                    many = [fields.Command.link(own.id)]
                    vals[name] = own.id if field.type == "many2one" else many
            elif field.type == "selection":
                vals[name] = field.get_values(self.env)[0]
            elif field.type == "date":
                vals[name] = self.today
            elif field.type == "float":
                vals[name] = 9.5
            elif field.type in ("char", "text"):
                vals[name] = "Probe"
            elif field.type == "binary":
                vals[name] = "UHJvYmU="
        return vals
