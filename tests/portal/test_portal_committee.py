import base64
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..common import SIGNED_PAPER
from .test_portal_advisor import PortalCase


@tagged("post_install", "-at_install")
class TestPortalCommittee(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = max(cls.today - timedelta(days=2), cls.program.date_start)
        cls.visits = cls._make_submitted(cls.assignment, day, (1, 3))
        cls.foreign = cls._make_submitted(cls.other_assignment, day, (1,))

    @classmethod
    def _make_submitted(cls, assignment, day, hours):
        visits = cls.env["legal.visit"].create(
            [
                {
                    "assignment_id": assignment.id,
                    "service_mode": "on_site",
                    "place": "Committee room",
                    "time_start": cls.company._legal_utc(day, hour),
                    "time_stop": cls.company._legal_utc(day, hour + 1),
                    "matter_ids": [
                        (
                            0,
                            0,
                            {
                                "client_kind": "villager",
                                "category_id": cls.category.id,
                                "summary": "Secret divorce",
                                "advice": "Mediation",
                            },
                        )
                    ],
                }
                for hour in hours
            ]
        )
        visits.action_submit()
        return visits

    def _decide(self, visits, **data):
        return self._post("/my/village/decide", {"visit": visits.ids} | data)

    def test_several_entries_are_confirmed_at_once(self):
        self.authenticate("legal_committee", "legal_committee")
        self._decide(self.visits, decision="confirm")
        self.assertEqual(set(self.visits.mapped("state")), {"confirmed"})
        self.assertEqual(self.visits.confirmed_by_id, self.committee_user)
        self.assertEqual(set(self.visits.mapped("confirmed_by_kind")), {"village"})

    def test_a_late_entry_is_marked_before_and_after_the_decision(self):
        late = self.visits[0]
        late._guarded_write({"is_late_entry": True})
        self.authenticate("legal_committee", "legal_committee")
        self.assertEqual(self.url_open("/my/village").text.count("补录"), 1)
        late.with_user(self.committee_user).action_confirm()
        self.assertEqual(self.url_open("/my/village").text.count("补录"), 1)

    def test_the_committee_reads_the_paper_that_confirmed_in_its_place(self):
        visit, foreign = self.visits[0], self.foreign
        visit.with_user(self.township_officer).action_confirm(paper=SIGNED_PAPER)
        foreign.with_user(self.officer).action_confirm(paper=SIGNED_PAPER)
        url = f"/my/village/paper/{visit.id}/{visit.paper_ids.id}"
        strange = f"/my/village/paper/{foreign.id}/{foreign.paper_ids.id}"
        crossed = f"/my/village/paper/{visit.id}/{foreign.paper_ids.id}"
        self.authenticate("legal_committee", "legal_committee")
        self.assertIn(url, self.url_open("/my/village").text)
        self.assertEqual(
            base64.b64encode(self.url_open(url).content).decode(), SIGNED_PAPER
        )
        for refused in (strange, crossed):
            self.assertEqual(self.url_open(refused).status_code, 404)
        self.authenticate("legal_advisor", "legal_advisor")
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_the_committee_reads_the_signed_slip_behind_its_entries(self):
        slips = [self._confirm_on_slip(rec) for rec in (self.visits, self.foreign)]
        own, foreign = (slip.photo_ids for slip in slips)
        visit = self.visits[0]
        url = f"/my/village/paper/{visit.id}/{own.id}"
        refused = (
            f"/my/village/paper/{visit.id}/{foreign.id}",
            f"/my/village/paper/{self.foreign.id}/{foreign.id}",
        )
        self.authenticate("legal_committee", "legal_committee")
        self.assertIn(url, self.url_open("/my/village").text)
        self.assertEqual(
            base64.b64encode(self.url_open(url).content).decode(), SIGNED_PAPER
        )
        for strange in refused:
            self.assertEqual(self.url_open(strange).status_code, 404)
        self.authenticate("legal_advisor", "legal_advisor")
        self.assertEqual(self.url_open(url).status_code, 404)

    def _confirm_on_slip(self, visits):
        month = visits[0].date.replace(day=1)
        slip = self.env["legal.slip"]._prepare_slips(month, visits.village_id)
        slip.photo_ids = [
            Command.create({"name": "slip.gif", "raw": base64.b64decode(SIGNED_PAPER)})
        ]
        slip.action_confirm_lines()
        return slip

    def test_a_dispute_needs_a_reason(self):
        self.authenticate("legal_committee", "legal_committee")
        response = self._decide(self.visits[0], decision="dispute", reason=" ")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.visits[0].state, "submitted")
        self._decide(self.visits[0], decision="dispute", reason="Nobody came")
        self.assertEqual(self.visits[0].state, "disputed")
        self.assertEqual(self.visits[0].dispute_reason, "Nobody came")

    def test_the_page_shows_times_and_no_matter(self):
        self.authenticate("legal_committee", "legal_committee")
        page = self.url_open("/my/village").text
        self.assertIn("01:00", page)
        self.assertIn("Committee room", page)
        self.assertNotIn("Secret divorce", page)

    def test_another_villages_entry_cannot_be_decided(self):
        self.authenticate("legal_committee", "legal_committee")
        response = self._decide(self.foreign, decision="confirm")
        self.assertEqual(response.status_code, 422)
        self.assertEqual(self.foreign.state, "submitted")

    def test_nothing_ticked_says_so(self):
        self.authenticate("legal_committee", "legal_committee")
        response = self._decide(self.visits.browse(), decision="confirm")
        self.assertEqual(response.status_code, 422)

    def test_an_adviser_has_no_committees_page(self):
        self.authenticate("legal_advisor", "legal_advisor")
        self.assertEqual(self.url_open("/my/village").status_code, 404)

    def test_the_page_fits_a_phone_of_360_pixels(self):
        self.browser_size = "360x740"
        self.browser_js(
            "/my/village",
            """
            const wide = document.documentElement.scrollWidth;
            if (wide > window.innerWidth) {
                throw new Error(`page is ${wide} wide in ${window.innerWidth}`);
            }
            console.log("test successful");
            """,
            login="legal_committee",
        )
