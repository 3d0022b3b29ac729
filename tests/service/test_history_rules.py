from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SIGNED_PAPER
from .history_case import HistoryCase

REFUSED = (AccessError, UserError, IntegrityError)


@tagged("post_install", "-at_install")
class TestHistoryRules(HistoryCase):
    """The same bad rows through the screen's actions and through an import."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.briefly = cls._make_advisor(
            "Zhao", cls.day(1), cls.day(1, 31), licence_number="ZHAO"
        )
        cls._make_assignment(cls.village_3, cls.briefly, end=cls.day(4, 30))
        cls.env["legal.advisor.suspension"].create(
            {
                "advisor_id": cls.advisor.id,
                "date_start": cls.day(2, 1),
                "date_end": cls.day(2, 10),
                "reason": "Complaint",
            }
        )
        cls.recorded = cls._make_visit(
            cls.second, cls.day(4, 1), 14, 16, state="submitted"
        )

    def _record(self, rows):
        """Record rows as on the screen: create, submit, confirm."""
        visits = self.env["legal.visit"]
        for row in rows:
            visits |= self._record_one(row)
        return visits

    def _record_one(self, row):
        village = self.env["legal.village"].search([("code", "=", row["village_code"])])
        advisor = self.env["legal.advisor"].search(
            [("licence_number", "=", row["licence_number"])]
        )
        assignment = self.env["legal.assignment"].search(
            [("village_id", "=", village.id), ("state", "=", "active")]
        )
        vals = {
            "assignment_id": assignment.id,
            "advisor_id": advisor.id,
            "date": row["date"],
            "service_mode": row["mode"],
            "minutes": int(row.get("minutes") or 0),
            "supplement_reason": row.get("late_reason"),
            "place": row.get("place"),
            "source": "import",
            "matter_ids": [
                Command.create(
                    {
                        "category_id": self.env.ref(
                            "village_legal_advisor.matter_category_consultation"
                        ).id,
                        "summary": row["summary"],
                        "advice": row["advice"],
                    }
                )
            ],
        }
        for name, field in (("time_start", "hour_from"), ("time_stop", "hour_to")):
            if row[name]:
                hours, minutes = row[name].split(":")
                vals[field] = int(hours) + int(minutes) / 60
        visit = self.env["legal.visit"].create(vals)
        visit.action_submit()
        visit.with_user(self.manager).action_confirm(paper=SIGNED_PAPER)
        visit.flush_recordset()
        return visit

    def _count(self):
        return self.env["legal.visit"].search_count([("number", "!=", False)])

    def _is_refused_by_hand(self, rows):
        savepoint = self.env.cr.savepoint()
        try:
            # Those before the last one are good.
            self._record(rows[:-1])
            try:
                self._record(rows[-1:])
            except REFUSED:
                return True
            return False
        finally:
            savepoint.close(rollback=True)

    def _assert_refused(self, expected, *rows):
        """Neither path takes the last row; the rows before it are good."""
        before = self._count()
        with mute_logger("odoo.sql_db"):
            self.assertTrue(self._is_refused_by_hand(rows))
        run = self._run([*rows])
        self.assertEqual(self._reasons(run), {len(rows) + 1: [expected]})
        self.assertEqual(run.state, "refused")
        self.assertEqual(self._count(), before)

    def test_a_good_row_is_taken_by_both(self):
        savepoint = self.env.cr.savepoint()
        by_hand = self._record([self._row()])
        told = (
            *("advisor_id", "village_id", "township_id", "program_id", "date"),
            *("time_start", "time_stop", "minutes", "hours", "service_mode"),
            *("service_form", "state", "number", "confirmed_by_kind", "is_late_entry"),
            *("source", "is_annulled", "submitted_at", "confirmed_at"),
        )
        expected = by_hand.read(told)[0] | {"id": 0}
        savepoint.close(rollback=True)
        run = self._run([self._row()])
        self.assertEqual(self._entries(run).read(told)[0] | {"id": 0}, expected)

    def test_a_village_of_somebody_else(self):
        self._assert_refused(
            "no_assignment", self._row(village_code=self.village_4.code)
        )

    def test_a_day_outside_the_assignment(self):
        self._assert_refused(
            "outside_assignment",
            self._row(
                village_code=self.village_3.code,
                licence_number="ZHAO",
                date="2026-05-04",
            ),
        )

    def test_a_day_that_has_not_come(self):
        self._assert_refused("future", self._row(date="2026-05-21"))

    def test_a_time_that_has_not_come(self):
        # It is ten in the morning.
        self._assert_refused(
            "future", self._row(date="2026-05-20", time_start="9:30", time_stop="10:30")
        )

    def test_a_service_over_midnight(self):
        self._assert_refused(
            "over_midnight", self._row(time_start="22:00", time_stop="1:00")
        )

    def test_a_service_that_takes_no_time(self):
        self._assert_refused(
            "times_order", self._row(time_start="9:00", time_stop="9:00")
        )

    def test_more_than_twelve_hours(self):
        self._assert_refused(
            "long_day", self._row(time_start="7:00", time_stop="20:00")
        )

    def test_a_service_on_site_without_times(self):
        self._assert_refused("no_times", self._row(time_start="", time_stop=""))

    def test_a_call_without_minutes(self):
        self._assert_refused(
            "no_minutes", self._row(mode="phone", time_start="", time_stop="")
        )

    def test_a_time_at_which_the_adviser_is_recorded_elsewhere(self):
        self._assert_refused(
            "overlap_entry",
            self._row(date="2026-04-01", time_start="15:00", time_stop="17:00"),
        )

    def test_two_villages_at_the_same_time(self):
        self._assert_refused(
            "overlap_line",
            self._row(),
            self._row(
                village_code=self.village_2.code, time_start="10:59", time_stop="12:00"
            ),
        )

    def test_a_day_without_certificate(self):
        self._assert_refused(
            "no_certificate",
            self._row(village_code=self.village_3.code, licence_number="ZHAO"),
        )

    def test_a_day_of_suspension(self):
        self._assert_refused("suspended", self._row(date="2026-02-10"))

    def test_a_closed_program_year(self):
        self.program._guarded_write({"state": "closed"})
        self._assert_refused("closed_program", self._row())

    def test_an_id_number(self):
        self._assert_refused(
            "id_number", self._row(summary="Debt of 65400219800101123X")
        )
        self._assert_refused(
            "id_number",
            self._row(summary="Debt of ６５４００２１９８００１０１１２３４"),
        )
        for column in ("place", "late_reason"):
            self._assert_refused(
                "id_number", self._row(**{column: "65400219800101123X"})
            )

    def test_a_service_of_ones_own(self):
        self.advisor.user_id = self.manager
        self._assert_refused("own_service", self._row())

    def test_a_receipt_older_than_its_lecture(self):
        row = self._row(
            kind="lecture", topic="Debts", category="", receipt_date="2026-03-09"
        )
        run = self._run([row])
        self.assertEqual(run.state, "refused")
        self.assertEqual(self._reasons(run), {2: ["receipt_dates"]})
        lecture = self.env["legal.lecture"].create(
            {
                "assignment_id": self.assignment.id,
                "date": row["date"],
                "topic": row["topic"],
            }
        )
        lecture.action_hold()
        with self.assertRaisesRegex(UserError, "lecture's day"):
            lecture._record_paper_receipt(self.day(3, 9), "No network", SIGNED_PAPER)
        same_day = row | {"date": "2026-03-12", "receipt_date": "2026-03-12"}
        self.assertEqual(self._run([same_day]).bad_count, 0)

    def test_a_closed_volume_takes_a_supplement_with_a_reason_only(self):
        first = self._run([self._row(date="2026-03-01")])
        volume = self._entries(first).volume_id
        volume.action_close()
        self._assert_refused("volume_closed", self._row())
        savepoint = self.env.cr.savepoint()
        self._record([self._row(late_reason="Found in a drawer")])
        savepoint.close(rollback=True)
        run = self._run([self._row(late_reason="Found in a drawer")])
        entry = self._entries(run)
        self.assertEqual(entry.volume_id.supplement_of_id, volume)
        self.assertEqual(entry.number, 1)
        self.assertEqual(entry.supplement_reason, "Found in a drawer")
        (volume | entry.volume_id).action_verify()

    def test_adjoining_times_are_no_overlap(self):
        run = self._run(
            [
                self._row(),
                self._row(
                    village_code=self.village_2.code,
                    time_start="11:00",
                    time_stop="12:00",
                ),
            ]
        )
        self.assertEqual(run.state, "done")
