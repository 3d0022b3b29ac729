from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestServiceMonth(LegalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), user_id=cls.advisor_user.id)
        cls.successor = cls._make_advisor("Wang", cls.day(1))

    def _get_month(self, record, month):
        """The service or village month of an assignment or a village."""
        name = "assignment_id" if record._name == "legal.assignment" else "village_id"
        model = "service" if record._name == "legal.assignment" else "village"
        return self.env[f"legal.{model}.month"].search(
            [(name, "=", record.id), ("month", "=", self.day(month))]
        )

    def assertHours(self, record, month, required, confirmed=0, pending=0):
        self.assertRecordValues(
            self._get_month(record, month),
            [
                {
                    "hours_required": required,
                    "hours_confirmed": confirmed,
                    "hours_pending": pending,
                    "hours_shortfall": max(required - confirmed, 0),
                    "met": confirmed >= required,
                }
            ],
        )

    # === Which rows exist ===

    def test_an_assignment_has_a_row_for_every_month_once_it_is_active(self):
        assignment = self._make_assignment(
            self.village_1, self.advisor, self.day(3, 20), activate=False
        )
        self.assertFalse(assignment.service_month_ids)
        assignment.action_activate()
        self.assertEqual(
            sorted(assignment.service_month_ids.mapped("month")),
            [self.day(month) for month in range(3, 13)],
        )
        self.assertRecordValues(
            self._get_month(assignment, 3),
            [
                {
                    "advisor_id": self.advisor.id,
                    "firm_id": self.firm.id,
                    "program_id": self.program.id,
                    "village_id": self.village_1.id,
                    "township_id": self.township_1.id,
                    "company_id": self.company.id,
                    "day_first": self.day(3, 20),
                    "day_last": self.day(3, 31),
                }
            ],
        )

    def test_ending_an_assignment_takes_away_the_months_after_it(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        assignment.action_end(self.day(5, 10), "Moved away")
        self.assertEqual(len(assignment.service_month_ids), 5)
        self.assertFalse(self._get_month(self.village_1, 6))
        self.assertHours(self.village_1, 5, 8)

    def test_cancelling_an_assignment_takes_away_all_its_months(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        assignment.action_cancel()
        self.assertFalse(assignment.service_month_ids)
        self.assertFalse(self._get_month(self.village_1, 1))

    # === What is required (rule 6) ===

    def test_an_assignment_alone_owes_the_whole_standard(self):
        assignment = self._make_assignment(
            self.village_1, self.advisor, self.day(3, 31)
        )
        self.assertHours(assignment, 3, 8)
        self.assertHours(assignment, 4, 8)

    def test_a_month_handed_over_is_shared_by_days(self):
        first = self._make_assignment(self.village_1, self.advisor)
        second = first._hand_over(self.successor, self.day(3, 15), "Maternity leave")
        self.assertHours(first, 3, 3.75)
        self.assertHours(second, 3, 4.25)
        self.assertHours(self.village_1, 3, 8)
        self.assertHours(first, 2, 8)
        self.assertHours(second, 4, 8)

    def test_shares_of_a_month_with_a_gap_still_add_up(self):
        first = self._make_assignment(self.village_1, self.advisor, end=self.day(4, 10))
        second = self._make_assignment(self.village_1, self.successor, self.day(4, 21))
        self.assertHours(first, 4, 4)
        self.assertHours(second, 4, 4)

    def test_where_halves_tie_the_earlier_share_is_rounded_up(self):
        self.program._guarded_write({"monthly_hours": 0.25})
        first = self._make_assignment(self.village_1, self.advisor, end=self.day(4, 15))
        second = self._make_assignment(self.village_1, self.successor, self.day(4, 16))
        self.assertHours(first, 4, 0.25)
        self.assertHours(second, 4, 0)

    def test_odd_minutes_of_the_standard_belong_to_the_last_share(self):
        self.program._guarded_write({"monthly_hours": 8.1})
        first = self._make_assignment(self.village_1, self.advisor, end=self.day(4, 15))
        second = self._make_assignment(self.village_1, self.successor, self.day(4, 16))
        self.assertHours(first, 4, 4)
        self.assertHours(second, 4, 4.1)

    def test_a_corrected_standard_rebuilds_the_year(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        self.program._correct_standards({"monthly_hours": 6.5}, "Circular 12")
        self.assertHours(assignment, 1, 6.5)
        self.assertHours(self.village_1, 12, 6.5)

    # === What counts ===

    def test_only_confirmed_minutes_on_site_count(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        # First: the entries after it have the month summed up again.
        self._make_visit(
            assignment,
            self.day(3, 7),
            None,
            state="confirmed",
            service_mode="phone",
            minutes=60,
        )
        self._make_visit(assignment, self.day(3, 2), 9, 11.5, "confirmed")
        self._make_visit(assignment, self.day(3, 3), 9, 10, "submitted")
        self._make_visit(assignment, self.day(3, 4), 9, 10, "disputed")
        self._make_visit(assignment, self.day(3, 5), 9, 10, "rejected")
        self._make_visit(assignment, self.day(3, 6), 9, 10)
        self.assertHours(assignment, 3, 8, confirmed=2.5, pending=2)
        self.assertHours(self.village_1, 3, 8, confirmed=2.5, pending=2)
        self.assertHours(assignment, 4, 8)

    def test_three_times_twenty_minutes_are_one_hour(self):
        self.program._guarded_write({"monthly_hours": 1})
        assignment = self._make_assignment(self.village_1, self.advisor)
        for day in (2, 3, 4):
            self._make_visit(assignment, self.day(3, day), 9, 9 + 1 / 3, "confirmed")
        self.assertHours(assignment, 3, 1, confirmed=1)

    def test_corrections_count_and_annulled_entries_do_not(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        visit = self._make_visit(assignment, self.day(3, 2), 9, 12, "confirmed")
        annulled = self._make_visit(assignment, self.day(3, 3), 9, 12, "confirmed")
        manager = {"decision": "Doc 7", "reason": "Left at half past ten"}
        visit.with_user(self.manager).action_correct(90, **manager)
        self.assertHours(assignment, 3, 8, confirmed=4.5)
        annulled.with_user(self.manager).action_annul(**manager)
        self.assertHours(assignment, 3, 8, confirmed=1.5)
        visit.with_user(self.manager).action_correct(120, **manager)
        self.assertHours(assignment, 3, 8, confirmed=2)

    def test_the_village_reaches_its_month_by_all_its_advisers(self):
        first = self._make_assignment(self.village_1, self.advisor)
        second = first._hand_over(self.successor, self.day(3, 15), "Retired")
        self._make_visit(first, self.day(3, 2), 9, 11, "confirmed")
        self._make_visit(second, self.day(3, 20), 8, 14, "confirmed")
        self.assertFalse(self._get_month(first, 3).met)
        self.assertTrue(self._get_month(second, 3).met)
        month = self._get_month(self.village_1, 3)
        self.assertTrue(month.met)
        self.assertEqual(month.advisor_id, self.successor)
        self.assertEqual(month.advisor_ids, self.advisor | self.successor)
        self.assertEqual(
            month.service_month_ids,
            self._get_month(first, 3) | self._get_month(second, 3),
        )
        self.assertEqual(month.visit_ids, (first | second).visit_ids)

    def test_months_follow_their_village_to_another_township(self):
        self._make_assignment(self.village_1, self.advisor)
        self.village_1.write(
            {"code": "654002002209", "township_id": self.township_2.id}
        )
        month = self._get_month(self.village_1, 3)
        self.assertEqual(month.township_id, self.township_2)
        self.assertEqual(month.village_code, "654002002209")
        self.assertEqual(self._count_wrong_rows(), 0)

    # === Standing ===

    def test_a_month_is_behind_only_when_it_is_over(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        self._make_visit(assignment, self.day(3, 2), 8, 16, "confirmed")
        standings = {
            row.month.month: row.standing for row in assignment.service_month_ids
        }
        self.assertEqual(standings[3], "met")
        self.assertEqual(standings[4], "behind")
        self.assertEqual(standings[5], "at_risk")
        self.assertEqual(standings[6], "future")
        # 19 of 31 days are over: 4.9 of 8 hours keep the month on track.
        self._make_visit(assignment, self.day(5, 4), 8, 12.75, "confirmed")
        self.assertEqual(self._get_month(assignment, 5).standing, "at_risk")
        self._make_visit(assignment, self.day(5, 5), 8, 8.25, "confirmed")
        self.assertEqual(self._get_month(assignment, 5).standing, "on_track")

    def test_filters_find_what_the_badge_shows(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        self._make_assignment(self.village_2, self.advisor, self.day(5, 20))
        self._make_visit(assignment, self.day(3, 2), 8, 16, "confirmed")
        for model_name in ("legal.service.month", "legal.village.month"):
            Month = self.env[model_name]
            rows = Month.search([("program_id", "=", self.program.id)])
            self.assertEqual(
                set(rows.mapped("standing")),
                {"met", "behind", "at_risk", "on_track", "future"},
            )
            for standing, _label in Month._fields["standing"].selection:
                wanted = rows.filtered(lambda row, name=standing: row.standing == name)
                self.assertEqual(
                    rows & Month.search([("standing", "=", standing)]), wanted
                )
                self.assertEqual(
                    rows & Month.search([("standing", "!=", standing)]), rows - wanted
                )
            for ago in (0, 1, -2):
                self.assertEqual(
                    rows & Month.search([("months_ago", "=", ago)]),
                    rows.filtered(lambda row, number=ago: row.months_ago == number),
                )
        self.assertTrue(self.program.is_current)
        current = self.env["legal.program"].search([("is_current", "=", True)])
        self.assertEqual(current, self.program)

    # === Rebuild, drift ===

    def _count_wrong_rows(self):
        return self.env["legal.service.month"]._rebuild(self.program)

    def test_a_rebuild_finds_and_repairs_every_kind_of_wrong_row(self):
        first = self._make_assignment(self.village_1, self.advisor)
        self._make_visit(first, self.day(3, 2), 9, 11, "confirmed")
        self.assertEqual(self._count_wrong_rows(), 0)
        self.env.cr.execute(
            SQL(
                "DELETE FROM legal_service_month WHERE assignment_id = %s "
                "AND month = %s",
                first.id,
                self.day(2),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE legal_service_month SET minutes_confirmed = 1 "
                "WHERE assignment_id = %s AND month = %s",
                first.id,
                self.day(3),
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE legal_village_month SET month = %s "
                "WHERE village_id = %s AND month = %s",
                self.day(4).replace(year=self.year + 1),
                self.village_1.id,
                self.day(4),
            )
        )
        # A row is missing, one differs, one is too many and one lacks.
        self.assertEqual(self._count_wrong_rows(), 4)
        self.assertEqual(self._count_wrong_rows(), 0)
        self.assertHours(first, 3, 8, confirmed=2)

    def test_the_nightly_check_repairs_and_tells(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        self.env.cr.execute("DELETE FROM legal_village_month")
        IrCron = self.env.registry["ir.cron"]
        # Tests must not commit.
        with (
            patch.object(IrCron, "_commit_progress", lambda *_args, **_kwargs: 60.0),
            self.assertLogs(
                "odoo.addons.village_legal_advisor.models.supervision.program",
                "WARNING",
            ) as logs,
        ):
            self.env["legal.program"]._cron_repair_months()
        self.assertIn("12 month rows", logs.output[0])
        self.assertHours(assignment, 3, 8)
        self.assertHours(self.village_1, 3, 8)

    # === Rights ===

    def test_nobody_writes_months(self):
        assignment = self._make_assignment(self.village_1, self.advisor)
        rows = (self._get_month(assignment, 3), self._get_month(self.village_1, 3))
        users = self.officer | self.manager | self.township_officer | self.finance
        for user in users | self.leading:
            for row in rows:
                own = row.with_user(user)
                self.assertEqual(own.hours_required, 8)
                with self.assertRaises(AccessError):
                    own.met = True
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create({"month": self.day(1)})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_township_and_an_adviser_see_their_own_months(self):
        mine = self._make_assignment(self.village_1, self.advisor)
        other = self._make_assignment(self.village_4, self.successor)
        for model_name in ("legal.service.month", "legal.village.month"):
            rows = self.env[model_name].with_user(self.township_officer).search([])
            self.assertEqual(rows.township_id, self.township_1)
            self.assertFalse(
                self.env[model_name].with_user(self.other_officer).search([])
            )
        rows = self.env["legal.service.month"].with_user(self.advisor_user).search([])
        self.assertEqual(rows.assignment_id, mine)
        with self.assertRaises(AccessError):
            other.service_month_ids.with_user(self.advisor_user).mapped("met")

    # === Lists ===

    def test_lists_of_any_length_take_the_same_queries(self):
        def count_queries(model_name, fields, limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Month = self.env[model_name].with_user(self.township_officer)
            result = Month.web_search_read([], fields, limit=limit)
            self.assertEqual(len(result["records"]), limit)
            return self.env.cr.sql_log_count - before

        for number in range(1, 9):
            village = self._make_village(f"6540020013{number:02d}")
            advisor = self._make_advisor(f"Adviser {number}", self.day(1))
            first = self._make_assignment(village, advisor)
            if number < 5:
                # Two advisers share December, which the list shows first.
                first._hand_over(self.successor, self.day(12, 9), "Retired")
        name = {"fields": {"display_name": {}}}
        shared = {
            "village_id": name,
            "township_id": name,
            "firm_id": name,
            "month_name": {},
            "hours_required": {},
            "standing": {},
        }
        for model_name, fields in (
            ("legal.service.month", shared | {"advisor_id": name}),
            ("legal.village.month", shared | {"advisor_ids": name}),
        ):
            count_queries(model_name, fields, 80)
            self.assertEqual(
                count_queries(model_name, fields, 80),
                count_queries(model_name, fields, 40),
            )
