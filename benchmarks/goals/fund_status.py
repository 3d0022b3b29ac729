"""Use of funds: a year's money by source and township against bare SQL of the same.

The statement knows what is so in this province: one bill for a contract line, no
refunds, no taxes, payments of whole bills.
"""

PAGE = 80
FIGURES = ("appropriated", "committed", "actual", "paid")
STATEMENT = """
    SELECT account_id, township_id, SUM(appropriated), SUM(committed), SUM(actual),
           SUM(paid)
      FROM (
            SELECT account_id, NULL::integer AS township_id,
                   signed_amount AS appropriated, 0 AS committed, 0 AS actual, 0 AS paid
              FROM legal_appropriation
             WHERE state = 'in_force' AND program_id = %(program)s
             UNION ALL
            SELECT line.legal_account_id, line.legal_township_id, 0,
                   line.product_qty - COALESCE(bill.billed, 0),
                   COALESCE(bill.billed, 0), COALESCE(bill.paid, 0)
              FROM purchase_order_line line
              JOIN purchase_order contract
                ON contract.id = line.order_id AND contract.state = 'purchase'
               AND contract.legal_program_id = %(program)s
              LEFT JOIN (
                    SELECT item.purchase_line_id, SUM(item.price_total) AS billed,
                           SUM(item.price_total) FILTER (
                               WHERE move.amount_residual = 0
                           ) AS paid
                      FROM account_move_line item
                      JOIN account_move move
                        ON move.id = item.move_id AND move.state = 'posted'
                       AND move.move_type = 'in_invoice'
                     WHERE item.purchase_line_id IS NOT NULL
                     GROUP BY item.purchase_line_id
                   ) bill ON bill.purchase_line_id = line.id
           ) fact
     GROUP BY account_id, township_id
"""


def measure(bench):
    for role in ("little", "big"):
        _measure(bench, role)


def _measure(bench, role):
    with bench.environment(role) as env:
        program = env["legal.program"].search([]).id
        lines = env["purchase.order.line"].search_count([])
    domain = [("program_id", "=", program)]
    totals = []

    def by_group(env, clock):
        status = env["legal.fund.status"]
        with clock:
            groups = status.formatted_read_group(
                domain, ["program_id", "source"], [f"{name}:sum" for name in FIGURES]
            )
        totals[:] = _get_totals(
            [group[f"{name}:sum"] for name in FIGURES] for group in groups
        )

    def by_page(env, clock):
        status = env["legal.fund.status"]
        names = ["program_id", "source", "township_id", *FIGURES]
        with clock:
            rows = status.search_read(domain, names, limit=PAGE)
        assert len(rows) > 1

    def by_statement(env, clock):
        with clock:
            env.cr.execute(STATEMENT, {"program": program})
            rows = env.cr.fetchall()
        assert _get_totals(row[2:] for row in rows) == totals, totals

    groups, page, peer = bench.times(
        role, by_group, by_page, by_statement, login="finance", times=5
    )
    found = f"{lines} contract lines, {role}"
    if role == "little":
        # What does not grow with the lines: rights, planning, names.
        bench.takes(f"{found}, by source", groups, 0.1)
        bench.takes(f"{found}, a page by township", page, 0.1)
        bench.note(f"the statement {peer * 1000:.1f} ms")
        return
    for name, seconds in (("by source", groups), ("a page by township", page)):
        bench.slower(f"{found}, {name}", seconds, peer, at_most=2.5, or_seconds=0.1)


def _get_totals(rows):
    return [round(float(sum(column)), 2) for column in zip(*rows, strict=True)]
