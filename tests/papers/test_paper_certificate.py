import base64
import io

from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tests.common import LegalFixtures
from .common import PaperCase

REPORT = "village_legal_advisor.report_certificate"


@tagged("post_install", "-at_install")
class TestPaperCertificate(LegalFixtures, PaperCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certified = cls._make_advisor("张三", certified_from=cls.day(1, 5))
        cls.second = cls._make_advisor("阿依古丽·买买提江", certified_from=cls.day(2))
        cls.applicant = cls._make_advisor("李四")

    def _as_officer(self, advisors):
        return advisors.with_user(self.officer).with_context(lang="zh_CN")

    def test_one_half_sheet_per_adviser_with_number_and_validity(self):
        advisors = self._as_officer(self.certified + self.second)
        with self.assertNoMissingGlyph():
            reader = self._print(REPORT, advisors)
        self.assertEqual(len(reader.pages), 2)
        for page, advisor in zip(reader.pages, advisors, strict=True):
            self.assertAlmostEqual(float(page.mediabox.width), 595, delta=1)
            text = "".join(page.extract_text().split())
            certificate = advisor.sudo().certificate_ids
            for expected in (
                advisor.name,
                certificate.legal_number,
                advisor.licence_number,
                self.firm.name.replace(" ", ""),
                f"{certificate.valid_to.year}年{certificate.valid_to.month}月",
            ):
                self.assertIn(expected, text)

    def test_an_adviser_without_certificate_gets_none(self):
        with self.assertRaisesRegex(UserError, "李四"):
            self._print(REPORT, self._as_officer(self.certified + self.applicant))

    def test_a_photo_prints_and_the_drawn_letter_does_not(self):
        advisor = self._as_officer(self.certified)
        images = self._print(REPORT, advisor).pages[0].images
        self.assertFalse(images)
        photo = io.BytesIO()
        Image.new("RGB", (60, 80), "blue").save(photo, "PNG")
        self.certified.employee_id.image_1920 = base64.b64encode(photo.getvalue())
        images = self._print(REPORT, advisor).pages[0].images
        self.assertEqual(len(images), 1)

    def test_an_expired_certificate_says_so(self):
        late = self._make_advisor(
            "王五",
            certified_from=self.day(1).replace(year=self.year - 1),
            certified_to=self.day(3, 31),
        )
        paper = self.env["report.village_legal_advisor.paper_certificate"]
        self.assertIn(
            "expired", paper.with_context(lang="en_US")._get_paper(late)["validity"]
        )

    def test_only_the_bureau_prints_certificates(self):
        for user in (self.township_officer, self.leading, self.plain_user):
            with self.assertRaises(AccessError):
                self._print(REPORT, self.certified.with_user(user))
