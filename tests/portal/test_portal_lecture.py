from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_portal_advisor import PortalCase

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@tagged("post_install", "-at_install")
class TestPortalLecture(PortalCase):
    """The adviser plans, holds and hands in lectures on the phone (rules 9, 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day_1 = max(cls.today - timedelta(days=3), cls.program.date_start)
        cls.url = "/my/lectures"

    def setUp(self):
        super().setUp()
        if self.day_1 == self.today:
            self.skipTest("The year's first day has no yesterday in the program")
        self.authenticate("legal_advisor", "legal_advisor")

    def _form(self, **values):
        return {
            "date": self.day_1.isoformat(),
            "time_start": "01:00",
            "time_stop": "02:30",
            "place": "Hall",
            "topic": "Land contracts",
            "audience_count": "30",
        } | values

    def _make_lecture(self, assignment=None, state="planned", outline=True, **vals):
        lecture = self.env["legal.lecture"].create(
            {
                "assignment_id": (assignment or self.assignment).id,
                "date": self.day_1,
                "hour_from": 1,
                "hour_to": 2,
                "topic": "Inheritance",
            }
            | vals
        )
        if outline:
            lecture.outline_ids = [Command.create({"name": "outline.pdf", "raw": PDF})]
        if state != "planned":
            lecture.action_hold()
        if state in ("submitted", "returned", "filed"):
            lecture.action_submit()
        if state == "returned":
            lecture.action_return("No case in it")
        if state == "filed":
            lecture.visit_id.action_confirm()
            lecture.action_file()
        return lecture

    def _send(self, target, data=None, **kwargs):
        token = self.url_open(f"{self.url}/new").text
        token = token.split('name="csrf_token" value="')[1].split('"')[0]
        data = (data or {}) | {"csrf_token": token}
        return self.url_open(f"{self.url}/{target}", data=data, **kwargs)

    def _find_lectures(self):
        return self.env["legal.lecture"].search([("advisor_id", "=", self.advisor.id)])

    def test_a_lecture_is_planned_held_and_handed_in_on_the_phone(self):
        audiences = self.env["legal.lecture.audience"].search([], limit=2)
        form = self._form(
            assignment_id=self.assignment.id,
            audience=audiences.ids,
            wish="Tell us about leases",
        )
        self.assertEqual(self._send("plan", form).status_code, 200)
        lecture = self._find_lectures()
        self.assertRecordValues(
            lecture,
            [
                {
                    "state": "planned",
                    "village_id": self.village_1.id,
                    "date": self.day_1,
                    "hour_from": 1.0,
                    "hour_to": 2.5,
                    "audience_ids": audiences.ids,
                    "audience_count": 30,
                    "is_wished": True,
                    "wish": "Tell us about leases",
                }
            ],
        )
        form = self._form(then="hold", audience_count="42", audience=audiences.ids)
        self.assertEqual(self._send(f"{lecture.id}/save", form).status_code, 200)
        self.assertRecordValues(
            lecture,
            [{"state": "held", "audience_count": 42, "wish": "Tell us about leases"}],
        )
        self.assertRecordValues(
            lecture.visit_id,
            [{"state": "submitted", "minutes": 90, "source": "phone", "place": "Hall"}],
        )
        form = {"topic": "Land contracts", "then": "submit"}
        response = self._send(f"{lecture.id}/save", form)
        self.assertEqual(response.status_code, 422)
        self.assertEqual(lecture.state, "held")
        response = self._send(
            f"{lecture.id}/save",
            form,
            files={"outline": ("讲座提纲.pdf", PDF, "application/pdf")},
        )
        self.assertEqual(response.status_code, 200)
        self.assertRecordValues(
            lecture,
            [
                {
                    "state": "submitted",
                    "submitted_by_id": self.advisor_user.id,
                    "submitted_date": self.today,
                }
            ],
        )
        outline = lecture.outline_ids
        self.assertEqual(
            (outline.name, outline.res_model, outline.res_id),
            ("讲座提纲.pdf", "legal.lecture", lecture.id),
        )
        self.assertEqual(
            self.url_open(f"{self.url}/{lecture.id}/outline/{outline.id}").content, PDF
        )

    def test_a_lecture_that_took_place_is_recorded_in_one_step(self):
        form = self._form(assignment_id=self.assignment.id, then="hold")
        self._send("plan", form)
        self.assertEqual(self._find_lectures().state, "held")

    def test_a_lecture_of_the_future_cannot_be_held_and_nothing_is_recorded(self):
        form = self._form(
            assignment_id=self.assignment.id,
            date=(self.today + timedelta(days=1)).isoformat(),
            then="hold",
        )
        response = self._send("plan", form)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Land contracts", response.text)
        self.assertFalse(self._find_lectures())

    def test_bad_input_is_answered_with_what_to_do(self):
        for bad in (
            {"topic": " "},
            {"time_start": "11:00", "time_stop": "10:00"},
            {"date": "x"},
            {"assignment_id": self.other_assignment.id},
        ):
            with self.subTest(bad=bad):
                form = self._form(assignment_id=self.assignment.id) | bad
                self.assertEqual(self._send("plan", form).status_code, 422)
        self.assertFalse(self._find_lectures())

    def test_a_returned_outline_is_replaced_and_submitted_again(self):
        lecture = self._make_lecture(state="returned")
        old = lecture.outline_ids
        for page in (self.url, f"{self.url}/{lecture.id}"):
            text = self.url_open(page).text
            self.assertIn("No case in it", text)
            self.assertIn(str(lecture.resubmit_by), text)
        response = self._send(
            f"{lecture.id}/save",
            {"topic": "Wills", f"remove_outline_{old.id}": "1", "then": "submit"},
            files={"outline": ("new.txt", b"1. A case", "text/plain")},
        )
        self.assertEqual(response.status_code, 200)
        self.assertRecordValues(
            lecture,
            [{"state": "submitted", "topic": "Wills", "resubmitted_date": self.today}],
        )
        self.assertFalse(old.exists())
        self.assertEqual(lecture.outline_ids.raw, b"1. A case")

    def test_of_a_numbered_lecture_the_outline_alone_is_changed(self):
        lecture = self._make_lecture(state="held", outline=False)
        lecture.visit_id.action_confirm(kind="township")
        page = self.url_open(f"{self.url}/{lecture.id}").text
        self.assertNotIn('name="topic"', page)
        response = self._send(
            f"{lecture.id}/save",
            {"topic": "Other", "then": "submit"},
            files={"outline": ("o.pdf", PDF, "application/pdf")},
        )
        self.assertEqual(response.status_code, 200)
        self.assertRecordValues(
            lecture, [{"state": "submitted", "topic": "Inheritance"}]
        )

    def test_an_outline_is_what_it_is_and_not_what_it_is_called(self):
        lecture = self._make_lecture(state="held", outline=False)
        for content in (
            b"<html><script>alert(1)</script></html>",
            b"MZ\x90\x00\x03\x00\x00\x00\x04\x00",
            PDF + b"\0" * (8 * 1024 * 1024),
        ):
            response = self._send(
                f"{lecture.id}/save",
                {"topic": "Inheritance"},
                files={"outline": ("outline.pdf", content, "application/pdf")},
            )
            self.assertEqual(response.status_code, 422)
        self.assertFalse(lecture.outline_ids)

    def test_the_outline_is_not_changed_while_it_lies_with_the_township(self):
        for state, hour in (("submitted", 1), ("filed", 3)):
            lecture = self._make_lecture(state=state, hour_from=hour, hour_to=hour + 1)
            before = lecture.outline_ids
            self.assertNotIn(
                f"{lecture.id}/save", self.url_open(f"{self.url}/{lecture.id}").text
            )
            response = self._send(
                f"{lecture.id}/save",
                {"topic": "Other", f"remove_outline_{before.id}": "1"},
            )
            self.assertEqual(response.status_code, 422, state)
            self.assertEqual(lecture.outline_ids, before)

    def test_the_list_shows_quarters_their_deadlines_and_what_is_missing(self):
        quarter = self.program._get_quarter(self.today)
        due = str(self.program._get_quarter_end(quarter))
        page = self.url_open(self.url).text
        self.assertIn(due, page)
        self.assertIn("alert-warning", page)
        self.assertIn(self.village_1.short_name, page)
        lecture = self._make_lecture(
            state="held", date=self.today, hour_from=0, hour_to=0.02, wish="Fair leases"
        )
        page = self.url_open(self.url).text
        self.assertNotIn("alert-warning", page)
        for text in (lecture.topic, "Fair leases", f"{self.url}/{lecture.id}"):
            self.assertIn(text, page)

    def test_a_lecture_whose_entry_was_rejected_leads_to_it_and_back_to_a_plan(self):
        lecture = self._make_lecture(state="held")
        lecture.visit_id.action_reject("Nobody was there")
        page = self.url_open(f"{self.url}/{lecture.id}").text
        self.assertIn(f'href="/my/services/{lecture.visit_id.id}"', page)
        self.assertEqual(self._send(f"{lecture.id}/reopen").status_code, 200)
        self.assertEqual(lecture.state, "planned")

    def test_lectures_of_others_are_not_found(self):
        foreign = self._make_lecture(self.other_assignment, state="held")
        own = self._make_lecture()
        file = foreign.outline_ids
        for path in (
            str(foreign.id),
            f"{foreign.id}/outline/{file.id}",
            f"{own.id}/outline/{file.id}",
        ):
            self.assertEqual(self.url_open(f"{self.url}/{path}").status_code, 404)
        for action in ("save", "reopen"):
            response = self._send(f"{foreign.id}/{action}", self._form(then="submit"))
            self.assertEqual(response.status_code, 404)
        self._send(f"{own.id}/save", self._form(**{f"remove_outline_{file.id}": "1"}))
        self.assertTrue(file.exists())
        self.assertEqual(foreign.state, "held")
        self.authenticate("legal_committee", "legal_committee")
        for path in ("", f"/{own.id}", "/new"):
            self.assertEqual(self.url_open(f"{self.url}{path}").status_code, 404)

    @mute_logger("odoo.http")
    def test_nothing_is_changed_without_a_token(self):
        lecture = self._make_lecture(state="held")
        for path in ("plan", f"{lecture.id}/save", f"{lecture.id}/reopen"):
            response = self.url_open(
                f"{self.url}/{path}", data=self._form(then="submit")
            )
            self.assertEqual(response.status_code, 400)
        self.assertEqual(lecture.state, "held")

    def test_an_adviser_attaches_and_submits_by_the_methods_too(self):
        lecture = self._make_lecture(state="held", outline=False)
        own = lecture.with_user(self.advisor_user)
        with self.assertRaisesRegex(UserError, "outline"):
            own.action_submit()
        own.action_attach_outline("JVBERi0xLjQK", "outline.pdf")
        own.action_submit()
        self.assertEqual(lecture.state, "submitted")
        with self.assertRaises(UserError):
            own.action_attach_outline("JVBERi0xLjQK", "second.pdf")
        foreign = self._make_lecture(self.other_assignment, state="held", outline=False)
        with self.assertRaises(AccessError):
            foreign.with_user(self.advisor_user).action_attach_outline("JVBERi0xLjQK")
        with self.assertRaises(AccessError):
            lecture.outline_ids.with_user(self.advisor_user).read(["raw"])

    def test_the_pages_fit_a_phone_of_360_pixels(self):
        lecture = self._make_lecture(state="returned", wish="Fair leases")
        self.browser_size = "360x740"
        for page in ("", "/new", f"/{lecture.id}"):
            self.browser_js(
                f"{self.url}{page}",
                """
                const wide = document.documentElement.scrollWidth;
                if (wide > window.innerWidth) {
                    throw new Error(`page is ${wide} wide in ${window.innerWidth}`);
                }
                console.log("test successful");
                """,
                login="legal_advisor",
            )
