"""Evaluations of some assignments, for goals that print them."""

REPORT = "village_legal_advisor.paper_evaluation"


def add_evaluations(env, count):
    """Compute the evaluations of the first assignments.

    :return: the evaluations
    """
    assignments = env["legal.assignment"].search([], order="id", limit=count)
    evaluations = env["legal.evaluation"]
    evaluations._compute_marks(assignments)
    env.flush_all()
    found = evaluations.search([("assignment_id", "in", assignments.ids)], limit=count)
    assert len(found) == count, f"{len(found)} evaluations, {count} expected"
    return found
