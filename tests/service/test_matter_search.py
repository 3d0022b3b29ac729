from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_visit import VisitCase


@tagged("post_install", "-at_install")
class TestMatterSearch(VisitCase):
    """Any part of a text finds its matter, in Chinese too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.land = cls._make_matter(3, "村民咨询土地承包合同到期", "建议书面续签")
        cls.marriage = cls._make_matter(
            4, "离婚财产分割", "Mediation of 2 Parties", "双方和解"
        )
        cls.apart = cls._make_matter(5, "土质不好，地块太小", "承包以后，包干到户")
        cls.all = cls.land | cls.marriage | cls.apart

    @classmethod
    def _make_matter(cls, day, summary, advice, outcome=False, **vals):
        category = cls.env.ref("village_legal_advisor.matter_category_consultation")
        matter = {
            "category_id": category.id,
            "summary": summary,
            "advice": advice,
            "outcome": outcome,
        }
        visit = cls._make_visit(
            cls.assignment,
            cls.day(3, day),
            matter_ids=[Command.create(matter | vals)],
            state="confirmed",
        )
        return visit.matter_ids

    def _find(self, text, user=None):
        Matter = self.env["legal.matter"].with_user(user or self.officer)
        return Matter.search([("content", "ilike", text)]) & self.all

    def test_a_word_of_two_characters_is_found_wherever_it_stands(self):
        self.assertEqual(self._find("土地"), self.land)
        self.assertEqual(self._find("续签"), self.land)
        self.assertEqual(self._find("和解"), self.marriage)

    def test_one_character_finds_too(self):
        self.assertEqual(self._find("土"), self.land | self.apart)

    def test_pairs_that_stand_apart_are_not_the_word(self):
        self.assertEqual(self._find("承包"), self.land | self.apart)
        self.assertEqual(self._find("包干"), self.apart)
        self.assertFalse(self._find("承包干"))

    def test_a_word_does_not_reach_from_one_text_into_the_next(self):
        self.assertFalse(self._find("期建"))

    def test_several_words_are_all_looked_for(self):
        self.assertEqual(self._find("合同 续签"), self.land)
        self.assertFalse(self._find("合同 和解"))

    def test_case_and_width_do_not_matter(self):
        self.assertEqual(self._find("mediation OF"), self.marriage)
        self.assertEqual(self._find("２"), self.marriage)
        self.assertEqual(self._find("ｐａｒｔｉｅｓ"), self.marriage)

    def test_what_means_something_to_sql_is_looked_for_as_it_is(self):
        percent = self._make_matter(6, "利率50%_以上", "不受保护")
        self.all |= percent
        self.assertEqual(self._find("%_"), percent)
        self.assertFalse(self._find("5_%"))
        self.assertFalse(self._find("'土地"))

    def test_nothing_asked_finds_everything(self):
        self.assertEqual(self._find("  "), self.all)

    def test_records_at_hand_are_filtered_likewise(self):
        found = self.all.filtered_domain([("content", "ilike", "土地")])
        self.assertEqual(found, self.land)
        found = self.all.filtered_domain([("content", "not ilike", "土地")])
        self.assertEqual(found, self.marriage | self.apart)

    def test_the_ledger_is_searched_by_what_was_written_down(self):
        domain = [("matter_ids.content", "ilike", "土地")]
        Visit = self.env["legal.visit"].with_user(self.officer)
        self.assertEqual(Visit.search(domain), self.land.visit_id)

    def test_the_search_shows_nobody_what_they_may_not_read(self):
        own = self._make_matter(9, "村规民约审查", "修改", client_kind="committee")
        self.all |= own
        self.assertFalse(self._find("土地", self.committee_user))
        self.assertEqual(self._find("村规", self.committee_user), own)
        domain = [("matter_ids.content", "ilike", "土地")]
        Visit = self.env["legal.visit"].with_user(self.committee_user)
        self.assertFalse(Visit.search(domain))
        with self.assertRaises(AccessError):
            self._find("土地", self.leading)

    def test_volumes_of_all_years_are_searched_from_the_village(self):
        action = self.village_1.with_user(self.township_officer).action_search_volumes()
        found = self.env["legal.matter"].search(action["domain"])
        self.assertEqual(found & self.all, self.all)
        self.assertEqual(self.land.number, self.land.visit_id.number)
        self.assertEqual(self.land.volume_id.village_id, self.village_1)
        volume = self.land.volume_id
        self.assertEqual(volume.action_search_volumes()["domain"], action["domain"])

    def test_a_long_text_is_stored_as_quickly_as_it_is_long(self):
        self.env.flush_all()
        # Time that grows with the square of the length would take half a minute.
        self.cr.execute("SET LOCAL statement_timeout = '8s'")
        long = self._make_matter(10, "村民咨询土地承包合同到期后的处理" * 2000, "续签")
        self.env.flush_all()
        self.all |= long
        self.assertEqual(self._find("处理村民"), long)

    def test_the_index_answers(self):
        self.env.flush_all()
        self.cr.execute("SET LOCAL enable_seqscan = off")
        query = self.env["legal.matter"]._search([("content", "ilike", "土地")])
        sql = query.select()
        self.cr.execute("EXPLAIN " + sql.code, sql.params)
        plan = "\n".join(line for (line,) in self.cr.fetchall())
        self.assertIn("legal_matter_content_idx", plan)
