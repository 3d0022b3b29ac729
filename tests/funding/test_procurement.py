from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestProcurement(ContractCase):
    # === Steps ===

    def test_finance_takes_a_project_from_preparation_to_award(self):
        project = self._make_project("draft").with_user(self.finance)
        project.action_announce()
        self.assertEqual(project.state, "announced")
        self.assertEqual(project.announcement_date, self.today)
        project.action_award()
        self.assertEqual((project.state, project.award_date), ("awarded", self.today))
        self.assertEqual(project.state_by_id, self.finance)

    def test_nobody_else_decides(self):
        project = self._make_project("draft")
        for user in (self.manager, self.officer, self.leading, self.township_officer):
            for action in ("announce", "award", "cancel", "reset"):
                with self.subTest(user=user.login, action=action):
                    with self.assertRaises(AccessError):
                        getattr(project.with_user(user), f"action_{action}")()

    def test_the_state_is_set_by_the_buttons_only(self):
        project = self._make_project("draft").with_user(self.finance)
        with self.assertRefused("cannot be set directly"):
            project.state = "awarded"
        with self.assertRefused("cannot be set directly"):
            project.create(
                {
                    "name": "X",
                    "program_id": self.program.id,
                    "method": "inquiry",
                    "state": "awarded",
                }
            )

    def test_a_public_tender_is_announced_before_it_is_awarded(self):
        project = self._make_project("draft", method="public_tender")
        with self.assertRefused("announced first"):
            project.action_award()
        project.action_announce()
        project.action_award()
        self.assertEqual(project.state, "awarded")

    def test_a_day_of_the_future_is_no_fact(self):
        project = self._make_project("draft", announcement_date=self.day(5, 21))
        with self.assertRefused("future"):
            project.action_announce()
        project.announcement_date = self.day(5, 20)
        project.action_announce()
        project.award_date = self.day(5, 21)
        with self.assertRefused("future"):
            project.action_award()

    def test_no_award_before_the_announcement(self):
        project = self._make_project("draft", announcement_date=self.day(4, 20))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRefused("dates_ordered", CheckViolation),
        ):
            project.award_date = self.day(4, 19)
            project.flush_recordset()

    def test_an_award_today_is_not_before_an_announcement_to_come(self):
        project = self._make_project("draft", announcement_date=self.day(5, 21))
        with self.assertRefused("comes after"):
            project.action_award()

    def test_a_project_without_a_budget_is_not_announced(self):
        project = self._make_project("draft", budget=0)
        with self.assertRefused("budget"):
            project.action_announce()

    def test_lots_stay_within_the_budget(self):
        project = self._make_project("draft", budget=1000)
        project.lot_ids = [
            Command.create({"number": str(number), "name": "X", "budget": 500.01})
            for number in (1, 2)
        ]
        with self.assertRefused("add up to more"):
            project.action_announce()
        project.lot_ids.budget = 500
        project.action_announce()

    def test_many_projects_are_told_apart_when_one_is_not_ready(self):
        ready = self._make_project("draft", name="Ready")
        bare = self._make_project("draft", name="Bare", budget=0)
        with self.assertRefused("budget"):
            (ready | bare).action_announce()
        self.assertEqual(ready.state, "draft")

    def test_what_was_announced_is_not_changed_behind_its_readers(self):
        project = self._make_project("announced")
        with self.assertRefused("past that step"):
            project.budget = 1
        project.name = "Renamed"
        project.action_reset()
        project.budget = 1
        self.assertEqual(project.budget, 1)

    def test_an_awarded_project_keeps_its_day_and_its_lots(self):
        project = self._make_project(
            "announced", lot_ids=[Command.create({"number": "1", "name": "East"})]
        )
        project.lot_ids.firm_id = self.firm
        project.action_award()
        with self.assertRefused("past that step"):
            project.award_date = self.day(5, 5)
        lot = project.lot_ids.with_user(self.finance)
        with self.assertRefused("stay as they were"):
            lot.firm_id = self._make_firm("Another")
        with self.assertRefused("stay as they were"):
            lot.unlink()
        with self.assertRefused("stay as they were"):
            lot.create({"procurement_id": project.id, "number": "2", "name": "X"})

    def test_only_a_project_in_preparation_is_deleted(self):
        project = self._make_project("announced").with_user(self.finance)
        with self.assertRefused("in preparation"):
            project.unlink()
        project.action_reset()
        project.unlink()

    @mute_logger("odoo.sql_db")
    def test_a_number_is_given_once_in_a_bureau(self):
        self._make_project("draft", number="ZB-1")
        with self.assertRefused("already", UniqueViolation):
            self._make_project("draft", number="ZB-1")
        other = self._make_program(self.year, company=self.other_company)
        self._make_project("draft", number="ZB-1", program_id=other.id)

    # === Contracts ===

    def test_a_contract_of_the_year_needs_a_project_to_be_confirmed(self):
        order = self._make_contract()
        with self.assertRefused("choose one on the page Procurement"):
            order.button_confirm()
        order.legal_procurement_id = self.project
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_an_order_of_nothing_to_do_with_the_year_needs_none(self):
        order = self._make_order(legal_procurement_id=False, confirm=True)
        self.assertEqual(order.state, "purchase")

    def test_the_project_is_of_the_contracts_year(self):
        other = self._make_program(self.year + 1)
        order = self._make_contract()
        order.legal_procurement_id = self._make_project(program_id=other.id)
        with self.assertRefused("another program year"):
            order.button_confirm()

    def test_no_contract_before_the_award(self):
        for state in ("draft", "announced"):
            project = self._make_project(state)
            order = self._make_order(legal_procurement_id=project.id)
            with self.assertRefused("is not awarded"):
                order.button_confirm()

    def test_no_way_round_the_button(self):
        order = self._make_contract()
        as_finance = order.with_user(self.finance)
        for bypass in (
            lambda: as_finance.button_approve(force=True),
            lambda: as_finance.write({"state": "purchase"}),
        ):
            with self.assertRefused("belongs to a procurement project"):
                bypass()
        order.legal_procurement_id = self.project
        order.button_confirm()
        with self.assertRefused("belongs to a procurement project"):
            as_finance.legal_procurement_id = False

    def test_a_lot_is_contracted_with_the_firm_it_was_awarded_to(self):
        another = self._make_firm("Another")
        project = self._make_project(
            lot_ids=[
                Command.create({"number": "1", "name": "East", "firm_id": another.id})
            ]
        )
        order = self._make_order(
            legal_procurement_id=project.id, legal_lot_id=project.lot_ids.id
        )
        with self.assertRefused("was awarded to Another"):
            order.button_confirm()
        order.partner_id = another
        order.button_confirm()

    def test_a_lot_belongs_to_the_orders_project(self):
        other = self._make_project(
            lot_ids=[Command.create({"number": "1", "name": "East"})]
        )
        with self.assertRefused("no lot of the order"):
            self._make_order(legal_lot_id=other.lot_ids.id)

    def test_a_project_with_contracts_in_force_is_not_taken_back(self):
        order = self._make_order(confirm=True)
        for action in ("action_cancel", "action_reset"):
            with self.assertRefused("contracts are in force"):
                getattr(self.project, action)()
        order.button_cancel()
        self.project.action_cancel()
        self.assertEqual(self.project.state, "cancelled")

    def test_no_order_points_to_another_bureaus_project(self):
        other = self._make_program(self.year, company=self.other_company)
        project = self._make_project(program_id=other.id)
        with self.assertRaises(UserError):
            self._make_order(legal_procurement_id=project.id)

    def test_no_order_points_to_another_bureaus_year(self):
        other = self._make_program(self.year, company=self.other_company)
        with self.assertRaises(UserError):
            self._make_order(legal_procurement_id=False, legal_program_id=other.id)

    def test_the_leading_group_reads_what_was_contracted_and_no_contract(self):
        self._make_order(confirm=True)
        project = self.project.with_user(self.leading)
        self.assertEqual((project.order_count, project.order_amount), (1, 10000))
        with self.assertRaises(AccessError):
            project.read(["order_ids"])

    def test_finance_enters_a_contract_on_the_form(self):
        lot_vals = {"number": "1", "name": "East", "firm_id": self.firm.id}
        project = self._make_project(lot_ids=[Command.create(lot_vals)])
        with Form(self.env["purchase.order"].with_user(self.finance)) as form:
            form.legal_procurement_id = project
            form.legal_lot_id = project.lot_ids
        self.assertEqual(form.record.legal_lot_id, project.lot_ids)
        self.assertEqual(form.record.partner_id, self.firm)
