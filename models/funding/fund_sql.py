"""Where the money of a funding source went, as SQL over posted entries.

Everything is in the company's own currency and tells taxes in, as the fee does (rule
11): a bill line's amount is its balance, grossed up by what its taxes add.
"""

from odoo.tools import SQL

from .fund_ledger_sql import PURCHASE_TYPES, SALE_TYPES, get_gross, get_terms


def get_billed(lines=None, states=("posted",), without=()):
    """Bills of contract lines: columns `line_id` and `billed`.

    :param lines: ids of contract lines, else all
    :param states: of the bills
    :param without: ids of bill lines that are left out
    :rtype: SQL
    """
    return SQL(
        """
        SELECT l.purchase_line_id AS line_id, SUM(%(gross)s) AS billed
          FROM account_move_line l
          JOIN account_move m
            ON m.id = l.move_id AND m.state IN %(states)s AND m.move_type IN %(types)s
          JOIN purchase_order_line pol
            ON pol.id = l.purchase_line_id AND pol.legal_account_id IS NOT NULL
          JOIN res_company c ON c.id = m.company_id
          JOIN res_currency cur ON cur.id = c.currency_id
         WHERE l.display_type = 'product' AND NOT l.id = ANY(%(without)s) AND %(filter)s
         GROUP BY l.purchase_line_id
        """,
        gross=get_gross(SQL("l.balance")),
        states=tuple(states),
        types=PURCHASE_TYPES,
        without=list(without),
        filter=SQL("TRUE") if lines is None else SQL("pol.id = ANY(%s)", list(lines)),
    )


def get_figures(column, accounts=None):
    """Figures by account and township.

    :param str column: the funding plan's column of `account.analytic.line`
    :param accounts: ids of accounts, else all sources of all years
    :return: columns account_id, township_id, appropriated, received, committed,
        actual, paid; a row without a township for every account
    :rtype: SQL
    """
    return SQL(
        """
        WITH %(terms)s, fact (account_id, township_id, figure, amount) AS (
            SELECT id, NULL::integer, 'none', 0::numeric
              FROM source
             UNION ALL
            SELECT ap.account_id, NULL, 'appropriated', ap.signed_amount
              FROM legal_appropriation ap
              JOIN source ON source.id = ap.account_id
             WHERE ap.state = 'in_force'
             UNION ALL
            SELECT account_id, township_id, 'received', amount
              FROM item
             WHERE move_type = 'entry' AND LEFT(account_type, 7) <> 'expense'
             UNION ALL
            SELECT account_id, township_id, 'received', -paid
              FROM paid_item
             WHERE move_type IN %(sales)s
             UNION ALL
            SELECT pol.legal_account_id, pol.legal_township_id, 'committed',
                   GREATEST(pol.product_qty - COALESCE(b.billed, 0), 0)
              FROM source
              JOIN purchase_order_line pol ON pol.legal_account_id = source.id
              JOIN purchase_order po
                ON po.id = pol.order_id AND po.state = 'purchase'
               AND po.company_id = source.company_id
              LEFT JOIN (%(billed)s) b ON b.line_id = pol.id
             UNION ALL
            SELECT account_id, township_id, 'actual', gross
              FROM item
             WHERE move_type IN %(purchases)s AND display_type = 'product'
             UNION ALL
            SELECT account_id, township_id, 'paid', paid
              FROM paid_item
             WHERE move_type IN %(purchases)s
        )
        SELECT account_id, township_id,
               COALESCE(SUM(amount) FILTER (WHERE figure = 'appropriated'), 0)
                   AS appropriated,
               COALESCE(SUM(amount) FILTER (WHERE figure = 'received'), 0) AS received,
               COALESCE(SUM(amount) FILTER (WHERE figure = 'committed'), 0)
                   AS committed,
               COALESCE(SUM(amount) FILTER (WHERE figure = 'actual'), 0) AS actual,
               COALESCE(SUM(amount) FILTER (WHERE figure = 'paid'), 0) AS paid
          FROM fact
         GROUP BY account_id, township_id
        """,
        terms=get_terms(column, accounts),
        purchases=PURCHASE_TYPES,
        sales=SALE_TYPES,
        billed=get_billed(),
    )
