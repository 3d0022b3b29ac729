"""Where the money of a funding source went, as SQL over posted entries.

Everything is in the company's own currency and tells taxes in, as the fee does (rule
11): a bill line's amount is its balance, grossed up by what its taxes add.
"""

from odoo.tools import SQL

PURCHASE_TYPES = ("in_invoice", "in_refund", "in_receipt")
SALE_TYPES = ("out_invoice", "out_refund", "out_receipt")


def _gross(amount):
    """An amount of move line `l` with its taxes, rounded in currency `cur`."""
    return SQL(
        """
        CASE WHEN COALESCE(l.price_subtotal, 0) = 0 THEN %(amount)s
             ELSE ROUND(
                 %(amount)s * l.price_total / l.price_subtotal, cur.decimal_places
             ) END
        """,
        amount=amount,
    )


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
        gross=_gross(SQL("l.balance")),
        states=tuple(states),
        types=PURCHASE_TYPES,
        without=list(without),
        filter=SQL("TRUE") if lines is None else SQL("pol.id = ANY(%s)", list(lines)),
    )


def get_figures(column, accounts=None):
    """Figures by account and township.

    What a payment settles of a bill is spread over the bill's lines in proportion; the
    largest remainders get the last cents, so that the parts sum to the payment
    (`fee_parts.split` says the same in Python).

    :param str column: the funding plan's column of `account.analytic.line`
    :param accounts: ids of accounts, else all sources of all years
    :return: columns account_id, township_id, appropriated, received, committed,
        actual, paid; a row without a township for every account
    :rtype: SQL
    """
    return SQL(
        """
        WITH source AS (
            SELECT aa.id, aa.company_id, c.currency_id
              FROM account_analytic_account aa
              JOIN res_company c ON c.id = aa.company_id
             WHERE aa.legal_program_id IS NOT NULL AND %(filter)s
        ), item AS (
            SELECT source.id AS account_id, pol.legal_township_id AS township_id,
                   a.amount, l.id AS line_id, l.move_id, l.balance, m.move_type,
                   l.display_type, ga.account_type, cur.decimal_places,
                   %(gross_item)s AS gross
              FROM source
              JOIN res_currency cur ON cur.id = source.currency_id
              JOIN account_analytic_line a ON a.%(column)s = source.id
              JOIN account_move_line l ON l.id = a.move_line_id
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account ga ON ga.id = l.account_id
              LEFT JOIN purchase_order_line pol ON pol.id = l.purchase_line_id
             WHERE m.state = 'posted' AND m.company_id = source.company_id
        ), document AS (
            SELECT DISTINCT move_id
              FROM item
             WHERE move_type IN %(documents)s
        ), settled AS (
            SELECT move_id, SUM(amount) AS amount
              FROM (
                    SELECT t.move_id, p.amount
                      FROM document
                      JOIN account_move_line t ON t.move_id = document.move_id
                      JOIN account_account ta
                        ON ta.id = t.account_id AND ta.account_type IN %(open)s
                      JOIN account_partial_reconcile p ON p.credit_move_id = t.id
                      JOIN account_move_line o
                        ON o.id = p.debit_move_id AND o.parent_state = 'posted'
                     UNION ALL
                    SELECT t.move_id, -p.amount
                      FROM document
                      JOIN account_move_line t ON t.move_id = document.move_id
                      JOIN account_account ta
                        ON ta.id = t.account_id AND ta.account_type IN %(open)s
                      JOIN account_partial_reconcile p ON p.debit_move_id = t.id
                      JOIN account_move_line o
                        ON o.id = p.credit_move_id AND o.parent_state = 'posted'
                   ) sides
             GROUP BY move_id
        ), whole AS (
            -- In whole cents, the way round in which the document's total is positive.
            SELECT l.id AS line_id, l.move_id, l.sign,
                   ROUND(l.sign * settled.amount * l.cents) AS settled,
                   ROUND(l.sign * l.gross * l.cents) AS part,
                   ROUND(l.sign * l.total * l.cents) AS total
              FROM (
                    SELECT g.*, SUM(gross) OVER moves AS total,
                           SIGN(SUM(gross) OVER moves) AS sign
                      FROM (
                            SELECT l.id, l.move_id, %(gross_line)s AS gross,
                                   10::numeric ^ cur.decimal_places AS cents
                              FROM settled
                              JOIN account_move_line l
                                ON l.move_id = settled.move_id
                               AND l.display_type = 'product'
                              JOIN res_company c ON c.id = l.company_id
                              JOIN res_currency cur ON cur.id = c.currency_id
                           ) g
                    WINDOW moves AS (PARTITION BY move_id)
                   ) l
              JOIN settled ON settled.move_id = l.move_id
             WHERE l.total <> 0
        ), spread AS (
            SELECT line_id, move_id, sign, settled, total,
                   (settled * part - remainder) / total AS floor, remainder
              FROM (
                    SELECT *, MOD(MOD(settled * part, total) + total, total)
                                  AS remainder
                      FROM whole
                   ) w
        ), paid AS (
            SELECT line_id,
                   sign * (
                       floor + CASE WHEN ROW_NUMBER() OVER (
                           PARTITION BY move_id ORDER BY remainder DESC, line_id
                       ) <= settled - SUM(floor) OVER (PARTITION BY move_id)
                       THEN 1 ELSE 0 END
                   ) AS cents
              FROM spread
        ), paid_item AS (
            SELECT item.*,
                   CASE WHEN balance = 0 THEN 0 ELSE ROUND(
                       paid.cents / 10::numeric ^ decimal_places * -amount / balance,
                       decimal_places
                   ) END AS paid
              FROM item
              JOIN paid ON paid.line_id = item.line_id
        ), fact (
            account_id, township_id, appropriated, received, committed, actual, paid
        ) AS (
            SELECT id, NULL::integer, 0::numeric, 0::numeric, 0::numeric, 0::numeric,
                   0::numeric
              FROM source
             UNION ALL
            SELECT ap.account_id, NULL, ap.signed_amount, 0, 0, 0, 0
              FROM legal_appropriation ap
              JOIN source ON source.id = ap.account_id
             WHERE ap.state = 'in_force'
             UNION ALL
            SELECT account_id, township_id, 0, amount, 0, 0, 0
              FROM item
             WHERE move_type = 'entry' AND LEFT(account_type, 7) <> 'expense'
             UNION ALL
            SELECT account_id, township_id, 0, -paid, 0, 0, 0
              FROM paid_item
             WHERE move_type IN %(sales)s
             UNION ALL
            SELECT pol.legal_account_id, pol.legal_township_id, 0, 0,
                   GREATEST(pol.product_qty - COALESCE(b.billed, 0), 0), 0, 0
              FROM source
              JOIN purchase_order_line pol ON pol.legal_account_id = source.id
              JOIN purchase_order po
                ON po.id = pol.order_id AND po.state = 'purchase'
               AND po.company_id = source.company_id
              LEFT JOIN (%(billed)s) b ON b.line_id = pol.id
             UNION ALL
            SELECT account_id, township_id, 0, 0, 0, gross, 0
              FROM item
             WHERE move_type IN %(purchases)s AND display_type = 'product'
             UNION ALL
            SELECT account_id, township_id, 0, 0, 0, 0, paid
              FROM paid_item
             WHERE move_type IN %(purchases)s
        )
        SELECT account_id, township_id,
               SUM(appropriated) AS appropriated,
               SUM(received) AS received,
               SUM(committed) AS committed,
               SUM(actual) AS actual,
               SUM(paid) AS paid
          FROM fact
         GROUP BY account_id, township_id
        """,
        filter=_filter("aa.id", accounts),
        column=SQL.identifier(column),
        gross_item=_gross(SQL("-a.amount")),
        gross_line=_gross(SQL("l.balance")),
        documents=PURCHASE_TYPES + SALE_TYPES,
        purchases=PURCHASE_TYPES,
        sales=SALE_TYPES,
        open=("liability_payable", "asset_receivable"),
        billed=get_billed(),
    )


def _filter(name, ids):
    if ids is None:
        return SQL("TRUE")
    return SQL("%s = ANY(%s)", SQL(name), list(ids))
