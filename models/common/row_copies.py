"""Many rows at once that differ from an example in a few columns only."""

from odoo.tools import SQL


def insert_copies(example, values):
    """Insert copies of a record's row, with own values in some columns.

    The ORM has made the example, so that every column holds what the model, and
    whatever extends it, gives a new record; a thousand more cost what one costs. Only
    for records whose other columns do not depend on the ones that differ, and whose
    rules the caller has checked: no `create` runs for the copies.

    :param example: one record, written to the database
    :param dict values: {column: list of values}, the lists equally long; a column that
        takes the copy's own id has None for a list
    :return: the copies, in the order of the lists
    """
    example.ensure_one()
    example.env.flush_all()
    fields = example._fields
    own = {name: column for name, column in values.items() if column is not None}
    table = SQL.identifier(example._table)
    sequence = f"{example._table}_id_seq"
    copied = [
        name
        for name, field in fields.items()
        if field.store and field.column_type and name not in values and name != "id"
    ]
    rows = example.env.execute_query(
        SQL(
            """
            INSERT INTO %(table)s (id, %(copied)s, %(own)s)
            SELECT copy.id, %(examples)s, %(owns)s
              FROM %(table)s example,
                   (SELECT nextval(%(sequence)s) AS id, told.*
                      FROM UNNEST(%(lists)s) AS told(%(names)s)) copy
             WHERE example.id = %(id)s
            RETURNING id
            """,
            table=table,
            sequence=sequence,
            copied=SQL(", ").join(map(SQL.identifier, copied)),
            examples=SQL(", ").join(SQL.identifier("example", n) for n in copied),
            own=SQL(", ").join(map(SQL.identifier, values)),
            owns=SQL(", ").join(
                SQL.identifier("copy", name if name in own else "id") for name in values
            ),
            lists=SQL(", ").join(
                SQL("%s::%s[]", column, SQL.identifier(fields[name].column_type[0]))
                for name, column in own.items()
            ),
            names=SQL(", ").join(map(SQL.identifier, own)),
            id=example.id,
        )
    )
    for name in own:
        for inverse in example.pool.field_inverses[fields[name]]:
            example.env[inverse.model_name].invalidate_model([inverse.name])
    # Drawn from the sequence in the order of the lists.
    return example.browse(sorted(row_id for (row_id,) in rows))
