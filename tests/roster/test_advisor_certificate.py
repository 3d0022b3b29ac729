from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.village_legal_advisor.tests.common import LegalCase


@tagged("post_install", "-at_install")
class TestAdvisorCertificate(LegalCase):
    def test_a_certificate_makes_activation_possible(self):
        applicant = self._make_advisor("Applicant")
        with self.assertRaisesRegex(UserError, "no service certificate"):
            self._make_assignment(self.village_1, applicant)
        advisor = self._make_advisor("Certified", certified_from=self.day(1, 10))
        self.assertEqual(advisor.state, "certified")
        self.assertEqual(self._make_assignment(self.village_1, advisor).state, "active")

    def test_certificates_are_numbered_by_company_and_year(self):
        advisor = self._make_advisor("One", certified_from=self.day(1, 10))
        self.assertEqual(
            advisor.certificate_ids.legal_number,
            f"村法证字〔{self.year}〕第0001号",
        )
