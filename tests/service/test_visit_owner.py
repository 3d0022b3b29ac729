from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitOwner(VisitCase):
    def test_entries_are_one_click_from_everything_they_are_about(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        other = self._make_visit(self.other_assignment, self.day(3, 4))
        for owner, entries in (
            (self.village_1, visit),
            (self.township_1, visit | other),
            (self.assignment, visit),
            (self.advisor, visit | other),
        ):
            owner = owner.with_user(self.township_officer)
            with self.subTest(owner=owner._name):
                self.assertEqual(owner.visit_count, len(entries))
                action = owner.action_view_visits()
                found = self.visits.search(action["domain"])
                self.assertEqual(found, entries.sorted())
        action = self.village_1.action_view_visits()
        self.assertEqual(action["context"]["default_assignment_id"], self.assignment.id)

    def test_entries_of_a_firm_stay_with_the_firm_of_the_time(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        new_firm = self._make_firm("West Law Firm")
        self.advisor.firm_id = new_firm
        self.assertEqual(self.firm.legal_visit_count, 1)
        self.assertEqual(new_firm.legal_visit_count, 0)
        action = self.firm.action_view_legal_visits()
        self.assertEqual(self.visits.search(action["domain"]), visit)

    def test_who_reads_no_entries_reads_no_count_of_them(self):
        for user in (self.leading, self.finance):
            for owner in (self.village_1, self.assignment):
                names = owner.with_user(user).fields_get()
                self.assertFalse({"visit_ids", "visit_count"} & names.keys())
            with self.assertRaises(AccessError):
                self.village_1.with_user(user).read(["visit_count"])
            with self.assertRaises(AccessError):
                self.assignment.with_user(user).read(["visit_ids"])

    def test_the_forms_open_for_those_who_see_the_button_and_those_who_do_not(self):
        for user in (self.officer, self.leading):
            for owner in (self.village_1, self.township_1, self.assignment):
                Form(owner.with_user(user))
