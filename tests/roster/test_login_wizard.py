from odoo.exceptions import AccessDenied, AccessError
from odoo.tests import tagged

from ...tests.common import LegalCase


@tagged("post_install", "-at_install")
class TestLoginWizard(LegalCase):
    def _create_login(self, user, **vals):
        wizard = self.env["legal.login.wizard"].with_user(user).create(vals)
        action = wizard.action_create()
        return wizard, action["context"]["default_password"]

    def _can_sign_in(self, login, password):
        credential = {"type": "password", "login": login, "password": password}
        try:
            self.env["res.users"].authenticate(credential, {"interactive": False})
        except AccessDenied:
            return False
        return True

    def test_an_officer_gives_an_adviser_a_login(self):
        advisor = self._make_advisor("Adviser", phone="13800000009")
        contact = advisor.employee_id.work_contact_id
        mails = self.env["mail.mail"].search_count([])
        wizard, password = self._create_login(self.officer, advisor_id=advisor.id)
        user = advisor.user_id
        self.assertEqual(user.login, "13800000009")
        self.assertEqual(
            user.group_ids,
            self.env.ref("village_legal_advisor.group_legal_portal_advisor"),
        )
        self.assertTrue(user.share)
        self.assertEqual(user.partner_id, contact)
        self.assertEqual(advisor.employee_id.work_contact_id, contact)
        self.assertFalse(advisor.employee_id.user_id)
        self.assertEqual(user.name, "Adviser")
        self.assertEqual(advisor.phone, "13800000009")
        self.assertTrue(self._can_sign_in("13800000009", password))
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        # Nothing of the password stays behind.
        self.assertFalse(wizard.password)
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = 'legal_login_wizard'"
        )
        self.assertNotIn(("password",), self.env.cr.fetchall())

    def test_a_second_run_replaces_the_password(self):
        advisor = self._make_advisor("Adviser", email="adviser@example.com")
        _wizard, old = self._create_login(self.officer, advisor_id=advisor.id)
        user = advisor.user_id
        user.active = False
        wizard, new = self._create_login(self.officer, advisor_id=advisor.id)
        self.assertEqual(wizard.user_id, user)
        self.assertEqual(advisor.user_id, user)
        self.assertTrue(user.active)
        self.assertFalse(self._can_sign_in("adviser@example.com", old))
        self.assertTrue(self._can_sign_in("adviser@example.com", new))

    def test_a_committee_login_is_a_managers_matter(self):
        with self.assertRaises(AccessError):
            self._create_login(self.officer, village_id=self.village_2.id)
        _wizard, password = self._create_login(
            self.manager, village_id=self.village_2.id
        )
        user = self.village_2.user_ids
        self.assertEqual(user.login, self.village_2.code)
        self.assertEqual(user.partner_id, self.village_2.partner_id)
        self.assertTrue(
            user.has_group("village_legal_advisor.group_legal_portal_committee")
        )
        self.assertTrue(self._can_sign_in(user.login, password))

    def test_a_committee_has_several_logins(self):
        self._create_login(self.manager, village_id=self.village_2.id)
        self._create_login(
            self.manager, village_id=self.village_2.id, login="village2-accountant"
        )
        self.assertEqual(len(self.village_2.user_ids), 2)
        self.assertEqual(len(self.village_2.user_ids.partner_id), 2)

    def test_a_login_of_somebody_else_is_refused(self):
        advisor = self._make_advisor("Adviser")
        before = self.manager.login
        with self.assertRefused("taken by somebody else"):
            self._create_login(self.officer, advisor_id=advisor.id, login=before)
        self.assertFalse(advisor.user_id)

    def test_other_roles_create_no_login(self):
        advisor = self._make_advisor("Adviser", phone="1")
        for user in (self.township_officer, self.finance, self.leading):
            with self.assertRaises(AccessError):
                self._create_login(user, advisor_id=advisor.id)
        with self.assertRaises(AccessError):
            self._create_login(self.other_officer, advisor_id=advisor.id)
