"""The posted entry lines of funding sources, and what payments settled of them.

The terms of a WITH that `fund_sql` sums up for the screen and `fund_rows_sql` puts out
line by line for auditors: one reckoning, so that their totals cannot differ.
"""

from odoo.tools import SQL

PURCHASE_TYPES = ("in_invoice", "in_refund", "in_receipt")
SALE_TYPES = ("out_invoice", "out_refund", "out_receipt")
OPEN_TYPES = ("liability_payable", "asset_receivable")


def get_gross(amount):
    """An amount of move line `l` with its taxes, rounded in currency `cur`."""
    return SQL(
        """
        CASE WHEN l.price_total = l.price_subtotal
                  OR COALESCE(l.price_subtotal, 0) = 0 THEN %(amount)s
             ELSE ROUND(
                 %(amount)s * l.price_total / l.price_subtotal, cur.decimal_places
             ) END
        """,
        amount=amount,
    )


def prepare(env):
    """Make ready for the queries of the ledger in this transaction.

    :return: the funding plan's column of `account.analytic.line`
    :rtype: str
    """
    # Compiling them takes several times as long as they do.
    env.cr.execute("SET LOCAL jit = off")
    plan = env.ref("village_legal_advisor.analytic_plan_funding").sudo()
    return plan._column_name()


def is_receipt():
    """Whether a row of `item` tells what a posted entry brought a source."""
    return SQL(
        """
        item.move_type = 'entry' AND NOT EXISTS (
            SELECT 1
              FROM account_account ga
             WHERE ga.id = item.general_account_id
               AND LEFT(ga.account_type, 7) = 'expense'
        )
        """
    )


def get_sources(accounts=None):
    """Accounts of funding sources: columns `id`, `company_id` and `currency_id`.

    :param accounts: their ids, else those of all years
    :rtype: SQL
    """
    return SQL(
        """
        SELECT aa.id, aa.company_id, c.currency_id
          FROM account_analytic_account aa
          JOIN res_company c ON c.id = aa.company_id
         WHERE aa.legal_program_id IS NOT NULL AND %s
        """,
        filter_ids("aa.id", accounts),
    )


