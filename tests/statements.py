from collections import Counter
from contextlib import contextmanager


class StatementCounts:
    """Counts what is asked of the database: mix it in before a case of Odoo's."""

    def _count_statements(self, call):
        """Each statement that a call makes, and how often, with nothing in the cache.

        :rtype: collections.Counter
        """
        self.env.invalidate_all()
        statements = []
        with contextmanager(self._patchExecute)(statements):
            call()
        return Counter(statements)

    def _get_grown(self, short, long):
        """Statements that the longer page makes more often: one of them per row.

        What only the longer page asks, and once, is no growth: it is for something
        that no row of the shorter one has.

        :return: {statement: (times in the shorter page, times in the longer one)}
        """
        return {
            statement: (short[statement], times)
            for statement, times in long.items()
            if times > max(short[statement], 1)
        }
