from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Bookkeeping columns, and those that follow a village to another township.
UNSEALED_COLUMNS = frozenset(
    {
        "township_id",
        "create_uid",
        "create_date",
        "write_uid",
        "write_date",
    }
)


class LegalSealedMixin(models.AbstractModel):
    """Records that nothing changes once they are sealed (rule 7).

    The ORM refuses with a readable sentence; a trigger refuses what does not pass
    there: SQL, recomputed fields and cascades. A model says when it is sealed twice,
    `_is_sealed` for the ORM and `_get_sealed_sql` for the trigger. A version that adds
    a filled column to a sealed table drops the trigger in its pre-migration; `init`
    puts it back.
    """

    _name = "legal.sealed.mixin"
    _description = "Sealed records"

    def _is_sealed(self):
        """Whether the content of this one record is final."""
        self.ensure_one()
        return False

    @api.model
    def _get_sealed_sql(self, row):
        """Condition under which a row of the model's table is sealed.

        :param SQL row: name of the row: OLD, NEW or a table alias
        :rtype: SQL
        """
        raise NotImplementedError

    @api.model
    def _get_link_sealed_sql(self, field, row):
        """Condition under which the links of a many2many are sealed.

        :param fields.Many2many field: of this model
        :param SQL row: alias of the model's row
        :rtype: SQL
        """
        return self._get_sealed_sql(row)

    @api.model
    def _get_telling_entry_sql(self, row):
        """The id of the entry whose hash tells what a row says, None where none does.

        Such an entry is written when the row is: of two transactions, one of which
        numbers the entry while the other changes its parts, the later one fails and
        runs again. Each by itself would not see what the other did.

        :param SQL row: name of the row: OLD, NEW or a table alias
        :rtype: SQL or None
        """
        return None

    @api.model
    def _get_unsealed_columns(self):
        """Columns that may change on a sealed row; a room to the right adds its own.

        :rtype: set[str]
        """
        return set(UNSEALED_COLUMNS)

    @api.model
    def _is_insert_sealed(self):
        """Whether rows may no longer be added (parts of a sealed whole)."""
        return False

    def _get_seal_message(self):
        self.ensure_one()
        return self.env._(
            "%(record)s is final: it can no longer be changed or deleted.",
            record=self.display_name,
        )

    def _refuse_sealed(self):
        """Tell which record is sealed before the database refuses.

        :raises UserError: for the first sealed record
        """
        for record in self:
            if record._is_sealed():
                raise UserError(record._get_seal_message())

    def write(self, vals):
        if vals.keys() - self._get_unsealed_columns():
            self._refuse_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._refuse_sealed()

    def init(self):
        result = super().init()
        if not self._abstract:
            self._create_seals()
        return result

    @api.model
    def _create_seals(self):
        """Create the triggers of the model's table and of its links."""
        self._create_seal(
            self._table,
            self._get_sealed_sql,
            unsealed=self._get_unsealed_columns(),
            on_insert=self._is_insert_sealed(),
            entry_sql=self._get_telling_entry_sql,
        )
        for field in self._fields.values():
            if field.type == "many2many" and field.store:
                self._create_link_seal(field)

    @api.model
    def _get_link_entry_sql(self, row):
        """The same as `_get_telling_entry_sql` for links of a row."""
        return self._get_telling_entry_sql(row)

    def _create_link_seal(self, field):
        """Seal the link rows of a many2many: adding and removing are both changes."""

        def sealed_sql(row):
            return SQL(
                "EXISTS (SELECT 1 FROM %s r WHERE r.id = %s.%s AND %s)",
                SQL.identifier(self._table),
                row,
                SQL.identifier(field.column1),
                self._get_link_sealed_sql(field, SQL("r")),
            )

        def entry_sql(row):
            entry = self._get_link_entry_sql(SQL("r"))
            return entry and SQL(
                "(SELECT %s FROM %s r WHERE r.id = %s.%s)",
                *(entry, SQL.identifier(self._table)),
                *(row, SQL.identifier(field.column1)),
            )

        self._create_seal(
            field.relation,
            sealed_sql,
            unsealed=set(),
            on_insert=True,
            entry_sql=entry_sql,
        )

    def _create_seal(self, table, sealed_sql, unsealed, on_insert, entry_sql=None):
        """Create a table's triggers.

        :param sealed_sql: function of a row: `_get_sealed_sql` or the like
        :param set unsealed: columns that may change on a sealed row
        :param bool on_insert: whether rows may no longer be added
        :param entry_sql: function of a row: `_get_telling_entry_sql` or the like
        """
        name = SQL.identifier(f"{table}_seal")
        touches = [
            SQL(
                "IF TG_OP <> %s THEN UPDATE legal_visit SET write_date = write_date "
                "WHERE number IS NULL AND id = %s; END IF;",
                *(absent, entry),
            )
            for absent, row in (("INSERT", SQL("OLD")), ("DELETE", SQL("NEW")))
            if entry_sql and (entry := entry_sql(row))
        ]
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger AS $$
                BEGIN
                    IF TG_OP = 'TRUNCATE' THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'restrict_violation',
                            MESSAGE = TG_TABLE_NAME || ': its rows may be sealed';
                    END IF;
                    -- The two conditions are queries: no row asks more than it needs.
                    IF TG_OP = 'INSERT' THEN
                        IF %(new_sealed)s THEN
                            RAISE EXCEPTION USING
                                ERRCODE = 'restrict_violation',
                                MESSAGE = TG_TABLE_NAME || ': the whole is sealed';
                        END IF;
                    ELSIF %(old_sealed)s THEN
                        IF TG_OP = 'DELETE' OR to_jsonb(OLD) - %(unsealed)s::text[]
                            IS DISTINCT FROM to_jsonb(NEW) - %(unsealed)s::text[]
                        THEN
                            RAISE EXCEPTION USING
                                ERRCODE = 'restrict_violation',
                                MESSAGE = TG_TABLE_NAME || ': the row is sealed';
                        END IF;
                    ELSIF TG_OP = 'UPDATE' AND %(new_sealed)s THEN
                        RAISE EXCEPTION USING
                            ERRCODE = 'restrict_violation',
                            MESSAGE = TG_TABLE_NAME || ': the whole is sealed';
                    END IF;
                    %(touches)s
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                END
                $$ LANGUAGE plpgsql
                """,
                name=name,
                unsealed="{%s}" % ",".join(sorted(unsealed)),
                old_sealed=sealed_sql(SQL("OLD")),
                new_sealed=sealed_sql(SQL("NEW")) if on_insert else SQL("FALSE"),
                touches=SQL(" ").join(touches),
            )
        )
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER %(name)s BEFORE %(events)s ON %(table)s "
                "FOR EACH ROW EXECUTE FUNCTION %(name)s()",
                name=name,
                events=SQL(
                    "INSERT OR UPDATE OR DELETE"
                    if on_insert or touches
                    else "UPDATE OR DELETE"
                ),
                table=SQL.identifier(table),
            )
        )
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER %(all)s BEFORE TRUNCATE ON %(table)s "
                "FOR EACH STATEMENT EXECUTE FUNCTION %(name)s()",
                all=SQL.identifier(f"{table}_seal_all"),
                table=SQL.identifier(table),
                name=name,
            )
        )