def get_terms(column, sources, by_payment=False, lines=None):
    """WITH-terms `source`, `item`, `settled`, `part_item` and `paid_item`.

    `settled` are documents, `paid_item` the items of all of them with what was paid,
    and `part_item` those of documents that are settled in part.

    What a payment settles of a bill is spread over the bill's lines in proportion; the
    largest remainders get the last cents, so that the parts sum to the payment
    (`fee_parts.split` says the same in Python).

    :param str column: the funding plan's column of `account.analytic.line`
    :param SQL sources: what `get_sources` returns, or rows like it
    :param bool by_payment: whether `paid_item` has a row for every step in which a
        document was settled, each telling what was paid by then; else only the last
    :param lines: ids of contract lines, else whatever lies on the accounts
    :rtype: SQL
    """
    return SQL(
        """
        source AS (
            %(sources)s
        ), item AS (
            SELECT a.id, source.id AS account_id,
                   l.purchase_line_id AS contract_line_id, a.amount,
                   l.id AS line_id, l.move_id, l.balance, m.move_type,
                   COALESCE(l.display_type = 'product', FALSE) AS is_product,
                   COALESCE(
                       l.display_type = 'product' AND m.move_type IN %(purchases)s,
                       FALSE
                   ) AS is_bill,
                   l.account_id AS general_account_id,
                   cur.decimal_places,
                   -m.amount_total_signed AS total, %(gross_item)s AS gross
              FROM source
              JOIN res_currency cur ON cur.id = source.currency_id
              JOIN account_analytic_line a ON a.%(column)s = source.id
              JOIN account_move_line l ON l.id = a.move_line_id
              JOIN account_move m ON m.id = l.move_id
             WHERE m.state = 'posted' AND m.company_id = source.company_id
               AND %(lines)s
        ), document AS (
            SELECT DISTINCT move_id, total
              FROM item
             WHERE move_type IN %(documents)s
        ), settling AS (
            %(settling)s
        ), settlement AS (
            %(settlements)s
        ), settled AS (
            -- What is settled in whole leaves nothing to spread. The planner takes an
            -- equation for rare, and would read the items anew for every document.
            SELECT *, COALESCE(amount = total, FALSE) AS is_whole
              FROM settlement
        ), partly AS (
            SELECT *
              FROM settled
             WHERE NOT is_whole
        ), spread AS (
            SELECT *, (settled * part - remainder) / total AS floor
              FROM (
                    SELECT *, MOD(MOD(settled * part, total) + total, total)
                                  AS remainder
                      FROM (
                            -- In whole cents, the way round in which the document's
                            -- total is positive.
                            SELECT l.id AS line_id, partly.move_id, partly.step,
                                   partly.other_id, l.cents, SIGN(l.total) AS sign,
                                   ROUND(SIGN(l.total) * partly.amount * l.cents)
                                       AS settled,
                                   ROUND(SIGN(l.total) * l.gross * l.cents) AS part,
                                   ROUND(SIGN(l.total) * l.total * l.cents) AS total
                              FROM partly
                              JOIN (
                                    SELECT *, SUM(gross) OVER (PARTITION BY move_id)
                                                  AS total
                                      FROM (
                                            SELECT l.id, l.move_id,
                                                   10::numeric ^ cur.decimal_places
                                                       AS cents,
                                                   %(gross_line)s AS gross
                                              FROM (
                                                    SELECT DISTINCT move_id
                                                      FROM partly
                                                   ) d
                                              JOIN account_move_line l
                                                ON l.move_id = d.move_id
                                               AND l.display_type = 'product'
                                              JOIN res_company c
                                                ON c.id = l.company_id
                                              JOIN res_currency cur
                                                ON cur.id = c.currency_id
                                           ) l
                                   ) l ON l.move_id = partly.move_id AND l.total <> 0
                           ) w
                   ) w
        ), paid AS (
            SELECT line_id, step, other_id,
                   sign / cents * (
                       floor + CASE WHEN ROW_NUMBER() OVER (
                           PARTITION BY move_id, step ORDER BY remainder DESC, line_id
                       ) <= settled - SUM(floor) OVER (PARTITION BY move_id, step)
                       THEN 1 ELSE 0 END
                   ) AS amount
              FROM spread
        ), part_item AS (
            SELECT item.*, paid.step, paid.other_id,
                   CASE WHEN balance = 0 THEN 0 ELSE ROUND(
                       paid.amount * -item.amount / balance, decimal_places
                   ) END AS paid
              FROM item
              JOIN paid ON paid.line_id = item.line_id
        ), paid_item AS (
            SELECT item.*, settled.step, settled.other_id, item.gross AS paid
              FROM item
              JOIN settled ON settled.move_id = item.move_id AND settled.is_whole
             WHERE item.is_product
             UNION ALL
            SELECT *
              FROM part_item
        )
        """,
        sources=sources,
        lines=filter_ids("l.purchase_line_id", lines),
        column=SQL.identifier(column),
        gross_item=get_gross(SQL("-a.amount")),
        gross_line=get_gross(SQL("l.balance")),
        documents=PURCHASE_TYPES + SALE_TYPES,
        purchases=PURCHASE_TYPES,
        settlements=_get_steps() if by_payment else _get_totals(),
        settling=_get_settling(),
    )


def _get_settling():
    """What settled a document: positive where it paid a bill."""
    return SQL(
        """
        SELECT t.move_id, document.total, p.id AS partial_id, o.id AS other_id, o.date,
               p.amount
          FROM document
          JOIN account_move_line t ON t.move_id = document.move_id
          JOIN account_account ta
            ON ta.id = t.account_id AND ta.account_type IN %(open)s
          JOIN account_partial_reconcile p ON p.credit_move_id = t.id
          JOIN account_move_line o
            ON o.id = p.debit_move_id AND o.parent_state = 'posted'
         UNION ALL
        SELECT t.move_id, document.total, p.id, o.id, o.date, -p.amount
          FROM document
          JOIN account_move_line t ON t.move_id = document.move_id
          JOIN account_account ta
            ON ta.id = t.account_id AND ta.account_type IN %(open)s
          JOIN account_partial_reconcile p ON p.debit_move_id = t.id
          JOIN account_move_line o
            ON o.id = p.credit_move_id AND o.parent_state = 'posted'
        """,
        open=OPEN_TYPES,
    )


def _get_totals():
    return SQL(
        """
        SELECT move_id, total, 1 AS step, NULL::integer AS other_id,
               SUM(amount) AS amount
          FROM settling
         GROUP BY move_id, total
        """
    )


def _get_steps():
    return SQL(
        """
        SELECT move_id, total, ROW_NUMBER() OVER steps AS step, other_id,
               SUM(amount) OVER steps AS amount
          FROM settling
        WINDOW steps AS (PARTITION BY move_id ORDER BY date, partial_id, other_id)
        """
    )


def filter_ids(name, ids):
    """A condition on ids: of a list, of the one of a query around, or none.

    :param str name: of the column, with its table
    :param ids: ids, an SQL of one, or None
    :rtype: SQL
    """
    if ids is None:
        return SQL("TRUE")
    column = SQL.identifier(*name.split("."))
    if isinstance(ids, SQL):
        return SQL("%s = %s", column, ids)
    return SQL("%s = ANY(%s)", column, list(ids))
