"""The single rows behind the figures of `fund_sql`: contract lines, bills, payments.

Each query takes the accounts of a program year's funding sources and sums up, by
account and township, to what the screen shows.
"""

from odoo.tools import SQL

from .fund_ledger_sql import (
    PURCHASE_TYPES,
    SALE_TYPES,
    get_sources,
    get_terms,
    is_receipt,
)
from .fund_sql import get_billed

# Where a row belongs: the same columns before all others.
PLACE = SQL(
    """
    aa.legal_source AS source, t.code AS township_code, t.name AS township,
    v.code AS village_code, v.short_name AS village
    """
)
# Whose row it is, for what has a contract line.
PERSON = SQL("adv.name AS advisor, firm.name AS firm")
ORDER = SQL("t.code NULLS FIRST, v.code NULLS FIRST, aa.legal_source")


def _get_joins(line, account):
    """Joins from a contract line's id to the names of its row."""
    return SQL(
        """
        JOIN account_analytic_account aa ON aa.id = %(account)s
        LEFT JOIN purchase_order_line pol ON pol.id = %(line)s
        LEFT JOIN purchase_order po ON po.id = pol.order_id
        LEFT JOIN res_partner firm ON firm.id = po.partner_id
        LEFT JOIN legal_assignment asg ON asg.id = pol.legal_assignment_id
        LEFT JOIN legal_advisor adv ON adv.id = asg.advisor_id
        LEFT JOIN legal_village v ON v.id = pol.legal_village_id
        LEFT JOIN legal_township t ON t.id = pol.legal_township_id
        """,
        line=SQL(line),
        account=SQL(account),
    )


def get_contracts(accounts):
    """Contract lines in force: ordered, accepted, billed and still open."""
    return SQL(
        """
        SELECT %(place)s, %(person)s, po.name AS contract,
               po.legal_signed_date AS date, pol.id AS line_id,
               pol.product_qty AS amount, pol.qty_received AS accepted,
               COALESCE(b.billed, 0) AS billed,
               GREATEST(pol.product_qty - COALESCE(b.billed, 0), 0) AS committed
          FROM purchase_order_line own
          %(joins)s
          LEFT JOIN (%(billed)s) b ON b.line_id = own.id
         WHERE own.legal_account_id = ANY(%(accounts)s)
           AND po.state = 'purchase' AND po.company_id = aa.company_id
         ORDER BY %(order)s, own.id
        """,
        place=PLACE,
        person=PERSON,
        joins=_get_joins("own.id", "own.legal_account_id"),
        billed=get_billed(),
        accounts=list(accounts),
        order=ORDER,
    )


def get_acceptances(accounts):
    """Lines of acceptances: what each funding source pays for an assignment.

    Where a part of a contract was carried into another year, each year has what of an
    acceptance it pays: the earlier line is filled first, as `_legal_receive` does it.
    """
    return SQL(
        """
        WITH accepted AS (
            SELECT told.*, ac.order_id, ac.number, ac.date, ac.instalment_id,
                   SUM(told.amount) OVER (
                       PARTITION BY ac.order_id, told.assignment_id, told.source
                       ORDER BY ac.accepted_at, told.id
                   ) AS upto
              FROM (
                    SELECT id, acceptance_id, assignment_id, village_id,
                           township_id, 'transfer' AS source, amount_transfer AS amount
                      FROM legal_acceptance_line
                     UNION ALL
                    SELECT id, acceptance_id, assignment_id, village_id,
                           township_id, 'village', amount_village
                      FROM legal_acceptance_line
                   ) told
              JOIN legal_acceptance ac
                ON ac.id = told.acceptance_id AND ac.accepted_at IS NOT NULL
        ), filled AS (
            SELECT id, order_id, legal_assignment_id, legal_source, legal_account_id,
                   COALESCE(SUM(qty_received) OVER (
                       part ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                   ), '-Infinity') AS low,
                   CASE WHEN LEAD(id) OVER part IS NULL THEN 'Infinity'
                       ELSE SUM(qty_received) OVER part END AS high
              FROM purchase_order_line
             WHERE legal_assignment_id IS NOT NULL
            WINDOW part AS (
                PARTITION BY order_id, legal_assignment_id, legal_source ORDER BY id
            )
        ), own AS (
            SELECT a.id, a.source, a.order_id, a.number, a.date, a.instalment_id,
                   a.assignment_id, a.village_id, a.township_id,
                   SUM(LEAST(GREATEST(a.upto, f.low), f.high)
                       - LEAST(GREATEST(a.upto - a.amount, f.low), f.high)) AS amount
              FROM accepted a
              JOIN filled f ON f.order_id = a.order_id
               AND f.legal_assignment_id = a.assignment_id
               AND f.legal_source = a.source
             WHERE f.legal_account_id = ANY(%(accounts)s)
             GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        )
        SELECT own.source, t.code AS township_code, t.name AS township,
               v.code AS village_code, v.short_name AS village,
               adv.name AS advisor, firm.name AS firm, own.number, own.date,
               inst.name AS instalment, po.name AS contract, own.amount
          FROM own
          JOIN legal_instalment inst ON inst.id = own.instalment_id
          JOIN purchase_order po ON po.id = own.order_id
          JOIN res_partner firm ON firm.id = po.partner_id
          JOIN legal_assignment asg ON asg.id = own.assignment_id
          JOIN legal_advisor adv ON adv.id = asg.advisor_id
          JOIN legal_village v ON v.id = own.village_id
          JOIN legal_township t ON t.id = own.township_id
         WHERE own.amount <> 0
         ORDER BY t.code, v.code, own.number, own.source, own.id
        """,
        accounts=list(accounts),
    )


