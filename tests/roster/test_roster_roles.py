from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import LegalCase

SCREENS = ("legal.program", "legal.township", "legal.village", "legal.assignment")


@tagged("post_install", "-at_install")
class TestRosterRoles(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        advisor = cls._make_advisor("Adviser A", certified_from=cls.day(1))
        cls.assignment = cls._make_assignment(cls.village_1, advisor)
        cls.env["legal.assignment.slot"].create(
            {"assignment_id": cls.assignment.id, "weekday": "0", "place": "Office"}
        )
        cls.program.with_user(cls.manager)._correct_standards(
            {"monthly_hours": 7.0}, "Because"
        )
        cls.records = {
            "legal.program": cls.program,
            "legal.township": cls.township_1,
            "legal.village": cls.village_1,
            "legal.assignment": cls.assignment,
        }

    def _get_specification(self, model, node):
        """What the web client asks for to show a view: fields, and those in lists."""
        specification = {}
        for field_node in node.iterfind(".//field"):
            if any(a.tag == "field" for a in field_node.iterancestors()):
                continue
            field = model._fields[field_node.get("name")]
            wanted = specification.setdefault(field.name, {})
            if field.type == "many2one":
                wanted["fields"] = {"display_name": {}}
            elif field.relational:
                inner = self.env[field.comodel_name].with_env(model.env)
                wanted["fields"] = {}
                for view in field_node:
                    flat = etree.fromstring(etree.tostring(view))
                    wanted["fields"] |= self._get_specification(inner, flat)
        return specification

    def test_every_role_can_open_the_screens_it_may_read(self):
        opened = set()
        for user in (
            self.officer,
            self.manager,
            self.township_officer,
            self.finance,
            self.leading,
        ):
            for name in SCREENS:
                record = self.records[name].with_user(user)
                self.assertTrue(record.has_access("read"), (user.login, name))
                for view_type in ("list", "form"):
                    with self.subTest(user=user.login, model=name, view=view_type):
                        self.env.invalidate_all()
                        arch = record.get_view(view_type=view_type)["arch"]
                        node = etree.fromstring(arch)
                        values = record.web_read(self._get_specification(record, node))
                        self.assertTrue(values)
                        opened.add((user, name, view_type))
        self.assertEqual(len(opened), 5 * len(SCREENS) * 2)

    def test_the_first_screen_shows_the_leading_group_who_is_behind(self):
        behind = self.env.ref("village_legal_advisor.menu_village_month_behind")
        root = self.env.ref("village_legal_advisor.menu_legal_root")
        menus = self.env["ir.ui.menu"].with_user(self.leading).load_menus(False)
        menu = menus[root.id]
        while menu["children"]:
            menu = menus[menu["children"][0]]
        self.assertEqual(menu["id"], behind.id)

    def test_no_default_of_a_caller_links_logins_or_employees(self):
        colleague = self.env["hr.employee"].create({"name": "Colleague"})
        for model, name, value, vals in (
            ("legal.advisor", "user_id", self.manager.id, {"name": "Li"}),
            (
                "legal.township",
                "user_ids",
                [Command.link(self.officer.id)],
                {"name": "T", "code": "999999009"},
            ),
            (
                "legal.village",
                "user_ids",
                [Command.link(self.officer.id)],
                {
                    "name": "V",
                    "code": f"{self.township_1.code}599",
                    "township_id": self.township_1.id,
                },
            ),
        ):
            records = self.env[model].with_user(self.officer)
            with self.assertRaises(AccessError, msg=model):
                records.with_context(**{f"default_{name}": value}).create(vals)
        advisor = (
            self.env["legal.advisor"]
            .with_user(self.officer)
            .with_context(default_employee_id=colleague.id, default_state="certified")
            .create({"name": "Li"})
        )
        self.assertNotEqual(advisor.employee_id, colleague)
        self.assertEqual(advisor.state, "applicant")

    def test_an_officer_neither_takes_back_suspended_days_nor_backdates_certificates(
        self,
    ):
        advisor = self.assignment.advisor_id
        advisor.action_suspend(self.day(3), "Complaint")
        with self.assertRaises(AccessError):
            advisor.with_user(self.officer).action_reinstate(self.day(3), "Mistaken")
        advisor.with_user(self.officer).action_reinstate()
        training = (
            self.env["legal.training"]
            .with_user(self.officer)
            .create(
                {
                    "date": self.day(4),
                    "certificate_valid_from": self.day(1),
                    "attendance_ids": [
                        Command.create(
                            {
                                "advisor_id": advisor.id,
                                "attended": True,
                                "passed": True,
                            }
                        )
                    ],
                }
            )
        )
        with self.assertRaisesRegex(UserError, "at the earliest"):
            training.action_certify()
