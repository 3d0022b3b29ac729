from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .list_queries import ENOUGH, SHORT, ListQueries
from .long_lists import LongLists
from .sample_money import SampleMoney


@tagged("post_install", "-at_install")
class TestSampleBureau(ListQueries, LongLists, SampleMoney, TransactionCase):
    """The sample bureau as its user gets it: loaded once, whole, and looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["legal.sample"].load_sample()
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
            count(self.last_year),
            {"settled": len(served) - 2, "waived": 1, "outstanding": 1},
        )
        self.assertEqual(
            set(count(self.this_year)), {"to_arrange", "outstanding", "settled"}
        )

    def test_last_year_is_paid_and_nothing_is_left_committed(self):
        funds = self._get_funds(self.last_year)
        assignments = self.last_year.assignment_ids
        deducted = sum(self._get_deductions(self.last_year).mapped("deduction"))
        due = self._get_due(assignments)
        self.assertEqual(funds["committed"], 0)
        self.assertEqual(funds["actual"], round(due - deducted, 2))
        self.assertEqual(funds["paid"], funds["actual"])
        self.assertEqual(sum(assignments.mapped("amount_paid")), funds["paid"])
        self.assertEqual(funds["received"], funds["appropriated"])
        self.assertEqual(
            funds["available"], round(funds["appropriated"] - funds["actual"], 2)
        )

    def test_something_was_deducted_for_a_reason_and_the_rest_by_grade(self):
        deductions = self._get_deductions(self.last_year | self.this_year)
        by_hand = deductions.filtered("reason")
        self.assertEqual(len(by_hand), 1)
        self.assertEqual(by_hand.acceptance_id.program_id, self.last_year)
        self.assertEqual(by_hand.deduction, 150)
        by_grade = deductions - by_hand
        self.assertLessEqual(set(by_grade.mapped("grade")), {"unqualified"})
        lapsed = deductions.assignment_id.contract_line_ids.mapped("legal_lapsed")
        self.assertEqual(sum(lapsed), sum(deductions.mapped("deduction")))

    def test_half_of_this_year_is_paid(self):
        funds = self._get_funds(self.this_year)
        main, _supplements, _others = self._get_contracts(self.this_year)
        whole = self.this_year.assignment_ids.filtered(
            lambda rec: rec.date_end - rec.date_start > timedelta(days=360)
        )
        half = self._get_due(whole) / 2 if self._is_first_instalment_over() else 0
        self.assertEqual(sum(whole.mapped("amount_paid")), half)
        self.assertEqual(funds["actual"], sum(main.mapped("legal_accepted")))
        self.assertEqual(funds["paid"], funds["actual"])
        self.assertEqual(
            funds["committed"] + funds["actual"],
            self._get_due(self.this_year.assignment_ids),
        )
        self.assertGreater(funds["available"], 0)
        self.assertLess(funds["received"], funds["appropriated"])

    def test_contracts_are_what_the_assignments_demand(self):
        for program in self.last_year | self.this_year:
            self.assertEqual(program._plan_contracts(), ([], {}))

    def test_a_successor_is_paid_by_a_supplement_within_a_tenth(self):
        main, supplement, _others = self._get_contracts(self.this_year)
        self.assertEqual(len(supplement), 1)
        self.assertIn(supplement.legal_supplement_of_id, main)
        self.assertLessEqual(
            supplement.amount_total * 10, supplement.legal_supplement_of_id.amount_total
        )

    def test_an_adviser_changed_firms_and_each_firm_is_paid_for_its_days(self):
        _main, _supplements, other = self._get_contracts(self.this_year)
        moved = other.order_line.legal_assignment_id
        before = moved.predecessor_id
        self.assertEqual(len(moved.advisor_id), 1)
        self.assertEqual(before.advisor_id, moved.advisor_id)
        self.assertEqual(moved.firm_id, other.partner_id)
        self.assertNotEqual(before.firm_id, moved.firm_id)
        year = self.this_year.transfer_share * len(moved)
        ordered = (before | moved).contract_line_ids.mapped("product_qty")
        self.assertEqual(sum(ordered), year)

    def test_no_money_moved_on_a_day_that_has_not_come(self):
        today = self.env.company._legal_today()
        for model, name in (
            ("account.move", "date"),
            ("account.move", "invoice_date"),
            ("account.payment", "date"),
            ("legal.acceptance", "date"),
            ("legal.acceptance", "published_date"),
            ("legal.appropriation", "document_date"),
        ):
            self.assertFalse(self._count(model, (name, ">", today)), (model, name))

    def test_invoices_have_the_numbers_of_electronic_ones(self):
        bills = self.env["account.move"].search([("move_type", "=", "in_invoice")])
        for bill in bills:
            self.assertRegex(bill.legal_invoice_number, r"^\d{20}$")
        self.assertEqual(set(bills.mapped("state")), {"posted"})
        self.assertEqual(set(bills.mapped("amount_residual")), {0.0})

    def test_it_is_never_loaded_beside_entries_of_a_real_bureau(self):
        company = self.env["res.company"].create({"name": "A bureau that keeps books"})
        sample = self.env["legal.sample"].with_company(company)
        sample._refuse_kept_books(company)
        sample._open_books(company)
        journal = self.env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "general")], limit=1
        )
        self.env["account.move"].create({"journal_id": journal.id})
        with self.assertRaises(UserError):
            sample._refuse_kept_books(company)

    def test_only_finance_may_post_what_is_to_be_paid(self):
        may_post = self.env["res.users"].search(
            [
                ("login", "like", "sample-%"),
                (
                    "all_group_ids",
                    "in",
                    self.env.ref("account.group_account_invoice").id,
                ),
            ]
        )
        self.assertEqual(may_post.mapped("login"), ["sample-finance"])

    def test_it_is_never_loaded_into_a_database_with_a_program_year(self):
        with self.assertRaises(UserError):
            self.env["legal.sample"].load_sample()

    def test_only_a_manager_loads_it(self):
        officer = new_test_user(
            self.env, "sample_officer", "village_legal_advisor.group_legal_officer"
        )
        with self.assertRaises(AccessError):
            self.env["legal.sample"].with_user(officer).load_sample()