def get_bills(column, accounts):
    """Lines of posted bills and refunds, and what payments settled of each."""
    return SQL(
        """
        WITH %(terms)s
        SELECT %(place)s, %(person)s, m.name AS number,
               m.legal_invoice_number AS invoice, m.invoice_date AS date,
               partner.name AS partner, po.name AS contract,
               item.gross AS amount, COALESCE(p.paid, 0) AS paid
          FROM item
          LEFT JOIN paid_item p ON p.id = item.id
          JOIN account_move m ON m.id = item.move_id
          LEFT JOIN res_partner partner ON partner.id = m.partner_id
          %(joins)s
         WHERE item.is_bill
         ORDER BY %(order)s, m.invoice_date, m.id, item.id
        """,
        terms=get_terms(column, get_sources(accounts)),
        place=PLACE,
        person=PERSON,
        joins=_get_joins("item.contract_line_id", "item.account_id"),
        order=ORDER,
    )


def get_payments(column, accounts):
    """What each payment settled of each bill line; a refund is settled, too."""
    return _get_steps(column, accounts, PURCHASE_TYPES, SQL("1"))


def get_receipts(column, accounts):
    """What came in: entries on the source, and customers' payments of notices."""
    return SQL(
        """
        %(steps)s
        UNION ALL
        SELECT %(place)s, %(person)s, NULL, NULL, m.name, m.ref, m.date,
               partner.name, item.amount
          FROM item
          JOIN account_move m ON m.id = item.move_id
          JOIN account_move_line l ON l.id = item.line_id
          LEFT JOIN res_partner partner ON partner.id = l.partner_id
          %(joins)s
         WHERE %(is_receipt)s
         ORDER BY date, paid_by, amount
        """,
        steps=_get_steps(column, accounts, SALE_TYPES, SQL("-1"), ordered=False),
        is_receipt=is_receipt(),
        place=PLACE,
        person=PERSON,
        joins=_get_joins("item.contract_line_id", "item.account_id"),
    )


def _get_steps(column, accounts, types, sign, ordered=True):
    """Payments as differences of what was paid by each step of settling."""
    return SQL(
        """
        WITH %(terms)s, step AS (
            SELECT *, paid - COALESCE(LAG(paid) OVER (
                       PARTITION BY id ORDER BY step
                   ), 0) AS part
              FROM paid_item
             WHERE move_type IN %(types)s
        )
        SELECT %(place)s, %(person)s, m.name AS number, po.name AS contract,
               pm.name AS paid_by, pm.ref, o.date, partner.name AS partner,
               %(sign)s * step.part AS amount
          FROM step
          JOIN account_move m ON m.id = step.move_id
          JOIN account_move_line o ON o.id = step.other_id
          JOIN account_move pm ON pm.id = o.move_id
          LEFT JOIN res_partner partner ON partner.id = m.partner_id
          %(joins)s
         %(order)s
        """,
        terms=get_terms(column, get_sources(accounts), by_payment=True),
        types=types,
        sign=sign,
        place=PLACE,
        person=PERSON,
        joins=_get_joins("step.contract_line_id", "step.account_id"),
        order=SQL("ORDER BY %s, o.date, step.id, step.step", ORDER)
        if ordered
        else SQL(),
    )


def get_appropriations(accounts):
    """Documents in force that gave or took the money of a source."""
    return SQL(
        """
        SELECT ap.source, ap.document_date AS date, ap.document_number AS number,
               ap.kind, ap.budget_project_code, ap.function_code, ap.economy_code,
               ap.signed_amount AS amount
          FROM legal_appropriation ap
         WHERE ap.account_id = ANY(%s) AND ap.state = 'in_force'
         ORDER BY ap.source, ap.document_date, ap.id
        """,
        list(accounts),
    )


def get_shares(program):
    """What villages owe of a year's fee, and what of it came in."""
    return SQL(
        """
        SELECT t.code AS township_code, t.name AS township, v.code AS village_code,
               v.short_name AS village, s.bearer, s.handling, s.state,
               s.amount_due AS due, s.amount_paid AS paid,
               s.amount_outstanding AS outstanding
          FROM legal_village_share s
          JOIN legal_village v ON v.id = s.village_id
          JOIN legal_township t ON t.id = s.township_id
         WHERE s.program_id = %s
         ORDER BY t.code, v.code, s.id
        """,
        program,
    )
