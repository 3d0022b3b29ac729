from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestMyVillages(LegalCase):
    """What waits in each village, for its township and for the bureau."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), user_id=cls.advisor_user.id)
        cls.other_advisor = cls._make_advisor("Wang", cls.day(1))
        # Nothing is owed before May, so that no month is behind.
        cls.assignment = cls._make_assignment(
            cls.village_1, cls.advisor, cls.day(5, 20)
        )
        cls.quiet = cls._make_assignment(cls.village_2, cls.advisor, cls.day(5, 20))
        cls._make_assignment(
            cls.village_3, cls.other_advisor, cls.day(3), cls.day(5, 19)
        )
        cls._make_assignment(cls.village_4, cls.other_advisor)

    def _get_counts(self, village):
        self.env.invalidate_all()
        village = village.with_user(self.township_officer)
        names = ("uncovered", "disputed", "outline", "slip", "months_behind", "waiting")
        counts = {name: village[f"{name}_count"] for name in names}
        return {name: count for name, count in counts.items() if count}

    def test_a_village_without_adviser_and_with_months_behind_is_named(self):
        self.assertEqual(
            self._get_counts(self.village_3), {"uncovered": 1, "months_behind": 2}
        )
        self.assertEqual(self._get_counts(self.village_2), {})
        self.assertEqual(self.village_3.open_point_count, 4)
        self.assertEqual(self.village_2.open_point_count, 0)

    def test_a_village_that_does_not_take_part_yet_lacks_nobody(self):
        village = self._make_village("654002001209", in_scope_from=False)
        self.assertEqual(self._get_counts(village), {})
        village.in_scope_from = self.day(5, 21)
        self.assertEqual(self._get_counts(village), {})
        village.in_scope_from = self.day(5, 20)
        self.assertEqual(self._get_counts(village), {"uncovered": 1})

    def test_entries_wait_for_the_village_and_disputes_for_the_township(self):
        visit = self._make_visit(self.assignment, self.day(5, 20), 8, 9, "submitted")
        self.assertEqual(self._get_counts(self.village_1), {"waiting": 1})
        self.assertFalse(self.village_1.open_point_count)
        visit.action_dispute("Not here")
        self.assertEqual(self._get_counts(self.village_1), {"disputed": 1})
        self.assertEqual(self.village_1.open_point_count, 1)
        action = self.village_1.with_user(self.township_officer).action_view_disputed()
        self.assertEqual(self.env["legal.visit"].search(action["domain"]), visit)
        visit.action_confirm(answer="The sheet says eight to nine")
        self.assertEqual(self._get_counts(self.village_1), {})

    def test_slips_and_outlines_wait_for_the_township(self):
        self._make_visit(self.assignment, self.day(5, 20), 8, 9, "submitted")
        slip = self.env["legal.slip"]._prepare_slips(self.day(5), self.village_1)
        self.assertEqual(self._get_counts(self.village_1), {"waiting": 1, "slip": 1})
        lecture = self.env["legal.lecture"].create(
            {
                "assignment_id": self.assignment.id,
                "topic": "Marriage",
                "date": self.day(5, 20),
                "outline_ids": [Command.create({"name": "o.txt", "raw": b"Marriage"})],
            }
        )
        lecture.action_hold(hour_from=6.0, hour_to=7.0, place="Village hall")
        lecture.action_submit()
        self.assertEqual(
            self._get_counts(self.village_1), {"waiting": 2, "slip": 1, "outline": 1}
        )
        village = self.village_1.with_user(self.township_officer)
        for action, record in (
            (village.action_view_slips(), slip),
            (village.action_view_outlines(), lecture),
        ):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found, record)

    def test_filters_and_order_agree_with_the_counts(self):
        self._make_visit(self.assignment, self.day(5, 20), 8, 9, "disputed")
        Village = self.env["legal.village"].with_user(self.officer)
        villages = Village.search([])
        self.assertEqual(len(villages), 4)
        for name in (
            "open_point_count",
            "uncovered_count",
            "disputed_count",
            "outline_count",
            "slip_count",
            "months_behind_count",
            "month_at_risk_count",
            "waiting_count",
        ):
            for number in (0, 1):
                self.assertEqual(
                    Village.search([(name, ">", number)]),
                    villages.filtered(lambda v, n=name, c=number: v[n] > c),
                    name,
                )
        ordered = Village.search([], order="open_point_count desc, code")
        self.assertEqual(
            ordered.ids,
            villages.sorted(lambda v: (-v.open_point_count, v.code)).ids,
        )
        self.assertEqual(ordered[0].sudo(), self.village_4)
        ordered = Village.search(
            [], order="uncovered_count desc, open_point_count desc"
        )
        self.assertEqual(ordered[:2].sudo(), self.village_3 | self.village_4)

    def test_this_months_hours_show_beside_the_village(self):
        self._make_visit(self.assignment, self.day(5, 20), 8, 9.5, "confirmed")
        self.env.invalidate_all()
        self.assertRecordValues(
            self.village_1.with_user(self.township_officer),
            [
                {
                    "month_hours_confirmed": 1.5,
                    "month_hours_required": 8,
                    "month_standing": "on_track",
                }
            ],
        )
        self.assertFalse(self._make_village("654002001210").month_standing)

    def test_a_township_sees_its_own_villages_and_a_committee_no_office_work(self):
        Village = self.env["legal.village"].with_user(self.township_officer)
        found = Village.search([("open_point_count", ">", 0)])
        self.assertEqual(found.sudo(), self.village_3)
        self.village_3.user_ids = self.committee_user
        own = self.village_3.with_user(self.committee_user)
        self.assertEqual(own.months_behind_count, 0)
        self.assertEqual(own.open_point_count, 0)
        self.assertFalse(own.search([("months_behind_count", ">", 0)]))
        Month = self.env["legal.village.month"].with_user(self.committee_user)
        months = Month.search([])
        self.assertEqual(months.village_id, self.village_1 | self.village_3)
        with self.assertRaises(AccessError):
            months.mapped("service_month_ids")

    def test_months_behind_show_on_assignment_and_adviser(self):
        assignment = self.village_4.assignment_ids
        self.assertEqual(assignment.months_behind_count, 4)
        self.assertEqual(self.other_advisor.months_behind_count, 6)
        self.assertEqual(self.advisor.months_behind_count, 0)
        Assignment = self.env["legal.assignment"]
        self.assertEqual(
            Assignment.search([("months_behind_count", ">", 2)]), assignment
        )
        self.assertEqual(
            self.env["legal.advisor"].search([("months_behind_count", ">", 0)]),
            self.other_advisor,
        )
        # A township counts what it may see.
        advisor = self.other_advisor.with_user(self.township_officer)
        self.assertEqual(advisor.months_behind_count, 2)

    def test_the_screen_takes_the_same_queries_for_any_number_of_villages(self):
        def count_queries(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            result = (
                self.env["legal.village"]
                .with_user(self.township_officer)
                .web_search_read(
                    [],
                    specification,
                    limit=limit,
                    order="open_point_count desc, code",
                )
            )
            self.assertEqual(len(result["records"]), limit)
            return self.env.cr.sql_log_count - before

        specification = {
            "township_id": {"fields": {"display_name": {}}},
            "current_advisor_id": {"fields": {"display_name": {}}},
            "open_point_count": {},
            "slip_count": {},
            "month_hours_confirmed": {},
            "month_standing": {},
        }
        for number in range(79):
            self._make_village(f"6540020012{number + 10:02d}")
        count_queries(80)
        self.assertEqual(count_queries(80), count_queries(40))

    def test_the_months_standing_is_read_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"]._load_module_terms(
            ["village_legal_advisor"], ["zh_CN"]
        )
        village = self.env["legal.village"].with_context(lang="zh_CN")
        labels = village.fields_get(["month_standing"])["month_standing"]["selection"]
        self.assertEqual(dict(labels)["at_risk"], "\u6709\u98ce\u9669")

    def test_it_is_the_first_screen_of_who_is_put_in_charge_of_a_township(self):
        action = self.env.ref("village_legal_advisor.action_my_villages")
        settings = self.env.ref("base.action_res_users")
        township = self.village_1.township_id
        self.assertEqual(self.township_officer.action_id.id, action.id)
        chosen = self._make_user("chosen", "group_legal_township")
        chosen.action_id = settings.id
        plain = self._make_user("accountant", "group_legal_finance")
        township.with_user(self.manager).user_ids = [
            Command.link(chosen.id),
            Command.link(plain.id),
        ]
        self.assertEqual(chosen.action_id.id, settings.id)
        self.assertFalse(plain.action_id)
