from uuid import uuid4

from odoo.tools import SQL


def fetch_in_pages(env, query, size):
    """Rows of a query whose answer is too long for memory.

    The database works the query out once and keeps the answer, as it was when it was
    asked, until the transaction ends or the last page was taken.

    :param SQL query: a SELECT
    :param int size: rows to a page
    :return: generator of lists of tuples, none of them empty
    """
    name = SQL.identifier(f"legal_{uuid4().hex}")
    # Plans for a cursor are made for who takes the first tenth only.
    env.cr.execute("SET LOCAL cursor_tuple_fraction = 1")
    env.execute_query(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", name, query))
    while rows := env.execute_query(SQL("FETCH %s FROM %s", size, name)):
        yield rows
    env.execute_query(SQL("CLOSE %s", name))
