from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_portal_advisor import PortalCase

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06"
    b"\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\xdac\xfc\xff\xff?\x00\x05\xfe"
    b"\x02\xfe\xa7\x9a\xa0\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)


@tagged("post_install", "-at_install")
class TestPortalEntry(PortalCase):
    """The adviser mends, splits and deletes own entries on the phone (rules 5, 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Past days of the year, whatever day the test runs on.
        cls.day_1 = max(cls.today - timedelta(days=3), cls.program.date_start)
        cls.url = "/my/services"

    def setUp(self):
        super().setUp()
        if self.day_1 == self.today:
            self.skipTest("The year's first day has no yesterday in the program")
        self.authenticate("legal_advisor", "legal_advisor")

    def _form(self, visit=None, **values):
        """What the page would send: the entry as it is, then other values."""
        form = {
            "assignment_id": self.assignment.id,
            "date": self.day_1.isoformat(),
            "time_start": "01:00",
            "time_stop": "02:00",
            "service_mode": "on_site",
            "place": "Committee room",
        }
        for suffix in [f"_{rec.id}" for rec in visit.matter_ids] if visit else [""]:
            form |= {
                f"client_kind{suffix}": "villager",
                f"category_id{suffix}": self.category.id,
                f"summary{suffix}": "Land lease",
                f"advice{suffix}": "Put it in writing",
            }
        return form | values

    def _make_rejected(self, start=1):
        return self._make_visit(
            self.assignment, self.day_1, start, start + 0.25, state="rejected"
        )

    def _send(self, visit, action, data=None, **kwargs):
        token = self.url_open(self.url).text.split('name="csrf_token" value="')[1]
        data = (data or {}) | {"csrf_token": token.split('"')[0]}
        return self.url_open(f"{self.url}/{visit.id}/{action}", data=data, **kwargs)

    # === Mending ===

    def test_every_rejected_entry_is_listed_first_with_its_reason(self):
        old = self._make_rejected(0)
        old._guarded_write({"reject_reason": "The oldest of them"})
        for index in range(1, 25):
            self._make_visit(
                self.assignment, self.day_1, index / 2, index / 2 + 0.25, "submitted"
            )
        page = self.url_open(self.url).text
        self.assertIn("The oldest of them", page)
        self.assertLess(
            page.index("The oldest of them"), page.index("/my/services/log")
        )
        self.assertIn(f'href="/my/services/{old.id}"', page)

    def test_a_rejected_entry_is_mended_and_submitted_again(self):
        visit = self._make_rejected()
        first_submitted = visit.submitted_at
        page = self.url_open(f"{self.url}/{visit.id}").text
        self.assertIn("Wrong day", page)
        self.assertIn("Rent of a field", page)
        response = self._send(
            visit,
            "save",
            self._form(
                visit, time_start="03:00", time_stop="03:45", place="Hall", submit_now=1
            ),
        )
        self.assertEqual(response.status_code, 200)
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "submitted",
                    "minutes": 45,
                    "place": "Hall",
                    "submitted_at": first_submitted,
                }
            ],
        )
        self.assertEqual(visit.matter_ids.summary, "Land lease")

    def test_a_rejected_entry_becomes_a_draft_when_saved(self):
        visit = self._make_rejected()
        self._send(visit, "save", self._form(visit))
        self.assertEqual(visit.state, "draft")
        self.assertIn(visit.reference, self.url_open(self.url).text)

    def test_every_field_of_the_form_can_be_changed(self):
        other = self._make_assignment(self.village_2, self.advisor)
        visit = self._make_visit(self.assignment, self.day_1, 1, 2)
        gone = visit.matter_ids.copy({"visit_id": visit.id, "summary": "Twice"})
        kept = visit.matter_ids - gone
        category = self.env["legal.matter.category"].search([], limit=2)[1]
        form = self._form(
            visit,
            assignment_id=other.id,
            service_mode="phone",
            service_form="mobile",
            minutes="25",
            **{
                f"remove_{gone.id}": "1",
                f"category_id_{kept.id}": category.id,
                f"client_kind_{kept.id}": "committee",
                "category_id": self.category.id,
                "summary": "Inheritance",
                "advice": "Ask the notary",
            },
        )
        response = self._send(
            visit, "save", form, files={"photo": ("x.png", PNG, "image/png")}
        )
        self.assertEqual(response.status_code, 200)
        self.assertRecordValues(
            visit,
            [
                {
                    "assignment_id": other.id,
                    "village_id": self.village_2.id,
                    "service_mode": "phone",
                    "service_form": "mobile",
                    "minutes": 25,
                    "time_start": False,
                    "time_stop": False,
                    "state": "draft",
                }
            ],
        )
        self.assertFalse(gone.exists())
        self.assertEqual(kept.category_id, category)
        self.assertEqual(kept.client_kind, "committee")
        self.assertIn("Inheritance", visit.matter_ids.mapped("summary"))
        proof = visit.proof_ids
        self.assertEqual(proof.res_id, visit.id)
        photo = f"{self.url}/{visit.id}/photo/{proof.id}"
        self.assertEqual(self.url_open(photo).content, PNG)
        self._send(
            visit, "save", self._form(visit, **{f"remove_photo_{proof.id}": "1"})
        )
        self.assertFalse(visit.proof_ids)
        self.assertFalse(proof.exists())

    def test_the_edit_page_holds_what_was_recorded(self):
        visit = self._make_visit(self.assignment, self.day_1, 1, 2)
        page = self.url_open(f"{self.url}/{visit.id}").text
        for value in (self.day_1.isoformat(), "01:00", "02:00", "Village office"):
            self.assertIn(f'value="{value}"', page)
        self.assertIn(f'name="summary_{visit.matter_ids.id}"', page)

    def test_a_refused_correction_changes_nothing_and_keeps_what_was_typed(self):
        visit = self._make_rejected()
        response = self._send(
            visit, "save", self._form(visit, time_stop="", place="Typed hall")
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("Typed hall", response.text)
        self.assertEqual(visit.state, "rejected")
        self.assertEqual(visit.place, "Village office")

    def test_only_drafts_and_rejected_entries_are_changed(self):
        visit = self._make_visit(self.assignment, self.day_1, 1, 2, "submitted")
        self.assertNotIn(
            f"/{visit.id}/save", self.url_open(f"{self.url}/{visit.id}").text
        )
        self.assertEqual(self._send(visit, "save", self._form(visit)).status_code, 422)
        self.assertEqual(self._send(visit, "delete").status_code, 422)
        self.assertEqual(self._send(visit, "split").status_code, 422)
        self.assertEqual(visit.state, "submitted")
        self.assertEqual(visit.place, "Village office")

    def test_entries_of_others_are_not_found(self):
        foreign = self._make_visit(self.other_assignment, self.day_1, 1, 2)
        foreign.proof_ids = [Command.create({"name": "x.png", "raw": PNG})]
        pages = ("", "/delete", f"/photo/{foreign.proof_ids.id}")
        for page in pages:
            url = f"{self.url}/{foreign.id}{page}"
            self.assertEqual(self.url_open(url).status_code, 404, page)
        for action in ("save", "submit", "split", "delete"):
            response = self._send(foreign, action, self._form(foreign))
            self.assertEqual(response.status_code, 404, action)
        own = self._make_visit(self.assignment, self.day_1, 1, 2)
        crossed = f"{self.url}/{own.id}/photo/{foreign.proof_ids.id}"
        self.assertEqual(self.url_open(crossed).status_code, 404)
        self.assertEqual(foreign.state, "draft")

    @mute_logger("odoo.http")
    def test_nothing_is_changed_without_a_token(self):
        visit = self._make_rejected()
        for action in ("save", "submit", "split", "delete"):
            response = self.url_open(
                f"{self.url}/{visit.id}/{action}", data=self._form(visit)
            )
            self.assertEqual(response.status_code, 400, action)
        self.assertEqual(visit.state, "rejected")

    def test_a_draft_is_deleted_after_a_question(self):
        visit = self._make_visit(self.assignment, self.day_1, 1, 2)
        page = self.url_open(f"{self.url}/{visit.id}/delete")
        self.assertEqual(page.status_code, 200)
        self.assertTrue(visit.exists())
        self._send(visit, "delete")
        self.assertFalse(visit.exists())

    def test_an_entry_with_an_upheld_objection_stays(self):
        visit = self._make_visit(self.assignment, self.day_1, 1, 2, "disputed")
        visit.action_reject("The village is right")
        response = self._send(visit, "delete")
        self.assertEqual(response.status_code, 422)
        self.assertTrue(visit.exists())

    # === Past midnight ===

    def _log(self, **values):
        return self._post(f"{self.url}/log", self._form(**values))

    def _find_entries(self):
        return self.env["legal.visit"].search(
            [("advisor_id", "=", self.advisor.id)], order="time_start"
        )

    def test_an_end_before_the_beginning_is_asked_about(self):
        response = self._log(time_start="22:00", time_stop="00:30")
        self.assertEqual(response.status_code, 422)
        self.assertIn('name="next_day"', response.text)
        self.assertIn('value="22:00"', response.text)
        self.assertFalse(self._find_entries())

    def test_a_service_past_midnight_is_kept_and_split_by_one_click(self):
        response = self._log(
            time_start="22:00", time_stop="00:30", next_day="1", submit_now="1"
        )
        self.assertEqual(response.status_code, 200)
        visit = self._find_entries()
        self.assertRecordValues(
            visit, [{"state": "draft", "date": self.day_1, "minutes": 150}]
        )
        self.assertTrue(response.url.endswith(f"{self.url}/{visit.id}"))
        self.assertIn(f"{self.url}/{visit.id}/split", response.text)
        self._send(visit, "split")
        local = self.company._legal_local
        self.assertEqual(
            [
                (rec.state, rec.date, rec.minutes, local(rec.time_start).hour)
                for rec in self._find_entries()
            ],
            [
                ("draft", self.day_1, 120, 22),
                ("draft", self.day_1 + timedelta(days=1), 30, 0),
            ],
        )

    def test_a_tick_too_many_is_asked_about(self):
        response = self._log(time_start="09:00", time_stop="11:00", next_day="1")
        self.assertEqual(response.status_code, 422)
        self.assertFalse(self._find_entries())

    def test_a_service_until_midnight_is_one_entry(self):
        self._log(time_start="22:00", time_stop="00:00", next_day="1", submit_now="1")
        self.assertRecordValues(
            self._find_entries(), [{"state": "submitted", "minutes": 120}]
        )

    def test_a_call_has_minutes_and_no_times(self):
        response = self._log(service_mode="phone", minutes="")
        self.assertEqual(response.status_code, 422)
        self._log(service_mode="phone", minutes="20", submit_now="1")
        self.assertRecordValues(
            self._find_entries(),
            [{"state": "submitted", "minutes": 20, "time_start": False}],
        )

    def test_the_edit_page_fits_a_phone_of_360_pixels(self):
        visit = self._make_rejected()
        self.browser_size = "360x740"
        self.browser_js(
            f"/my/services/{visit.id}",
            """
            const wide = document.documentElement.scrollWidth;
            if (wide > window.innerWidth) {
                throw new Error(`page is ${wide} wide in ${window.innerWidth}`);
            }
            const form = document.querySelector("form.o_legal_form");
            const seen = (name) => form.elements[name].checkVisibility();
            if (!seen("time_start") || seen("minutes")) {
                throw new Error("on site: times are shown, minutes are not");
            }
            form.elements.service_mode.value = "phone";
            if (seen("time_start") || !seen("minutes")) {
                throw new Error("by phone: minutes are shown, times are not");
            }
            console.log("test successful");
            """,
            login="legal_advisor",
        )
