from datetime import timedelta

from odoo.tests import tagged

from ..statements import StatementCounts
from .test_portal_advisor import PortalCase


@tagged("post_install", "-at_install")
class TestPortalQueries(StatementCounts, PortalCase):
    """A phone page asks the database as often however many rows it shows."""

    def _deploy_to_more_villages(self):
        villages = self.village_2 | self.village_3
        for code in ("654002001203", "654002001204"):
            villages |= self._make_village(code)
        return self.env["legal.assignment"].union(
            *(self._make_assignment(village, self.advisor) for village in villages)
        )

    def _add_rows(self, assignments, count):
        """Entries of all states but confirmed, evaluations and lectures."""
        day = max(self.today - timedelta(days=2), self.program.date_start)
        assignments.village_id.user_ids = self.committee_user
        taken = self.env["legal.visit"].search_count([])
        visits = self.env["legal.visit"].union(
            *(
                self._make_visit(
                    assignments[index % len(assignments)],
                    day,
                    (taken + index) / 4,
                    (taken + index + 1) / 4,
                )
                for index in range(count)
            )
        )
        visits[::4]._guarded_write({"state": "submitted"})
        visits[1::4]._guarded_write({"state": "disputed", "dispute_reason": "Nobody"})
        visits[2::4]._guarded_write({"state": "rejected", "reject_reason": "Nobody"})
        self.env["legal.lecture"].create(
            [
                {"assignment_id": assignment.id, "date": day, "topic": "Leases"}
                for assignment in assignments
                for _ in range(count // 5)
            ]
        )
        evaluations = self.env["legal.evaluation"]._guarded_create(
            [{"assignment_id": assignment.id} for assignment in assignments]
        )
        evaluations._guarded_write({"state": "notified"})

    def _count_page(self, login, url):
        self.authenticate(login, login)
        self.url_open(url)  # Templates and rights are now in the server's memory.
        pages = []
        counts = self._count_statements(lambda: pages.append(self.url_open(url)))
        self.assertEqual(pages[0].status_code, 200)
        return counts, pages[0].text.count("o_legal_row")

    def test_more_rows_are_no_more_queries(self):
        pages = (
            ("legal_advisor", "/my/services"),
            ("legal_advisor", "/my/evaluations"),
            ("legal_advisor", "/my/lectures"),
            ("legal_committee", "/my/village"),
        )
        self._add_rows(self.assignment, 5)
        few = [self._count_page(*page) for page in pages]
        self._add_rows(self._deploy_to_more_villages(), 35)
        many = [self._count_page(*page) for page in pages]
        for page, (short, few_rows), (long, many_rows) in zip(
            pages, few, many, strict=True
        ):
            with self.subTest(page):
                self.assertGreater(many_rows, 3 * few_rows)
                self.assertFalse(self._get_grown(short, long))
