from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .list_queries import ENOUGH, SHORT, ListQueries
from .long_lists import LongLists


@tagged("post_install", "-at_install")
class TestSampleBureau(ListQueries, LongLists, TransactionCase):
    """The sample bureau as its user gets it: loaded once, whole, and looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["legal.sample"].load_sample()
        # A server at rest does it by itself; here the tables were empty until now, and
        # plans made for that would take minutes.
        cls.env.flush_all()
        cls.env.cr.execute("ANALYZE")
        cls.last_year, cls.this_year = cls.env["legal.program"].search(
            [], order="date_start"
        )

    def _count(self, model, *domain):
        return self.env[model].search_count(list(domain))

    def test_it_has_the_real_roster_and_one_village_not_yet_in_scope(self):
        self.assertEqual(self._count("legal.village"), 194)
        self.assertEqual(self._count("legal.township"), 22)
        self.assertEqual(self._count("legal.village", ("in_scope", "=", False)), 1)

    def test_last_year_is_closed_with_confirmed_evaluations(self):
        self.assertEqual(self.last_year.state, "closed")
        states = dict(
            self.env["legal.evaluation"]._read_group(
                [("program_id", "=", self.last_year.id)], ["state"], ["__count"]
            )
        )
        self.assertEqual(states, {"confirmed": 193})
        self.assertFalse(
            self._count(
                "legal.visit",
                ("program_id", "=", self.last_year.id),
                ("state", "in", ("draft", "submitted", "disputed")),
            )
        )

    def test_last_years_volumes_are_closed_but_in_two_townships(self):
        volumes = self.env["legal.volume"].search(
            [("program_id", "=", self.last_year.id)]
        )
        closed = volumes.filtered(lambda volume: volume.state == "closed")
        self.assertGreater(len(closed), 100)
        self.assertEqual(len(volumes.township_id - closed.township_id), 2)
        self.assertTrue(closed[:10].action_verify())

    def test_this_year_runs_with_a_hand_over_a_suspension_and_a_gap(self):
        self.assertEqual(self.this_year.state, "open")
        self.assertTrue(
            self._count("legal.assignment", ("predecessor_id", "!=", False))
        )
        self.assertTrue(self._count("legal.advisor", ("state", "=", "suspended")))
        self.assertTrue(
            self._count(
                "legal.village", ("in_scope", "=", True), ("is_covered", "=", False)
            )
        )

    def test_most_ended_months_are_reached_and_some_are_not(self):
        ended = [("month", "<", self.env.company._legal_today().replace(day=1))]
        met = self._count("legal.village.month", ("met", "=", True), *ended)
        behind = self._count("legal.village.month", ("met", "=", False), *ended)
        self.assertTrue(behind)
        self.assertGreater(met, 3 * behind)

    def test_no_entry_is_of_a_time_that_has_not_come(self):
        now = fields.Datetime.now()
        for name in ("time_stop", "submitted_at", "confirmed_at"):
            self.assertFalse(self._count("legal.visit", (name, ">", now)), name)

    def test_the_stored_months_are_what_a_rebuild_yields(self):
        self.assertFalse(
            self.env["legal.service.month"]._rebuild(self.last_year | self.this_year)
        )

    def test_every_list_asks_as_often_for_80_rows_as_for_20(self):
        self._fill_lists()
        users = self.env["res.users"].search([("login", "like", "sample-%")])
        manager, township, finance = (
            users.filtered(lambda user, login=login: user.login == login)
            for login in ("sample-manager", "sample-township", "sample-finance")
        )
        # Funding notices are accounting entries.
        manager.group_ids |= self.env.ref("account.group_account_readonly")
        # Of every township: then the officer's lists are as long as the manager's.
        self.env["legal.township"].search([]).user_ids = township
        compared, short = set(), set()
        for user in (manager, township, finance):
            for screen in self._get_screens(user):
                action, view_type, _view_id = screen
                rows, queries, grown = self._compare_pages(screen, user)
                compared.add(screen)
                if rows < ENOUGH:
                    short.add(action.xml_id)
                with self.subTest(action.xml_id, view=view_type, user=user.login):
                    self.assertGreater(rows, 1)
                    self.assertFalse(grown, "%s and %s queries" % queries)
        self.assertEqual(short, set(SHORT))
        self.assertEqual(compared, set(self._get_screens(self.env.user)))

    def test_without_logins_nobody_can_sign_in_as_an_invented_person(self):
        users = self.env["res.users"].search([("login", "like", "sample-%")])
        self.assertEqual(len(users), 5)
        self.env.cr.execute(
            "SELECT count(password) FROM res_users WHERE id = ANY(%s)", [users.ids]
        )
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_village_shares_are_in_on_their_way_and_to_arrange(self):
        def count(program):
            return dict(
                self.env["legal.village.share"]._read_group(
                    [("program_id", "=", program.id)], ["state"], ["__count"]
                )
            )

        served = self.last_year.assignment_ids.filtered("paid").village_id
        self.assertEqual(
            count(self.last_year), {"settled": len(served) - 1, "waived": 1}
        )
        self.assertEqual(
            set(count(self.this_year)), {"to_arrange", "outstanding", "settled"}
        )

    def test_it_is_never_loaded_into_a_database_with_a_program_year(self):
        with self.assertRaises(UserError):
            self.env["legal.sample"].load_sample()

    def test_only_a_manager_loads_it(self):
        officer = new_test_user(
            self.env, "sample_officer", "village_legal_advisor.group_legal_officer"
        )
        with self.assertRaises(AccessError):
            self.env["legal.sample"].with_user(officer).load_sample()
