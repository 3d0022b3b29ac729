from odoo.tests import tagged

from ..common import LegalCase

# The fixtures' own villages have nobody, so their page would need less.
SERVED = [("code", "=like", "654003%")]


@tagged("post_install", "-at_install")
class TestRosterQueries(LegalCase):
    """A list of 80 rows asks the database as often as a list of 5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        advisors = [
            cls._make_advisor(
                f"Adviser {n}", certified_from=cls.day(1), firm_id=firm.id
            )
            for n, firm in enumerate([cls._make_firm(f"Firm {n}") for n in range(18)])
        ]
        for number in range(80):
            township = cls._make_township(f"T{number}", f"6540031{number:02d}")
            village = cls._make_village(f"{township.code}201", township)
            assignment = cls._make_assignment(
                village, advisors[number // 5], activate=number % 4 != 0
            )
            cls.env["legal.assignment.slot"].create(
                {
                    "assignment_id": assignment.id,
                    "weekday": str(number % 7),
                    "place": "Office",
                }
            )

    def _count(self, model, view, limit, domain):
        """Queries of one page of a list, as the web client asks for it."""
        records = self.env[model].with_user(self.officer)
        arch = records.get_view(self.env.ref(f"village_legal_advisor.{view}").id)
        specification = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].type in ("many2one", "many2many")
            else {}
            for name in arch["models"][model]
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        page = records.web_search_read(domain, specification, limit=limit)
        self.assertEqual(len(page["records"]), limit)
        return self.cr.sql_log_count - before

    def _assert_stable(self, model, view, domain=()):
        self._count(model, view, 5, domain)
        few, many = (self._count(model, view, limit, domain) for limit in (5, 80))
        self.assertEqual(few, many)

    def test_the_list_of_villages_is_stable(self):
        self._assert_stable("legal.village", "village_view_list", SERVED)

    def test_the_list_of_townships_is_stable(self):
        self._assert_stable("legal.township", "township_view_list")

    def test_the_list_of_assignments_is_stable(self):
        self._assert_stable("legal.assignment", "assignment_view_list")

    def test_the_list_of_arrangements_is_stable(self):
        self._assert_stable("legal.assignment.slot", "assignment_slot_view_list")

    def test_the_list_of_years_is_stable(self):
        for year in range(2031, 2111):
            self._make_program(year, "draft", date_start=f"{year}-01-01")
        self._assert_stable("legal.program", "program_view_list")

    def test_the_list_of_advisers_is_stable(self):
        for number in range(70):
            self._make_advisor(f"More {number}", certified_from=self.day(1))
        self._assert_stable("legal.advisor", "advisor_view_list")
        self._assert_stable("legal.advisor", "advisor_view_kanban")
        self._assert_stable(
            "hr.employee.skill",
            "certificate_view_list",
            [("legal_number", "!=", False)],
        )

    def test_the_list_of_trainings_is_stable(self):
        advisors = self.env["legal.advisor"].search([], limit=3)
        self.env["legal.training"].create(
            [
                {
                    "date": self.day(3, 2),
                    "attendance_ids": [
                        (0, 0, {"advisor_id": advisor.id}) for advisor in advisors
                    ],
                }
                for _number in range(80)
            ]
        )
        self._assert_stable("legal.training", "training_view_list")

    def test_the_list_of_firms_is_stable(self):
        for number in range(80):
            self._make_firm(f"More {number}", is_legal_firm=True)
        self._assert_stable(
            "res.partner", "partner_view_list_firm", [("is_legal_firm", "=", True)]
        )
