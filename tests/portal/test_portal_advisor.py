from datetime import timedelta

from odoo.tests import HttpCase, tagged

from ..common import LegalFixtures


class PortalCase(LegalFixtures, HttpCase):
    frozen_time = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        start = cls.program.date_start
        cls.advisor = cls._make_advisor(
            "Wang", certified_from=start, user_id=cls.advisor_user.id
        )
        cls.other_advisor = cls._make_advisor("Li", certified_from=start)
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)
        cls.other_assignment = cls._make_assignment(cls.village_4, cls.other_advisor)
        cls.category = cls.env["legal.matter.category"].search([], limit=1)

    def _post(self, url, data, **kwargs):
        page = self.url_open(url.rsplit("/", 1)[0])
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(url, data=data | {"csrf_token": token}, **kwargs)


@tagged("post_install", "-at_install")
class TestPortalAdvisor(PortalCase):
    def _form(self, **values):
        return {
            "assignment_id": self.assignment.id,
            "date": self.today.isoformat(),
            "time_start": "00:10",
            "time_stop": "00:40",
            "service_mode": "on_site",
            "place": "Committee room",
            "client_kind": "villager",
            "category_id": self.category.id,
            "summary": "Land lease",
            "advice": "Put it in writing",
        } | values

    def _find_entries(self):
        return self.env["legal.visit"].search([("advisor_id", "=", self.advisor.id)])

    def test_an_adviser_logs_a_service_with_its_matter_in_one_form(self):
        self.authenticate("legal_advisor", "legal_advisor")
        response = self._post("/my/services/log", self._form())
        self.assertEqual(response.status_code, 200)
        visit = self._find_entries()
        self.assertRecordValues(
            visit,
            [
                {
                    "village_id": self.village_1.id,
                    "date": self.today,
                    "minutes": 30,
                    "source": "phone",
                    "state": "draft",
                }
            ],
        )
        self.assertEqual(
            self.company._legal_local(visit.time_start).strftime("%H:%M"), "00:10"
        )
        self.assertEqual(visit.matter_ids.summary, "Land lease")

    def test_submitting_at_once_brings_the_entry_before_the_committee(self):
        self.authenticate("legal_advisor", "legal_advisor")
        # The early hours of a day are always past: the test may run at any time.
        yesterday = self.today - timedelta(days=1)
        if yesterday < self.program.date_start:
            self.skipTest("The year's first day has no yesterday in the program")
        self._post(
            "/my/services/log", self._form(date=yesterday.isoformat(), submit_now="1")
        )
        self.assertEqual(self._find_entries().state, "submitted")

    def test_last_values_are_prefilled(self):
        self.authenticate("legal_advisor", "legal_advisor")
        self._post("/my/services/log", self._form())
        page = self.url_open("/my/services").text
        self.assertIn('value="00:10"', page)
        self.assertIn('value="Committee room"', page)

    def test_a_refused_form_keeps_what_was_typed_and_records_nothing(self):
        self.authenticate("legal_advisor", "legal_advisor")
        response = self._post("/my/services/log", self._form(time_stop=""))
        self.assertEqual(response.status_code, 422)
        self.assertIn("Land lease", response.text)
        self.assertIn("alert-danger", response.text)
        self.assertFalse(self._find_entries())

    def test_bad_input_is_answered_with_what_to_do(self):
        self.authenticate("legal_advisor", "legal_advisor")
        for bad in (
            {"time_start": "09:00", "time_stop": "08:00"},
            {"date": "tomorrow"},
            {"category_id": "0"},
            {"assignment_id": "x"},
        ):
            with self.subTest(bad=bad):
                response = self._post("/my/services/log", self._form(**bad))
                self.assertEqual(response.status_code, 422)
                self.assertIn("alert-danger", response.text)
        self.assertFalse(self._find_entries())

    def test_a_photo_is_what_it_is_and_not_what_it_is_called(self):
        self.authenticate("legal_advisor", "legal_advisor")
        page = b"<html><script>alert(1)</script></html>"
        response = self._post(
            "/my/services/log",
            self._form(),
            files={"photo": ("photo.png", page, "image/png")},
        )
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._find_entries())

    def test_another_advisers_village_cannot_be_logged(self):
        self.authenticate("legal_advisor", "legal_advisor")
        response = self._post(
            "/my/services/log", self._form(assignment_id=self.other_assignment.id)
        )
        self.assertEqual(response.status_code, 422)
        self.assertFalse(
            self.env["legal.visit"].search([("village_id", "=", self.village_4.id)])
        )

    def test_a_form_without_token_is_refused(self):
        self.authenticate("legal_advisor", "legal_advisor")
        with self.assertLogs("odoo.http", "WARNING"):
            response = self.url_open("/my/services/log", data=self._form())
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._find_entries())

    def test_users_text_is_escaped(self):
        self.authenticate("legal_advisor", "legal_advisor")
        self._post("/my/services/log", self._form(place="<script>alert(1)</script>"))
        self.assertNotIn("<script>alert", self.url_open("/my/services").text)

    def test_a_committee_has_no_advisers_page(self):
        self.authenticate("legal_committee", "legal_committee")
        self.assertEqual(self.url_open("/my/services").status_code, 404)

    def test_login_brings_an_adviser_to_the_services_page(self):
        page = self.url_open("/web/login").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        response = self.url_open(
            "/web/login",
            data={
                "login": "legal_advisor",
                "password": "legal_advisor",
                "csrf_token": token,
            },
        )
        self.assertTrue(response.url.endswith("/my/services"), response.url)

    def test_the_page_fits_a_phone_of_360_pixels(self):
        self.browser_size = "360x740"
        self.browser_js(
            "/my/services",
            """
            const wide = document.documentElement.scrollWidth;
            if (wide > window.innerWidth) {
                throw new Error(`page is ${wide} wide in ${window.innerWidth}`);
            }
            const form = document.querySelector("form[action='/my/services/log']");
            for (const name of ["assignment_id", "summary", "advice", "photo"]) {
                if (!form?.elements[name]?.checkVisibility()) {
                    throw new Error(`no field ${name}`);
                }
            }
            console.log("test successful");
            """,
            login="legal_advisor",
        )
