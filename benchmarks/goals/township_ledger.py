"""Township ledger: a township officer's page by date against one nobody restricts."""

from ..pages import get_specification, read_page


def measure(bench):
    sizes = {}

    def read(env, clock):
        visits = env["legal.visit"]
        specification = get_specification(visits, "visit_view_list")
        env.invalidate_all()
        with clock:
            page = read_page(visits, [], specification)
        sizes[env.user.login] = page["length"]
        assert len(page["records"]) == 80

    for role in ("little", "big"):
        # Another user each: one after the other, not in turn.
        (ours,) = bench.times(role, read, login="township", times=5)
        (peer,) = bench.times(role, read, login="officer", times=5)
        bench.slower(
            f"{sizes['township']} of the {role} province's entries",
            *(ours, peer),
            at_most=3,
            or_seconds=0.02,
        )
