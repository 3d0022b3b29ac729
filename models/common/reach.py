from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.fields import Command

from .names import join_names
from .sentinel import is_guard_lifted

OURS = "legal."


class LegalReachMixin(models.AbstractModel):
    """Nobody makes a record out of their reach, or moves one there (rule 12).

    Odoo asks the record rules before a write, not after it; it lets a record point to
    whatever id a caller knows, and tells the name and related fields of what it
    points to; and stored columns that follow from another record can be written like
    any other over RPC. All three would show or hide what the rules say otherwise.
    """

    _name = "legal.reach.mixin"
    _description = "Records within reach"

    @api.model
    def _is_reach_free(self):
        """Whether our own code is at work, which has checked what it does."""
        return self.env.su or is_guard_lifted(self.env)

    @api.model
    def _get_derived_fields(self):
        """Names of the stored columns that follow from others.

        :rtype: set[str]
        """
        return {
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly and not field.inverse
        }

    @api.model
    @tools.ormcache()
    def _get_derived_names(self):
        """The same, put together once: it is asked for every record."""
        return frozenset(self._get_derived_fields())

    @api.model
    @tools.ormcache()
    def _get_link_fields(self):
        """Names of the stored fields that point to records of this module.

        :rtype: set[str]
        """
        return {
            name
            for name, field in self._fields.items()
            if field.type in ("many2one", "many2many")
            and field.store
            and field.comodel_name.startswith(OURS)
        } - self._get_derived_fields()

    # === Doors ===

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self._is_reach_free():
            return values
        derived = self._get_derived_names()
        values = {name: values[name] for name in values.keys() - derived}
        self._check_told_links(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        if not self._is_reach_free():
            self._check_told_links(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_reach_free():
            return super().create(vals_list)
        derived = self._get_derived_names()
        told = [
            {name: vals[name] for name in derived & vals.keys()} for vals in vals_list
        ]
        if any(told):
            vals_list = [
                {name: vals[name] for name in vals.keys() - derived}
                for vals in vals_list
            ]
        records = super().create(vals_list)
        for record, values in zip(records, told, strict=True):
            record._check_told_derived(values)
        records._check_links(self._get_link_fields())
        return records

    def write(self, vals):
        if self._is_reach_free():
            return super().write(vals)
        derived = self._get_derived_names() & vals.keys()
        if derived:
            self._refuse_derived(derived)
        result = super().write(vals)
        if any(self._fields[name].relational for name in vals):
            self.check_access("write")
            self._check_links(self._get_link_fields() & vals.keys())
        return result

    # === Checks ===

    def _check_links(self, names):
        """Refuse records that point to what the user may not read.

        :raises AccessError: as for reading it
        """
        records = self.sudo().with_context(active_test=False)
        for name in names:
            linked = records[name].sudo(False)
            if linked:
                linked.check_access("read")

    @api.model
    def _check_told_links(self, values):
        """The same for values that are not stored yet.

        :param dict values: as for `create`, or as the web client's `onchange` has them
        :raises AccessError: as for reading it
        """
        for name, value in values.items():
            field = self._fields.get(name)
            if not value or not field or not field.relational:
                continue
            if not field.comodel_name.startswith(OURS):
                continue
            comodel = self.env[field.comodel_name]
            if field.type == "many2one":
                ids, lines = self._get_told_id(value), []
            else:
                ids, lines = self._get_told_ids(value)
            comodel.browse(ids).exists().check_access("read")
            for line in lines:
                if hasattr(comodel, "_check_told_links"):
                    comodel._check_told_links(line)

    @api.model
    def _get_told_id(self, value):
        if isinstance(value, dict):
            value = value.get("id")
        elif isinstance(value, list | tuple):
            value = value[0] if value else False
        return [value] if isinstance(value, int) and value else []

    @api.model
    def _get_told_ids(self, value):
        """Ids, and values of lines, that an x2many is told.

        :return: (list of ids, list of dicts)
        """
        ids, lines = [], []
        for item in getattr(value, "ids", value):
            if isinstance(item, int):
                ids.append(item)
                continue
            command, record_id, *rest = item
            if command in (Command.CREATE, Command.UPDATE):
                lines.append(rest[0] if rest else {})
            if command in (Command.UPDATE, Command.LINK):
                ids.append(record_id)
            elif command == Command.SET:
                ids += rest[0]
        # The web client's new lines have no ids yet.
        return [record_id for record_id in ids if isinstance(record_id, int)], lines

    def _check_told_derived(self, values):
        """Refuse told values that disagree with what they follow from."""
        self.ensure_one()
        for name, value in values.items():
            field = self._fields[name]
            found = field.convert_to_cache(self.sudo()[name], self)
            if field.convert_to_cache(value, self) != found:
                self._refuse_derived({name})

    @api.model
    def _refuse_derived(self, names):
        labels = sorted(
            self._fields[name]._description_string(self.env) for name in names
        )
        raise UserError(
            self.env._(
                "%(fields)s cannot be set: it follows from other fields. Change those.",
                fields=join_names(self.env, labels),
            )
        )
