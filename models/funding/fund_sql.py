"""Where the money of a funding source went, as SQL over posted entries.

Everything is in the company's own currency and tells taxes in, as the fee does (rule
11): a bill line's amount is its balance, grossed up by what its taxes add.
"""

from odoo.tools import SQL

from .fund_ledger_sql import (
    PURCHASE_TYPES,
    SALE_TYPES,
    filter_ids,
    get_gross,
    get_sources,
    get_terms,
    is_receipt,
)

SOURCES_OF_PROGRAM = SQL(
    """
    SELECT aa.id, aa.company_id, c.currency_id
      FROM account_analytic_account aa
     WHERE aa.legal_program_id = p.id
    """
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
        filter=filter_ids("l.purchase_line_id", lines),
    )


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
         WHERE is_bill
         GROUP BY contract_line_id
        """,
        terms=get_terms(column, get_sources(), lines=lines),
    )


def get_figures(column):
    """Figures of a program year by account and township, for a LATERAL beside it.

    The query around it names the program `p` and its company `c`.

    :param str column: the funding plan's column of `account.analytic.line`
    :return: columns account_id, township_id, appropriated, received, committed,
        actual, paid; a row without a township for every account
    :rtype: SQL
    """
    return SQL(
        """
        WITH %(terms)s, used AS (
            -- What became of each contract line, on each account that it lay on.
            SELECT account_id, contract_line_id, SUM(gross) AS billed,
                   SUM(CASE WHEN is_whole THEN gross ELSE 0 END) AS paid
              FROM item
              LEFT JOIN settled ON settled.move_id = item.move_id
             WHERE is_bill
             GROUP BY account_id, contract_line_id
        ), line AS (
            SELECT pol.id, pol.legal_account_id AS account_id,
                   pol.legal_township_id AS township_id, pol.product_qty AS ordered,
                   po.legal_program_id = p.id AS is_own
              FROM source
              JOIN purchase_order_line pol ON pol.legal_account_id = source.id
              JOIN purchase_order po
                ON po.id = pol.order_id AND po.state = 'purchase'
               AND po.company_id = source.company_id
        ), fact (
            account_id, township_id, appropriated, received, committed, actual, paid
        ) AS (
            SELECT id, NULL::integer, 0, 0, 0, 0, 0
              FROM source
             UNION ALL
            SELECT ap.account_id, NULL, ap.signed_amount, 0, 0, 0, 0
              FROM legal_appropriation ap
              JOIN source ON source.id = ap.account_id
             WHERE ap.state = 'in_force'
             UNION ALL
            SELECT item.account_id, pol.legal_township_id, 0, item.amount, 0, 0, 0
              FROM item
              LEFT JOIN purchase_order_line pol ON pol.id = item.contract_line_id
             WHERE %(receipt)s
             UNION ALL
            SELECT item.account_id, NULL, 0, -item.paid, 0, 0, 0
              FROM paid_item item
             WHERE item.move_type IN %(sales)s
             UNION ALL
            SELECT part.account_id, pol.legal_township_id, 0, 0, 0, 0, part.paid
              FROM part_item part
              LEFT JOIN purchase_order_line pol ON pol.id = part.contract_line_id
             WHERE part.is_bill
             UNION ALL
            SELECT COALESCE(line.account_id, used.account_id) AS account_id,
                   COALESCE(line.township_id, CASE WHEN line.id IS NULL THEN (
                       SELECT pol.legal_township_id
                         FROM purchase_order_line pol
                        WHERE pol.id = used.contract_line_id
                   ) END) AS township_id, 0, 0,
                   SUM(CASE WHEN is_own
                       THEN GREATEST(ordered - COALESCE(used.billed, 0), 0) ELSE 0
                   END),
                   COALESCE(SUM(used.billed), 0), COALESCE(SUM(used.paid), 0)
              FROM line
              FULL JOIN used
                ON used.contract_line_id = line.id
               AND used.account_id = line.account_id
             GROUP BY 1, 2
             UNION ALL
            -- What was carried forward was billed on accounts of earlier years, too.
            SELECT line.account_id, line.township_id, 0, 0,
                   GREATEST(line.ordered - COALESCE(b.billed, 0), 0), 0, 0
              FROM line
              LEFT JOIN LATERAL (%(billed)s) b ON TRUE
             WHERE is_own IS NOT TRUE
        )
        SELECT account_id, township_id, SUM(appropriated) AS appropriated,
               SUM(received) AS received, SUM(committed) AS committed,
               SUM(actual) AS actual, SUM(paid) AS paid
          FROM fact
         GROUP BY account_id, township_id
        """,
        terms=get_terms(column, SOURCES_OF_PROGRAM),
        receipt=is_receipt(),
        sales=SALE_TYPES,
        billed=get_billed(SQL("line.id")),
    )
