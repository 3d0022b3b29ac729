from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError

from .names import join_names
from .sentinel import is_guard_lifted, lift_guard

MAX_SENTENCES = 10


class LegalGuardMixin(models.AbstractModel):
    """Fields that only actions set: state, and who, when and why beside it."""

    _name = "legal.guard.mixin"
    _description = "Guarded state"
    _inherit = ["legal.reach.mixin"]

    @api.model
    def _get_guarded_fields(self):
        """Names of the fields that only actions may set.

        :rtype: set[str]
        """
        return {"state"} & self._fields.keys()

    @api.model
    @tools.ormcache()
    def _get_guarded_names(self):
        """The same, put together once: it is asked for every record."""
        return frozenset(self._get_guarded_fields())

    @api.model
    @tools.ormcache()
    def _get_guarded_defaults(self):
        """Those of them that the model gives a default."""
        return frozenset(
            name for name in self._get_guarded_fields() if self._fields[name].default
        )

    @api.model
    def _is_guard_lifted(self):
        return is_guard_lifted(self.env)

    def _refuse_guarded(self, names):
        labels = sorted(
            self._fields[name]._description_string(self.env) for name in names
        )
        raise UserError(
            self.env._(
                "%(fields)s cannot be set directly. Use the buttons of the form: "
                "they check the rules and record who did it.",
                fields=join_names(self.env, labels),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_guard_lifted():
            guarded = self._get_guarded_names()
            for vals in vals_list:
                names = {
                    name
                    for name in guarded & vals.keys()
                    if vals[name] and vals[name] != self._guard_default(name)
                }
                if names:
                    self._refuse_guarded(names)
        return super().create(vals_list)

    @api.model
    def default_get(self, fields):
        """Defaults; of guarded fields only the model's own.

        A `default_` key in a caller's context, or a default that a user saved, would
        set what only actions set.
        """
        guarded = self._get_guarded_names()
        values = super().default_get([name for name in fields if name not in guarded])
        for name in self._get_guarded_defaults().intersection(fields):
            default = self._guard_default(name)
            if default:
                values[name] = default
        return values

    @api.model
    def _guard_default(self, name):
        default = self._fields[name].default
        return default(self) if default else False

    def write(self, vals):
        if not self._is_guard_lifted():
            names = self._get_guarded_names() & vals.keys()
            if names:
                self._refuse_guarded(names)
        return super().write(vals)

    def _guarded_write(self, vals):
        """Write guarded fields; only for actions that have checked the rules."""
        return lift_guard(self).write(vals)

    @api.model
    def _guarded_create(self, vals_list):
        """Create with guarded fields; only for code that has checked the rules."""
        return lift_guard(self).create(vals_list).with_env(self.env)

    @api.model
    def _check_group(self, *xmlids):
        """Refuse unless the user has one of the groups (superuser code passes).

        :raises AccessError: naming the groups that may do it
        """
        if self.env.su or any(self.env.user.has_group(xmlid) for xmlid in xmlids):
            return
        names = [self.env.ref(xmlid).sudo().name for xmlid in xmlids]
        raise AccessError(
            self.env._("Only %(groups)s may do this.", groups=" / ".join(names))
        )

    @api.model
    def _raise_blockers(self, blockers):
        """Tell in one sentence per record why an action is refused.

        :param dict blockers: {record: sentence}; nothing happens when empty
        :raises UserError: with at most ten sentences
        """
        if not blockers:
            return
        if len(blockers) == 1:
            raise UserError(next(iter(blockers.values())))
        raise UserError("\n".join(self._list_blockers(blockers)))

    @api.model
    def _list_blockers(self, blockers):
        """One line per record, at most ten of them, then how many more.

        :param dict blockers: {record: sentence}
        :rtype: list[str]
        """
        lines = [
            self.env._("%(record)s: %(reason)s", record=rec.display_name, reason=reason)
            for rec, reason in list(blockers.items())[:MAX_SENTENCES]
        ]
        if len(blockers) > MAX_SENTENCES:
            lines.append(
                self.env._(
                    "... and %(count)s more.", count=len(blockers) - MAX_SENTENCES
                )
            )
        return lines
