from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import MODULE
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestMatter(VisitCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._make_visit(cls.assignment, cls.day(3, 4))
        cls.matter = cls.visit.matter_ids

    def test_no_text_of_a_matter_holds_an_id_number(self):
        for name in ("client_name", "summary", "advice", "outcome"):
            for number in (
                "654002199001011234",
                "65400219900101123X",
                "身份证65400219900101123x号",
                "６５４００２１９９００１０１１２３４",
            ):
                with (
                    self.subTest(name=name, number=number),
                    self.assertRaisesRegex(ValidationError, "ID number"),
                    self.env.cr.savepoint(),
                ):
                    self.matter[name] = number
        for name in ("place", "supplement_reason"):
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(ValidationError, "ID number"),
                self.env.cr.savepoint(),
            ):
                self.visit[name] = "Home of 65400219900101123X"
        self.matter.summary = "File 2026-654002199001011234567, phone 13800000000"

    def test_an_id_number_from_before_the_rule_keeps_no_step_back(self):
        self.visit.flush_recordset()
        self.env.cr.execute(
            "UPDATE legal_visit SET place = 'Home of 65400219900101123X' WHERE id = %s",
            self.visit.ids,
        )
        self.env.invalidate_all()
        self.visit.action_submit()
        self.visit.action_reject("Say where")
        self.visit.action_reset()
        self.visit.action_submit()
        self.visit.action_confirm()
        self.visit.with_user(self.manager).action_annul("Doc 7", "Elsewhere")
        self.assertTrue(self.visit.is_annulled)

    def test_the_name_of_a_matter_tells_nothing_of_a_villager(self):
        self.matter.write({"client_name": "Wang", "summary": "Divorce of Wang"})
        self.assertEqual(
            self.matter.display_name,
            f"{self.visit.reference} {self.matter.category_id.name}",
        )
        found = self.env["legal.matter"].name_search("Divorce")
        self.assertEqual(found, [(self.matter.id, self.matter.display_name)])

    def test_a_matter_keeps_no_contact_and_no_phone_of_a_villager(self):
        partners = self.env["res.partner"].search_count([])
        self.matter.write({"client_kind": "villager", "client_name": "Wang"})
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        for name, field in self.matter._fields.items():
            self.assertNotIn(field.comodel_name, ("res.partner", "hr.employee"), name)
            for word in ("phone", "mobile", "email", "address", "id_number"):
                self.assertNotIn(word, name)

    def test_a_matter_belongs_where_its_entry_does(self):
        self.assertRecordValues(
            self.matter,
            [
                {
                    "date": self.day(3, 4),
                    "advisor_id": self.advisor.id,
                    "village_id": self.village_1.id,
                    "township_id": self.township_1.id,
                    "program_id": self.program.id,
                    "company_id": self.company.id,
                }
            ],
        )
        self.visit.date = self.day(3, 5)
        self.assertEqual(self.matter.date, self.day(3, 5))

    def test_an_entry_is_complete_with_place_summary_and_advice(self):
        self.assertTrue(self.visit.is_complete)
        self.matter.advice = "  "
        self.assertFalse(self.visit.is_complete)
        self.matter.advice = "Wait."
        self.assertTrue(self.visit.is_complete)
        self.visit.place = False
        self.assertFalse(self.visit.is_complete)
        self.visit.service_mode = "phone"
        self.assertTrue(self.visit.is_complete)
        self.matter.unlink()
        self.assertFalse(self.visit.is_complete)

    def test_matters_are_entered_on_the_form_of_the_entry(self):
        with Form(self.visit.with_user(self.officer)) as form:
            with form.matter_ids.new() as line:
                line.client_kind = "committee"
                line.category_id = self.env.ref(f"{MODULE}.matter_category_contract")
                line.summary = "Lease of the hall"
                line.advice = "Add a date."
        self.assertEqual(len(self.visit.matter_ids), 2)

    @mute_logger("odoo.sql_db")
    def test_a_bureau_changes_the_lists_and_codes_stay_unique(self):
        categories = self.env["legal.matter.category"].with_user(self.officer)
        category = categories.create({"name": "Elections", "code": "elections"})
        self.matter.category_id = category
        topics = self.env["legal.matter.topic"]
        self.assertEqual(len(topics.search([])), 12)
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            categories.create({"name": "Again", "code": "elections"})
        self.assertIn("legal_matter_category_code_unique", str(caught.exception))
