from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tests.common import freeze_time
from odoo.tools import mute_logger

from ..common import LegalCase


@tagged("post_install", "-at_install")
class TestVillage(LegalCase):
    # === Codes, names ===

    def test_the_kind_follows_from_the_last_three_digits(self):
        get_kind = self.env["legal.village"]._get_kind
        for digits, kind in {
            "001": "community",
            "199": "community",
            "200": "village",
            "399": "village",
            "400": "community",
            "499": "community",
            "500": "village",
            "599": "village",
            "000": False,
            "600": False,
            "999": False,
        }.items():
            self.assertEqual(get_kind(f"654002001{digits}"), kind, digits)
        self.assertFalse(get_kind("65400200100"))
        self.assertFalse(get_kind(False))

    def test_papers_use_the_short_name(self):
        for name, short_name in {
            "普夏依曼社区居委会": "普夏依曼社区",
            "翠洲社区居民委员会": "翠洲社区",
            "巴彦村委会": "巴彦村",
            "新村村委会": "新村",
            "东升村民委员会": "东升村",
            "城南居委会": "城南",
            "林场生活区": "林场生活区",
        }.items():
            village = self.env["legal.village"].new({"name": name})
            self.assertEqual(village.short_name, short_name)

    def test_a_code_must_lie_under_its_township(self):
        with self.assertRaisesRegex(ValidationError, "does not begin with"):
            self._make_village("654002002209", self.township_1)

    def test_a_code_of_neither_kind_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "neither a community's"):
            self._make_village("654002001999", self.township_1)

    def test_codes_are_unique_within_a_bureau(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._make_village(self.village_1.code)

    def test_a_township_keeps_the_code_of_its_villages(self):
        with self.assertRaisesRegex(ValidationError, "has villages whose codes"):
            self.township_1.code = "654002009"

    def test_a_village_is_found_by_name_code_and_township(self):
        self.village_1.write({"name": "上村村民委员会"})
        Village = self.env["legal.village"].with_user(self.officer)
        for words in ("上村", "村民委员会", "654002001201"):
            found = [id_ for id_, _name in Village.name_search(words)]
            self.assertEqual(found, self.village_1.ids, words)
        found = {id_ for id_, _name in Village.name_search("West")}
        self.assertEqual(found, set(self.village_4.ids))

    def test_the_committee_is_a_contact_that_keeps_its_village_s_name(self):
        village = self._make_village("654002001209").with_user(self.officer)
        self.assertTrue(village.partner_id.is_company)
        self.assertEqual(village.partner_id.company_id, self.company)
        village.name = "新村村民委员会"
        self.assertEqual(village.partner_id.name, "新村村民委员会")

    def test_a_short_name_that_a_person_chose_outlives_the_full_name(self):
        plain = self._make_village("654002001211", name="上河村民委员会")
        chosen = self._make_village("654002001212", name="下河村民委员会")
        chosen.short_name = "下河沿"
        (plain | chosen).write({"name": "北河村民委员会"})
        self.assertEqual(plain.short_name, "北河村")
        self.assertEqual(chosen.short_name, "下河沿")
        self.assertEqual(
            (plain | chosen).mapped("partner_id.name"), ["北河村民委员会"] * 2
        )
        with Form(chosen) as form:
            form.name = "南河村民委员会"
            self.assertEqual(form.short_name, "下河沿")
        with Form(plain) as form:
            form.name = "南河村民委员会"
            self.assertEqual(form.short_name, "南河村")

    def test_an_officer_adds_a_village_on_the_form(self):
        form = Form(self.env["legal.village"].with_user(self.officer))
        form.short_name = "新村"
        form.name = "新村村民委员会"
        form.code = "654002001210"
        form.township_id = self.township_1
        self.assertEqual(form.kind, "village")
        self.assertTrue(form.save().partner_id)

    def test_a_village_is_archived_after_its_assignment_ended(self):
        advisor = self._make_advisor("A", certified_from=self.day(1))
        assignment = self._make_assignment(self.village_1, advisor)
        village = self.village_1.with_user(self.officer)
        with self.assertRaisesRegex(ValidationError, "End the assignment"):
            village.action_archive()
        assignment.action_end(self.day(5, 19), "Merged into another village")
        village.action_archive()
        self.assertFalse(village.active)

    def test_a_township_is_archived_after_its_villages(self):
        with self.assertRaisesRegex(ValidationError, "Archive them first"):
            self.township_2.action_archive()
        self.village_4.action_archive()
        self.township_2.action_archive()

    # === Who decides who sees what ===

    def test_only_a_manager_changes_a_village_s_township_and_logins(self):
        village = self.village_2.with_user(self.officer)
        with self.assertRaises(AccessError):
            village.user_ids = self.committee_user
        with self.assertRaises(AccessError):
            village.township_id = self.township_2
        village.with_user(self.manager).user_ids = self.committee_user

    def test_only_a_manager_changes_a_township_s_staff(self):
        with self.assertRaises(AccessError):
            self.township_1.with_user(self.officer).user_ids = self.officer
        with self.assertRaises(AccessError):
            self.env["legal.township"].with_user(self.officer).create(
                {"name": "X", "code": "654002077", "user_ids": self.officer.ids}
            )
        self.township_1.with_user(self.manager).user_ids |= self.officer

    def test_the_township_sees_its_villages_until_it_is_removed(self):
        Village = self.env["legal.village"].with_user(self.township_officer)
        mine = self.village_1 | self.village_2 | self.village_3
        self.assertEqual(Village.search([]), mine.sorted("code"))
        with self.assertRaises(AccessError):
            self.village_4.with_user(self.township_officer).read(["name"])
        self.township_1.with_user(self.manager).user_ids = False
        self.assertFalse(Village.search([]))

    def test_the_committee_sees_its_own_village_only(self):
        Village = self.env["legal.village"].with_user(self.committee_user)
        self.assertEqual(Village.search([]), self.village_1)

    def test_the_adviser_sees_villages_it_serves(self):
        advisor = self._make_advisor("A", certified_from=self.day(1))
        advisor.user_id = self.advisor_user
        Village = self.env["legal.village"].with_user(self.advisor_user)
        proposal = self._make_assignment(self.village_2, advisor, activate=False)
        self.assertFalse(Village.search([]))
        proposal.action_activate()
        self.assertEqual(Village.search([]), self.village_2)
        Assignment = self.env["legal.assignment"].with_user(self.advisor_user)
        self.assertEqual(Assignment.search([]), proposal)

    def test_another_bureau_sees_nothing(self):
        for model in ("legal.village", "legal.township", "legal.program"):
            self.assertFalse(
                self.env[model].with_user(self.other_officer).search([]), model
            )

    # === Coverage ===

    def test_uncovered_villages_are_those_in_scope_without_anybody_today(self):
        advisor = self._make_advisor("A", certified_from=self.day(1))
        self._make_assignment(self.village_1, advisor)
        self._make_assignment(self.village_2, advisor, activate=False)
        self._make_assignment(self.village_3, advisor, start=self.day(6))
        self.village_4.in_scope_from = self.day(6)
        not_yet = self._make_village("654002002209", self.township_2)
        not_yet.in_scope_from = False
        Village = self.env["legal.village"].with_user(self.officer)
        domain = [("in_scope", "=", True), ("is_covered", "=", False)]
        self.assertEqual(Village.search(domain), self.village_2 | self.village_3)
        self.assertEqual(
            Village.search([("in_scope", "=", False)]), self.village_4 | not_yet
        )
        self.assertEqual(Village.search([("is_covered", "=", True)]), self.village_1)
        self.assertEqual(Village.search_count([("in_scope", "in", [True, False])]), 5)
        self.assertEqual(self.village_1.current_advisor_id, advisor)
        self.assertFalse(self.village_3.current_advisor_id)
        self.assertEqual(
            [v.in_scope for v in self.village_1 | self.village_4 | not_yet],
            [True, False, False],
        )

    def test_coverage_changes_with_the_assignment(self):
        advisor = self._make_advisor("A", certified_from=self.day(1))
        self.assertFalse(self.village_1.is_covered)
        assignment = self._make_assignment(self.village_1, advisor)
        self.assertTrue(self.village_1.is_covered)
        assignment.action_end(self.today, "moves away")
        self.assertTrue(self.village_1.is_covered, "the last day is served")
        assignment._guarded_write({"date_end": self.day(5, 19)})
        self.assertFalse(self.village_1.is_covered)

    def test_a_township_shows_how_many_villages_are_covered(self):
        advisor = self._make_advisor("A", certified_from=self.day(1))
        self._make_assignment(self.village_1, advisor)
        self.village_3.in_scope_from = False
        townships = self.township_1 | self.township_2
        self.assertRecordValues(
            townships,
            [
                {
                    "village_count": 3,
                    "in_scope_count": 2,
                    "covered_count": 1,
                    "uncovered_count": 1,
                },
                {
                    "village_count": 1,
                    "in_scope_count": 1,
                    "covered_count": 0,
                    "uncovered_count": 1,
                },
            ],
        )
        self._make_assignment(self.village_4, advisor)
        Township = self.env["legal.township"]
        self.assertEqual(
            Township.search([("uncovered_count", ">", 0)]), self.township_1
        )
        self.assertEqual(
            Township.search([("uncovered_count", "=", 0)]), self.township_2
        )

    def test_today_is_the_bureau_s_day_for_every_user(self):
        """At 17:00 UTC it is the next day in China, whatever zone the user has."""
        self.officer.tz = "America/New_York"
        self.village_1.in_scope_from = self.day(5, 21)
        self.assertFalse(self.village_1.with_user(self.officer).in_scope)
        Village = self.env["legal.village"].with_user(self.officer)
        with freeze_time("2026-05-20 17:00:00"):
            self.env.invalidate_all()
            self.assertTrue(self.village_1.with_user(self.officer).in_scope)
            self.assertIn(self.village_1, Village.search([("in_scope", "=", True)]))
