from lxml import etree

from odoo.tests import tagged, warmup

from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitList(VisitCase):
    """Pages of lists cost the same whatever their length."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._fill(1)

    @classmethod
    def _fill(cls, count):
        existing = cls.visits.search_count([])
        assignments = cls.assignment, cls.other_assignment
        cls.visits.create(
            [
                {
                    "assignment_id": assignments[index % 2].id,
                    "date": cls.day(1 + index % 4, 1 + index // 4),
                    "hour_from": 9,
                    "hour_to": 10,
                    "place": "Village office",
                    "matter_ids": [
                        (
                            0,
                            0,
                            {
                                "category_id": cls.env.ref(
                                    "village_legal_advisor.matter_category_other"
                                ).id,
                                "summary": "Wages",
                            },
                        )
                    ],
                }
                for index in range(existing, existing + count)
            ]
        )

    def _count(self, model, view, user):
        """Queries of the page that the web client asks for."""
        records = self.env[model].with_user(user)
        arch = records.get_view(self.env.ref(f"village_legal_advisor.{view}").id)
        fields = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].type == "many2one"
            else {}
            for name in arch["models"][model]
            if f'name="{name}"' in arch["arch"]
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = records.web_search_read([], fields, limit=80)
        return len(page["records"]), self.env.cr.sql_log_count - before

    @warmup
    def test_a_page_of_eighty_entries_costs_what_one_entry_costs(self):
        for model, view in (
            ("legal.visit", "visit_view_list"),
            ("legal.matter", "matter_view_list"),
        ):
            for user in (self.officer, self.township_officer):
                self._count(model, view, user)
                with self.subTest(model=model, user=user.login):
                    few, few_queries = self._count(model, view, user)
                    self._fill(79 if few < 80 else 0)
                    many, many_queries = self._count(model, view, user)
                    self.assertEqual(many, 80)
                    self.assertLessEqual(many_queries, few_queries + (few == 1))
                    self.assertLess(many_queries, 20)

    def test_every_view_that_shows_single_entries_marks_a_late_one(self):
        """The remarks, or the flag itself, in sight (a hidden column is not)."""
        shown = {
            "legal.visit": ("list", "form", "kanban", "calendar"),
            "legal.visit.decision": ("form",),
            "legal.volume": ("form",),
        }
        for model, kinds in shown.items():
            for kind in kinds:
                arch = etree.fromstring(
                    self.env[model]
                    .with_user(self.officer)
                    .get_view(view_type=kind)["arch"]
                )
                marks = arch.xpath(
                    "//field[@name='marks'][not(@optional='hide')]"
                    "|//widget[contains(@invisible, 'not is_late_entry')]"
                )
                with self.subTest(model=model, kind=kind):
                    self.assertTrue(marks)

    def test_the_order_of_lists_has_its_index(self):
        self.env.cr.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'legal_visit'"
        )
        definitions = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("(township_id, date DESC, id DESC)", definitions)
        self.assertIn("(date DESC, id DESC)", definitions)
