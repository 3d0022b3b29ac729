"""Where the money of a funding source went, as SQL over posted entries.

Everything is in the company's own currency and tells taxes in, as the fee does (rule
11): a bill line's amount is its balance, grossed up by what its taxes add.
"""

from odoo.tools import SQL

from .fund_ledger_sql import (
    PURCHASE_TYPES,
    SALE_TYPES,
    get_gross,
    get_sources,
    get_terms,
    is_receipt,
)


def get_billed(lines=None, states=("posted",), without=()):
    """Bills of contract lines: columns `line_id` and `billed`.

    :param lines: ids of contract lines, or the one of a query around, else all
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
          JOIN purchase_order_line line
            ON line.id = l.purchase_line_id AND line.legal_account_id IS NOT NULL
          JOIN res_company c ON c.id = m.company_id
          JOIN res_currency cur ON cur.id = c.currency_id
         WHERE l.display_type = 'product' AND NOT l.id = ANY(%(without)s) AND %(filter)s
         GROUP BY l.purchase_line_id
        """,
        gross=get_gross(SQL("l.balance")),
        states=tuple(states),
        types=PURCHASE_TYPES,
        without=list(without),
        filter=_filter_lines(lines),
    )


def _filter_lines(lines):
    if lines is None:
        return SQL("TRUE")
    if isinstance(lines, SQL):
        return SQL("l.purchase_line_id = %s", lines)
    return SQL("l.purchase_line_id = ANY(%s)", list(lines))


def get_paid(column, lines):
    """What payments settled of contract lines: columns `line_id` and `paid`.

    :param str column: the funding plan's column of `account.analytic.line`
    :param lines: ids of contract lines
    :rtype: SQL
    """
    return SQL(
        """
        WITH %(terms)s
        SELECT contract_line_id AS line_id, SUM(paid) AS paid
          FROM paid_item
         WHERE move_type IN %(purchases)s
         GROUP BY contract_line_id
        """,
        terms=get_terms(column, get_sources(), lines=lines),
        purchases=PURCHASE_TYPES,
    )


def get_figures(column):
    """Figures by township of one source: for a LATERAL beside its account.

    The query around it names the account `aa` and its company `c`.

    :param str column: the funding plan's column of `account.analytic.line`
    :return: columns township_id, appropriated, received, committed, actual, paid; a
        row without a township in any case
    :rtype: SQL
    """
    return SQL(
        """
        WITH %(terms)s, fact (
            township_id, appropriated, received, committed, actual, paid
        ) AS (
            SELECT NULL::integer, COALESCE(SUM(ap.signed_amount), 0), 0, 0, 0, 0
              FROM legal_appropriation ap
             WHERE ap.account_id = aa.id AND ap.state = 'in_force'
             UNION ALL
            SELECT township_id, 0, COALESCE(SUM(amount) FILTER (WHERE %(receipt)s), 0),
                   0, COALESCE(SUM(gross) FILTER (
                       WHERE move_type IN %(purchases)s AND display_type = 'product'
                   ), 0), 0
              FROM item
             GROUP BY township_id
             UNION ALL
            SELECT township_id, 0,
                   COALESCE(SUM(-paid) FILTER (WHERE move_type IN %(sales)s), 0), 0, 0,
                   COALESCE(SUM(paid) FILTER (WHERE move_type IN %(purchases)s), 0)
              FROM paid_item
             GROUP BY township_id
             UNION ALL
            SELECT pol.legal_township_id, 0, 0,
                   SUM(GREATEST(pol.product_qty - COALESCE(own.billed, 0), 0)), 0, 0
              FROM purchase_order_line pol
              JOIN purchase_order po
                ON po.id = pol.order_id AND po.state = 'purchase'
               AND po.company_id = aa.company_id
               AND po.legal_program_id = aa.legal_program_id
              LEFT JOIN (
                    SELECT contract_line_id, SUM(gross) AS billed
                      FROM item
                     WHERE move_type IN %(purchases)s AND display_type = 'product'
                     GROUP BY contract_line_id
                   ) own ON own.contract_line_id = pol.id
             WHERE pol.legal_account_id = aa.id
             GROUP BY pol.legal_township_id
             UNION ALL
            -- What was carried forward was billed on accounts of earlier years, too.
            SELECT pol.legal_township_id, 0, 0,
                   SUM(GREATEST(pol.product_qty - COALESCE(b.billed, 0), 0)), 0, 0
              FROM purchase_order_line pol
              JOIN purchase_order po
                ON po.id = pol.order_id AND po.state = 'purchase'
               AND po.company_id = aa.company_id
               AND po.legal_program_id IS DISTINCT FROM aa.legal_program_id
              LEFT JOIN LATERAL (%(billed)s) b ON TRUE
             WHERE pol.legal_account_id = aa.id
             GROUP BY pol.legal_township_id
        )
        SELECT township_id, SUM(appropriated) AS appropriated,
               SUM(received) AS received, SUM(committed) AS committed,
               SUM(actual) AS actual, SUM(paid) AS paid
          FROM fact
         GROUP BY township_id
        """,
        terms=get_terms(column, SQL("SELECT aa.id, aa.company_id, c.currency_id")),
        receipt=is_receipt(),
        purchases=PURCHASE_TYPES,
        sales=SALE_TYPES,
        billed=get_billed(SQL("pol.id")),
    )
