"""Hours page: eighty villages by twelve months against bare SQL of the same figures.

Compared with the statement is the ORM's reading of the grid, rights and the villages'
names included: the same cells and sums, as tuples; and the request of the web client,
who wants a label and a domain with each of a thousand cells, has its bound in time.
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

        def by_orm(env, clock, program=program, villages=villages):
            months = env["legal.village.month"]
            domain = [("program_id", "=", program), ("village_id", "in", villages)]
            with clock:
                groups = months._read_grouping_sets(
                    domain, SETS, ["hours_confirmed:sum", "__count"]
                )
                names = [row[0].display_name for row in groups[2]]
            assert len(groups[-1]) == VILLAGES * MONTHS and len(names) == VILLAGES

        page, ours, peer = bench.times(
            role, by_product, by_orm, by_statement, login="officer", times=5
        )
        cells = f"{VILLAGES * MONTHS} cells, {role}"
        bench.slower(f"{cells}, read", ours, peer, at_most=2)
        bench.takes(f"{cells}, the client's request", page, 0.1)
        bench.note(f"the request {page / peer:.2f} times the statement")
