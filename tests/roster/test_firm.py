from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ...tests.common import LegalCase

FIRM_FORM = "village_legal_advisor.partner_view_form_firm"


@tagged("post_install", "-at_install")
class TestFirm(LegalCase):
    def _open_firm_form(self, user, firm=None):
        Partner = self.env["res.partner"].with_user(user)
        if firm:
            return Form(firm.with_user(user), view=FIRM_FORM)
        return Form(Partner.with_context(default_is_legal_firm=True), view=FIRM_FORM)

    def test_an_officer_keeps_firms_without_contact_rights(self):
        with self._open_firm_form(self.officer) as form:
            form.name = "South Law Firm"
            form.legal_firm_kind = "law_firm"
        firm = form.record
        self.assertTrue(firm.is_company)
        self.assertEqual(firm.company_id, self.company)
        with self._open_firm_form(self.officer, firm) as form:
            form.phone = "0999-1234567"
        self.assertEqual(firm.phone, "0999-1234567")

    def test_an_officer_changes_no_other_contact(self):
        other = self.env["res.partner"].create({"name": "Any company"})
        with self.assertRaises(AccessError):
            other.with_user(self.officer).name = "Changed"
        with self.assertRaises(AccessError):
            other.with_user(self.officer).is_legal_firm = True
        with self.assertRaises(AccessError):
            self.manager.partner_id.with_user(self.officer).email = "mine@example.com"
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.officer).create({"name": "New"})

    def test_contact_managers_keep_all_contacts(self):
        both = new_test_user(
            self.env,
            "legal_both",
            "village_legal_advisor.group_legal_officer,base.group_partner_manager",
        )
        other = self.env["res.partner"].create({"name": "Any company"})
        other.with_user(both).name = "Changed"
        self.assertEqual(other.name, "Changed")

    def test_a_firm_counts_its_advisers_and_the_assignments_of_the_time(self):
        advisor = self._make_advisor("Mover", certified_from=self.day(1))
        self._make_assignment(self.village_1, advisor)
        newer = self._make_firm("Newer Firm", is_legal_firm=True)
        advisor.firm_id = newer
        firms = (self.firm | newer).with_user(self.officer)
        self.assertEqual(firms.mapped("legal_advisor_count"), [0, 1])
        self.assertEqual(firms.mapped("legal_assignment_count"), [1, 0])

    def test_other_internal_users_still_open_contacts(self):
        self.firm.with_user(self.plain_user).web_read({"display_name": {}})
        with self.assertRaises(AccessError):
            self.firm.with_user(self.plain_user).read(["legal_advisor_count"])
        Form(self.firm.with_user(self.plain_user))

    def test_a_person_is_no_firm(self):
        person = self.env["res.partner"].create({"name": "Li in person"})
        with self.assertRefused("is entered as a person", ValidationError):
            self._make_advisor("Li", firm_id=person.id)
        advisor = self._make_advisor("Li")
        with self.assertRefused("is entered as a person", ValidationError):
            advisor.with_user(self.officer).firm_id = person
