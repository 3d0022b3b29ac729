from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import SIGNED_PAPER
from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestVisitPaper(VisitCase):
    """Who decides in a village's place shows paper; who decides at all says why."""

    def _make_submitted(self, day):
        return self._make_visit(self.assignment, self.day(3, day), state="submitted")

    def test_the_township_confirms_no_single_entry_without_signed_paper(self):
        visit = self._make_submitted(4)
        for user in (self.township_officer, self.officer, self.manager):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, "paper that it signed"),
            ):
                visit.with_user(user).action_confirm()
        self.assertEqual(visit.state, "submitted")

    def test_each_entry_keeps_the_signed_paper_and_no_one_takes_it_away(self):
        visits = self._make_submitted(4) | self._make_submitted(5)
        theirs = visits.with_user(self.township_officer)
        theirs.action_confirm(paper=SIGNED_PAPER, paper_name="signed.gif")
        for visit in visits:
            self.assertEqual(visit.state, "confirmed")
            self.assertEqual(visit.paper_ids.name, "signed.gif")
            self.assertEqual(visit.paper_ids.res_id, visit.id)
            for reader in (self.township_officer, self.officer):
                self.env.invalidate_all()
                self.assertEqual(
                    visit.with_user(reader).paper_ids.datas, SIGNED_PAPER.encode()
                )
            for stranger in (self.leading, self.finance, self.plain_user):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    visit.paper_ids.with_user(stranger).read(["datas"])
            with self.assertRaises(UserError):
                visit.paper_ids.unlink()
        self.assertFalse(visits[0].paper_ids & visits[1].paper_ids)

    def test_signed_paper_is_a_photo_or_a_pdf(self):
        visit = self._make_submitted(4).with_user(self.township_officer)
        for paper in ("bm90IGEgcGhvdG8=", "no base64!"):
            with self.assertRaisesRegex(UserError, "photo or a PDF"):
                visit.action_confirm(paper=paper)

    def test_a_paper_is_one_villages(self):
        other = self._make_visit(
            self.other_assignment, self.day(3, 6), state="submitted"
        )
        visits = self._make_submitted(4) | other
        with self.assertRaisesRegex(UserError, "one village's"):
            visits.with_user(self.officer).action_confirm(paper=SIGNED_PAPER)
        self.assertEqual(visits.mapped("state"), ["submitted"] * 2)

    def test_only_the_confirmation_sets_the_signed_paper(self):
        visit = self._make_visit(self.assignment, self.day(3, 4))
        with self.assertRaises(UserError):
            visit.write({"paper_ids": [(0, 0, {"name": "x", "datas": SIGNED_PAPER})]})

    def test_the_form_asks_for_the_paper(self):
        visit = self._make_submitted(4)
        wizard = Form(
            self.env["legal.visit.decision"]
            .with_user(self.township_officer)
            .with_context(
                active_model="legal.visit",
                active_ids=visit.ids,
                default_decision="paper",
            )
        )
        with self.assertRaises(AssertionError):
            wizard.save()
        wizard.paper = SIGNED_PAPER
        wizard.save().action_apply()
        self.assertEqual(visit.confirmed_by_kind, "township")
        self.assertTrue(visit.paper_ids)

    def test_an_objection_is_overruled_with_an_answer_only(self):
        visit = self._make_visit(self.assignment, self.day(3, 4), state="disputed")
        for answer in (None, "  "):
            with self.assertRaisesRegex(UserError, "against the village's objection"):
                visit.with_user(self.township_officer).action_confirm(
                    answer=answer, paper=SIGNED_PAPER
                )
        self.assertEqual(visit.state, "disputed")
        self.assertFalse(visit.paper_ids)

    def test_nobody_disputes_or_rejects_without_a_reason(self):
        visit = self._make_submitted(4)
        for action in ("action_dispute", "action_reject"):
            for reason in (None, " \n"):
                with self.subTest(action=action), self.assertRaises(UserError):
                    getattr(visit.with_user(self.township_officer), action)(reason)
        self.assertEqual(visit.state, "submitted")
        with self.assertRaises(AccessError):
            visit.with_user(self.committee_user).action_reject("No")

    @mute_logger("odoo.sql_db")
    def test_the_database_wants_a_reason_whoever_writes(self):
        visit = self._make_submitted(4)
        for state in ("disputed", "rejected"):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                visit._guarded_write({"state": state})
                visit.flush_recordset()
