from odoo.tests import tagged
from odoo.tests.common import warmup

from .lecture_case import LectureCase

ROWS = 80


@tagged("post_install", "-at_install")
class TestLectureSlipLists(LectureCase):
    """Lists read as many rows as fit on a screen with a fixed number of queries."""

    def setUp(self):
        super().setUp()
        self.villages = self.village_1.browse()
        self.assignments = self.assignment.browse()
        for index in range(ROWS):
            code = f"654002001{210 + index}"
            self.villages |= self._make_village(code, liaison_name="Zhao")
        for index, village in enumerate(self.villages):
            if index % 5 == 0:
                advisor = self._make_advisor(f"Adviser {index}", self.day(1))
            self.assignments |= self._make_assignment(village, advisor)

    def _read(self, model, view, domain=(), limit=ROWS):
        """What the web client asks for to show the first page of a list."""
        user = self.township_officer
        Model = self.env[model].with_user(user)
        arch = self.env.ref(f"village_legal_advisor.{view}")
        self.assertEqual(arch.model, model)
        fields = Model.get_view(arch.id, "list")["models"][model]
        specification = {
            name: {"fields": {"display_name": {}}}
            if Model._fields[name].relational
            else {}
            for name in fields
            if name in Model._fields
        }
        self.env.invalidate_all()
        return Model.web_search_read(list(domain), specification, limit=limit)

    def _assert_as_many_queries(self, *args):
        self._read(*args)
        counts = []
        for limit in (10, ROWS):
            before = self.cr.sql_log_count
            page = self._read(*args, limit=limit)
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(page["records"]), limit)
        self.assertEqual(*counts)

    @warmup
    def test_lectures(self):
        for assignment in self.assignments:
            self._make_lecture(self.day(6, 6), assignment)
        self._assert_as_many_queries("legal.lecture", "lecture_view_list")

    @warmup
    def test_villages_without_lecture(self):
        self._assert_as_many_queries(
            "legal.village",
            "village_view_list_without_lecture",
            [("lacks_lecture_this_quarter", "=", True)],
        )

    @warmup
    def test_slips(self):
        for index, assignment in enumerate(self.assignments):
            self._make_visit(
                assignment, self.day(4, 1 + index % 5), 9, 10, state="submitted"
            )
        self.env["legal.slip"]._prepare_slips(self.day(4), self.villages)
        self._assert_as_many_queries("legal.slip", "slip_view_list")
