from odoo import api, models, tools
from odoo.exceptions import UserError

from .names import join_names
from .sentinel import is_guard_lifted


class LegalFieldGuardMixin(models.AbstractModel):
    """Columns of ours on Odoo's own documents that nobody fills by hand.

    Our own models have `legal.guard.mixin` for it. Odoo's documents keep their states
    and their reach; a value may come to them in what is told, as a `default_` key of a
    caller's context, or as a default that a user saved.
    """

    _name = "legal.field.guard.mixin"
    _description = "Guarded fields of Odoo's documents"

    @api.model
    def _get_legal_guarded(self):
        """Names of the fields that only our own code fills, or that follow from others.

        :rtype: set[str]
        """
        return set()

    @api.model
    @tools.ormcache()
    def _get_legal_guarded_names(self):
        """The same, put together once: it is asked for every record."""
        return frozenset(self._get_legal_guarded())

    @api.model
    def default_get(self, fields):
        guarded = self._get_legal_guarded_names()
        return super().default_get([name for name in fields if name not in guarded])

    @api.model_create_multi
    def create(self, vals_list):
        if not is_guard_lifted(self.env):
            guarded = self._get_legal_guarded_names()
            for vals in vals_list:
                told = {
                    name
                    for name in guarded & vals.keys()
                    if vals[name] or self._fields[name].compute
                }
                if told:
                    self._refuse_legal_guarded(told)
        return super().create(vals_list)

    def write(self, vals):
        if not is_guard_lifted(self.env):
            told = self._get_legal_guarded_names() & vals.keys()
            if told:
                self._refuse_legal_guarded(told)
        return super().write(vals)

    @api.model
    def _refuse_legal_guarded(self, names):
        """Say why fields are not filled by hand.

        :param set names: of the fields
        :raises UserError: always
        """
        labels = join_names(
            self.env,
            sorted(self._fields[name]._description_string(self.env) for name in names),
        )
        if any(self._fields[name].compute for name in names):
            raise UserError(
                self.env._(
                    "%(fields)s cannot be set: it follows from other fields. Change "
                    "those.",
                    fields=labels,
                )
            )
        raise UserError(
            self.env._(
                "%(fields)s cannot be set directly. Use the buttons of the form: they "
                "check the rules and record who did it.",
                fields=labels,
            )
        )
