"""Keeps what villagers said out of the server's log (rule 13).

When the database refuses a statement, Odoo logs it with all its values, and the
database's own message quotes the refused row.
"""

import logging

# Tables whose rows hold personal data of villagers.
PRIVATE_TABLES = ("legal_matter", "legal_history")


class PrivateRowsFilter(logging.Filter):
    def filter(self, record):
        text = record.getMessage()
        if not any(table in text for table in PRIVATE_TABLES):
            return True
        error = next(
            (arg for arg in record.args or () if isinstance(arg, Exception)), None
        )
        record.exc_info = record.exc_text = None
        if not error:
            record.msg, record.args = "query on a table with personal data", ()
            return True
        # What this message names is columns, never values.
        primary = getattr(getattr(error, "diag", None), "message_primary", None)
        record.msg = "bad query on a table with personal data, not shown\nERROR: %s"
        record.args = (primary or type(error).__name__,)
        return True


logging.getLogger("odoo.sql_db").addFilter(PrivateRowsFilter())
