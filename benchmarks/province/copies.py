from contextlib import contextmanager

from odoo.tools import SQL


def copy_rows(env, record, count, **values):
    """Copy a record's row many times, whatever columns the modules gave it.

    :param record: one record
    :param values: columns that differ, as SQL over the copy's number ``n`` (from 1) and
        its ``new_id``
    :return: the first copy's id; the others follow without gap
    """
    table = SQL.identifier(record._table)
    env.cr.execute("SELECT nextval(%s)", [f"{record._table}_id_seq"])
    (first,) = env.cr.fetchone()
    columns = [
        name
        for name, field in record._fields.items()
        if field.store and field.column_type and name != "id"
    ]
    env.cr.execute(
        SQL(
            "INSERT INTO %(table)s (id, %(names)s) SELECT new_id, %(values)s "
            "FROM %(table)s example, (SELECT n, %(first)s + n - 1 AS new_id "
            "FROM generate_series(1, %(count)s) n) copy WHERE example.id = %(id)s",
            table=table,
            names=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(
                values.get(name) or SQL.identifier("example", name) for name in columns
            ),
            first=first,
            count=count,
            id=record.id,
        )
    )
    env.cr.execute("SELECT setval(%s, %s)", [f"{record._table}_id_seq", first + count])
    return first


@contextmanager
def unchecked(env, table):
    """Set a table's indexes, foreign keys and triggers aside while it is filled.

    All come back over the filled table, and the database checks what is in it then.
    """
    cr = env.cr
    # Deferred checks of what was done before would stand in the way.
    cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cr.execute(
        """
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid = %s::regclass AND contype IN ('f', 'x', 'u')
        """,
        [table],
    )
    constraints = cr.fetchall()
    cr.execute(
        """
        SELECT c.relname, pg_get_indexdef(i.indexrelid)
          FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
           AND NOT EXISTS (
               SELECT FROM pg_constraint WHERE conindid = i.indexrelid
                  AND conrelid = i.indrelid
           )
        """,
        [table],
    )
    indexes = cr.fetchall()
    name = SQL.identifier(table)
    for constraint, _definition in constraints:
        cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", name, SQL.identifier(constraint))
        )
    for index, _definition in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(index)))
    cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", name))
    yield
    cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", name))
    for _index, definition in indexes:
        cr.execute(definition)
    for constraint, definition in constraints:
        cr.execute(
            SQL(
                "ALTER TABLE %s ADD CONSTRAINT %s %s",
                name,
                SQL.identifier(constraint),
                SQL(definition),
            )
        )
