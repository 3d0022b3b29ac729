"""Hours page: eighty villages by twelve months against bare SQL of the same figures.

The product's grid is asked for as the web client does; the statement gives the same
cells and sums with the villages' names, as plain tuples.
"""

VILLAGES = 80
MONTHS = 12
SETS = ([], ["month:month"], ["village_id"], ["village_id", "month:month"])
STATEMENT = """
    SELECT m.village_id, v.name, m.month, SUM(m.hours_confirmed), COUNT(*)
      FROM legal_village_month m JOIN legal_village v ON v.id = m.village_id
     WHERE m.program_id = %s AND m.village_id = ANY(%s)
     GROUP BY GROUPING SETS (
         (), (m.month), (m.village_id, v.name), (m.village_id, v.name, m.month)
     )
     ORDER BY v.name, m.month
"""


def measure(bench):
    for role in ("little", "big"):
        with bench.environment(role) as env:
            program = env["legal.program"].search([]).id
            villages = env["legal.village"].search([], limit=VILLAGES).ids

        def by_product(env, clock, program=program, villages=villages):
            months = env["legal.village.month"]
            domain = [("program_id", "=", program), ("village_id", "in", villages)]
            with clock:
                groups = months.formatted_read_grouping_sets(
                    domain, SETS, ["hours_confirmed:sum", "__count"]
                )
            assert len(groups[-1]) == VILLAGES * MONTHS

        def by_statement(env, clock, program=program, villages=villages):
            with clock:
                env.cr.execute(STATEMENT, [program, villages])
                rows = env.cr.fetchall()
            assert len(rows) == 1 + MONTHS + VILLAGES * (1 + MONTHS)

        ours, peer = bench.times(
            role, by_product, by_statement, login="officer", times=5
        )
        bench.slower(f"{VILLAGES * MONTHS} cells, {role}", ours, peer, at_most=2)
        bench.takes(f"{VILLAGES * MONTHS} cells, {role}", ours, 0.1)
