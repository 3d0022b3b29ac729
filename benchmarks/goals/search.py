"""Chinese search: a page of matters with its count, by words of two characters too."""

from ..pages import get_specification, read_page

WORDS = ("茶园", "欠薪", "茶园一事", "宅基 边界")
FEWER_THAN = 10_000


def measure(bench):
    for word in WORDS:
        hits = []
        (seconds,) = bench.times("big", _get_search(word, hits), login="officer")
        assert hits[0] < FEWER_THAN, (word, hits)
        bench.takes(f"{word}: {hits[0]} matters", seconds, 0.1)


def _get_search(word, hits):
    def search(env, clock):
        matters = env["legal.matter"]
        specification = get_specification(matters, "matter_view_list")
        env.invalidate_all()
        with clock:
            page = read_page(matters, [("content", "ilike", word)], specification)
        hits.append(page["length"])

    return search
