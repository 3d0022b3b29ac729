import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .matrix import MatrixCase


@tagged("post_install", "-at_install")
class TestAccessCompanies(MatrixCase):
    """Two bureaus in one database, and one person who works for both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls._make_user(
            "both",
            "group_legal_manager",
        )
        cls.both.company_ids |= cls.other_company
        cls.companies = cls.company | cls.other_company

    def _both(self, records, companies=None):
        companies = companies or self.companies
        return records.with_user(self.both).with_context(
            allowed_company_ids=companies.ids
        )

    def test_slips_of_two_bureaus_are_numbered_apart(self):
        for world in (self.world_a, self.world_c):
            self._make_visit(world["legal.assignment"], self.day(4, 2)).action_submit()
        wizard = self._both(self.env["legal.slip.prepare"]).create(
            {"month": self.day(4)}
        )
        action = wizard.action_prepare()
        slips = self.env["legal.slip"].search([("month", "=", self.day(4))])
        self.assertTrue(action)
        self.assertEqual(slips.company_id, self.companies)
        for slip in slips:
            self.assertEqual(slip.line_ids.visit_id.company_id, slip.company_id)
        # One for March each, B's in the first bureau besides.
        by_company = {slip.company_id: slip.number[-5:] for slip in slips}
        self.assertEqual(by_company[self.company], "00003")
        self.assertEqual(by_company[self.other_company], "00002")

    def test_references_and_numbers_begin_anew_in_each_bureau(self):
        for world in (self.world_a, self.world_c):
            self.assertTrue(world["legal.visit"].reference.endswith("000001"))
        self.assertEqual(self.world_c["legal.volume"].last_number, 1)

    def test_wizards_take_records_of_one_bureau_only(self):
        a, c = self.world_a, self.world_c
        propose = self._both(self.env["legal.assignment.propose"])
        for program, village, advisor in (
            (a, a, c),
            (a, c, a),
            (c, a, a),
        ):
            with self.assertRaises(UserError):
                propose.create(
                    {
                        "program_id": program["legal.program"].id,
                        "village_ids": [Command.set(village["legal.village"].ids)],
                        "advisor_id": advisor["legal.advisor"].id,
                        "date_start": self.day(6),
                        "date_end": self.day(7),
                    }
                ).action_propose()
        with self.assertRaises(UserError):
            self._both(self.env["legal.assignment.hand.over"]).create(
                {
                    "assignment_ids": [Command.set(a["legal.assignment"].ids)],
                    "advisor_id": c["legal.advisor"].id,
                    "last_day": self.today,
                    "reason": "Ill",
                }
            ).action_hand_over()
        self.assertEqual(a["legal.assignment"].state, "active")

    def test_an_import_goes_to_its_own_bureau(self):
        text = (
            "code,name,township_code,township_name,county_code,county_name\n"
            "654002001299,Same Committee,654002001,Renamed,654002,City\n"
        )
        vals = {
            "file": base64.b64encode(text.encode()),
            "company_id": self.other_company.id,
        }
        Wizard = self.env["legal.roster.import"]
        with self.assertRaises(UserError):
            self._both(Wizard, self.company).create([vals]).action_import()
        self._both(Wizard).create([vals]).action_import()
        made = self.env["legal.village"].search([("code", "=", "654002001299")])
        self.assertEqual(made.company_id, self.other_company)
        self.assertEqual(made.partner_id.company_id, self.other_company)
        self.assertEqual(self.township_1.name, "East Township")

    def test_evaluations_are_computed_within_their_bureau(self):
        program, other = self.world_c["legal.program"], self.world_a["legal.program"]
        before = other.with_context(active_test=False).evaluation_count
        self._both(program).action_compute_evaluations()
        evaluations = self.env["legal.evaluation"].search(
            [("program_id", "=", program.id)]
        )
        self.assertEqual(evaluations.company_id, self.other_company)
        self.assertEqual(
            evaluations.line_ids.criterion_id.program_id | program, program
        )
        self.assertEqual(other.evaluation_count, before)
        with self.assertRaises(AccessError):
            self._both(program, self.company).action_compute_evaluations()
        with self.assertRaises(AccessError):
            program.with_user(self.manager).action_compute_evaluations()

    def test_a_book_of_papers_is_its_users_in_its_bureau(self):
        report = "village_legal_advisor.paper_evaluation"
        evaluation = self.world_c["legal.evaluation"]
        Job = self.env["legal.print.job"]
        with self.assertRaises(AccessError):
            self._both(Job, self.company).action_request(report, evaluation.ids)
        self._both(Job, self.other_company).action_request(report, evaluation.ids)
        job = Job.search([("user_id", "=", self.both.id)])
        self.assertEqual(job.company_id, self.other_company)
        self.assertFalse(self._both(Job, self.company).search([]))

    def test_the_daily_jobs_judge_each_bureau_by_its_own_day(self):
        # 26 hours apart: today is another day whatever the hour.
        self.company.legal_tz = "Pacific/Kiritimati"
        self.other_company.legal_tz = "Pacific/Niue"
        self.assertNotEqual(
            self.company._legal_today(), self.other_company._legal_today()
        )
        worlds = (self.world_a, self.world_c)
        for world in worlds:
            certificate = world["legal.advisor"].sudo().certificate_ids
            # Valid to the day before the eastern bureau's today.
            certificate._guarded_write({"valid_to": self.other_company._legal_today()})
        self.env["legal.advisor"]._cron_refresh_states()
        self.assertEqual(
            [world["legal.advisor"].state for world in worlds],
            ["qualified", "certified"],
        )

    def test_days_that_actions_record_are_the_bureaus_own(self):
        self.company.legal_tz = "Pacific/Kiritimati"
        self.other_company.legal_tz = "Pacific/Niue"
        slots = self.world_a["legal.assignment.slot"]
        slots |= self.world_c["legal.assignment.slot"]
        self._both(slots).action_agree()
        self._both(slots).action_post()
        assignments = slots.assignment_id
        self._both(assignments).action_end(reason="Moves away")
        for slot in slots:
            today = slot.company_id._legal_today()
            self.assertEqual(slot.agreed_on, today)
            self.assertEqual(slot.posted_on, today)
            self.assertEqual(slot.assignment_id.date_end, today)

    def test_a_record_never_changes_its_bureau(self):
        for model in (
            "legal.advisor",
            "legal.lecture.audience",
            "legal.matter.category",
            "legal.speciality",
            "legal.township",
            "legal.training",
        ):
            with self.subTest(model=model), self.assertRefused("stays there"):
                self._both(self.world_a[model]).write(
                    {"company_id": self.other_company.id}
                )
        twin = self._make_township(
            "Twin", self.township_1.code, company_id=self.other_company.id
        )
        with self.assertRefused("another bureau"):
            self._both(self.village_1).township_id = twin

    def test_no_bureau_alone_changes_what_all_of_them_use(self):
        prefix = "village_legal_advisor.matter_category_"
        shared = self.env.ref(f"{prefix}consultation")
        unused = self.env["legal.speciality"].create({"name": "Shared"})
        template = self.env["legal.criterion"].search(
            [("program_id", "=", False)], limit=1
        )
        for record in (shared, template):
            with self.assertRefused("every bureau"):
                record.with_user(self.manager).write({"name": "Changed"})
        with self.assertRefused("every bureau"):
            unused.with_user(self.manager).unlink()
        with self.assertRefused("every bureau"):
            self.env["legal.speciality"].with_user(self.officer).create({"name": "New"})
        self._both(shared).write({"name": "Advice"})
        self._both(unused).unlink()
        self.env["legal.speciality"].with_user(self.officer).create(
            {"name": "New", "company_id": self.company.id}
        )
