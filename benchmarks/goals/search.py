"""Chinese search: a page of matters with its count, by words of two characters too."""

from ..pages import get_specification, read_page

WORDS = ("茶园", "欠薪", "茶园一事", "宅基 边界", "土地")
FEWER_THAN = 10_000


def measure(bench):
    for word in WORDS:
        domain = [("content", "ilike", word)]
        hits = []

        def search(env, clock, domain=domain, hits=hits):
            matters = env["legal.matter"]
            specification = get_specification(matters, "matter_view_list")
            env.invalidate_all()
            with clock:
                hits.append(read_page(matters, domain, specification)["length"])

        (seconds,) = bench.times("big", search, login="officer")
        assert hits[0] < FEWER_THAN, (word, hits)
        bench.takes(f"{word}: {hits[0]} matters", seconds, 0.1)
