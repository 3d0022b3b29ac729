from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.village_legal_advisor.models.common.sentinel import GUARD

from .common import FundingCase


@tagged("post_install", "-at_install")
class TestContract(FundingCase):
    """Contracts follow from the assignments, to the cent."""

    def test_a_firm_gets_one_contract_with_a_line_for_every_village(self):
        self._set_basis("village")
        first = self._make_paid(self.village_1, "Li")
        second = self._make_paid(self.village_2, "Wang")
        third = self._make_paid(self.village_4, "Zhao", firm=self.other_firm)
        orders = self._prepare()
        self.assertEqual(orders.partner_id, self.firm | self.other_firm)
        self.assertEqual(orders.order_line.legal_assignment_id, first | second | third)
        self.assertEqual(sorted(orders.mapped("amount_total")), [3000.0, 6000.0])

    def test_only_what_the_bureau_pays_itself_is_in_its_contract(self):
        self._set_basis("village", handling="village")
        self._make_paid(self.village_1, "Li")
        orders = self._prepare()
        self.assertEqual(self._amounts(orders), {(self.village_1, "transfer"): 3000.0})
        self._set_basis("village", handling="bureau")
        self.assertEqual(
            self._amounts(self._prepare() | orders),
            {(self.village_1, "transfer"): 3000.0, (self.village_1, "village"): 2000.0},
        )

    def test_an_advisers_fee_is_split_over_the_villages_served(self):
        self._set_basis("advisor", handling="bureau")
        advisor = self._make_advisor("Li", self.day(1))
        for village in (self.village_1, self.village_2, self.village_3):
            self._make_assignment(village, advisor)
        orders = self._prepare()
        self.assertEqual(orders.amount_total, 5000.0)
        self.assertEqual(
            sorted(self._amounts(orders).values()),
            [666.66, 666.67, 666.67, 1000.0, 1000.0, 1000.0],
        )

    def test_advisers_who_follow_each_other_never_cost_a_cent_too_much(self):
        self._set_basis("advisor", handling="bureau")
        for first, last in ((1, 4), (5, 8), (9, 12)):
            self._make_paid(
                self.village_1,
                f"Adviser from {first}",
                start=self.day(first),
                end=self.day(last, 31 if last in (8, 12) else 30),
            )
        order = self._prepare()
        self.assertEqual(
            self._amounts(order),
            {(self.village_1, "transfer"): 3000.0, (self.village_1, "village"): 2000.0},
        )
        shares = order.order_line.filtered(lambda rec: rec.legal_source == "village")
        shares = shares.sorted(lambda rec: rec.legal_assignment_id.date_start)
        self.assertEqual(shares.mapped("product_qty"), [666.67, 666.67, 666.66])
        self.assertFalse(self._prepare())

    def _prepare_more(self, **vals):
        """What a second adviser of the firm adds, prepared after the first is bound."""
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        first = self._prepare()
        first.button_confirm()
        self._make_paid(self.village_2, "Wang", **vals)
        return first, self._prepare()

    def test_what_is_added_to_a_contract_in_force_is_its_supplement(self):
        first, more = self._prepare_more(start=self.day(12))
        self.assertEqual(more.amount_total, 250)
        self.assertEqual(more.legal_supplement_of_id, first)
        self.assertEqual(more.legal_procurement_id, self.project)
        self.assertFalse(more.legal_supplement_warning)
        more.legal_supplement_of_id = False
        self.assertIn("is a supplement", more.legal_supplement_warning)
        more.legal_supplement_of_id = first
        more.button_confirm()
        # The next fifty have no room left beside it.
        self._make_paid(self.village_3, "Zhao", start=self.day(12))
        again = self._prepare()
        self.assertFalse(again.legal_supplement_of_id)
        self.assertIn("(¥\xa050.00)", again.legal_supplement_warning)

    def test_what_goes_beyond_a_supplement_is_not_concluded_without_that_name(self):
        first, more = self._prepare_more()
        self.assertFalse(more.legal_supplement_of_id)
        self.assertIn(first.name, more.legal_supplement_warning)
        self.assertIn("procurement of its own", more.legal_supplement_warning)
        finance = more.with_user(self.finance)
        for conclude in (
            finance.button_confirm,
            (first | more).with_user(self.finance).button_confirm,
            lambda: finance.button_approve(force=True),
            lambda: finance.write({"state": "purchase"}),
            lambda: finance.write({"state": "to approve"}),
            lambda: (first | finance).write({"state": "purchase"}),
            finance.with_context(legal_together=first.ids).button_confirm,
        ):
            with self.assertRefused("procurement of its own"):
                conclude()
        more.legal_procurement_id = self.project.copy()
        more.legal_procurement_id.action_award()
        more.button_confirm()
        self.assertFalse(more.legal_supplement_warning)
        with self.assertRefused("stays in its procurement file"):
            finance.legal_procurement_id = self.project

    def test_small_additions_without_that_name_do_not_pass_the_tenth_together(self):
        first, more = self._prepare_more(start=self.day(12))
        more.legal_supplement_of_id = False
        more.button_confirm()
        self.assertFalse(first.legal_is_addition)
        self.assertTrue(more.legal_is_addition)
        self._make_paid(self.village_3, "Zhao", start=self.day(12))
        again = self._prepare()
        again.legal_supplement_of_id = False
        with self.assertRefused("procurement of its own"):
            again.button_confirm()

    def test_two_small_additions_in_one_click_do_not_pass_the_tenth_either(self):
        _first, one = self._prepare_more(start=self.day(12))
        one.legal_supplement_of_id = False
        one.write({"state": "cancel"})
        self._make_paid(self.village_3, "Zhao", start=self.day(12))
        other = self._prepare()
        other.order_line.filtered(
            lambda line: line.legal_village_id == self.village_2
        ).unlink()
        other.legal_supplement_of_id = False
        one.write({"state": "draft"})
        both = one | other
        self.assertEqual(both.mapped("amount_total"), [250, 250])
        for conclude in (
            both.button_confirm,
            lambda: both.write({"state": "purchase"}),
        ):
            with self.assertRefused("procurement of its own"):
                conclude()
        one.button_confirm()

    def test_orders_of_one_firm_are_concluded_together(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        first = self._prepare()
        # The next order is prepared beside it, as by hand.
        first.write({"state": "cancel"})
        self._make_paid(self.village_2, "Wang")
        second = self._prepare()
        second.order_line.filtered(
            lambda line: line.legal_village_id == self.village_1
        ).unlink()
        first.write({"state": "draft"})
        (first | second).button_confirm()
        self.assertEqual((first | second).mapped("state"), ["purchase"] * 2)
        self.assertFalse(first.legal_is_addition or second.legal_is_addition)

    def test_another_adviser_of_the_firm_adds_nothing(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        first = self._prepare()
        first.button_confirm()
        assignment.action_end(self.day(5, 31), "Illness")
        self._make_paid(self.village_1, "Wang", start=self.day(6))
        orders = self._prepare()
        orders.filtered(lambda order: order.state == "draft").button_confirm()
        self.assertEqual(sum(orders.mapped("amount_total")), 3000)
        self.assertEqual(first.amount_total, 1250)
        # What it gave up is given once.
        self._make_paid(self.village_2, "Zhao", start=self.day(6))
        with self.assertRefused("procurement of its own"):
            self._prepare().button_confirm()

    def test_what_another_firm_gave_up_is_no_addition(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        self._make_paid(self.village_2, "Zhou", firm=self.other_firm)
        self._prepare().button_confirm()
        assignment.action_end(self.day(5, 31), "Moved away")
        self._make_paid(self.village_1, "Wang", start=self.day(6), firm=self.other_firm)
        more = self._prepare().filtered(lambda order: order.state == "draft")
        self.assertEqual((more.partner_id, more.amount_total), (self.other_firm, 1750))
        self.assertFalse(more.legal_supplement_warning)
        more.button_confirm()
        self._make_paid(self.village_3, "Zhao", firm=self.other_firm)
        with self.assertRefused("procurement of its own"):
            self._prepare().button_confirm()

    def test_another_lot_of_the_firm_is_no_addition(self):
        project = self.env["legal.procurement"].create(
            {
                "name": "By lots",
                "program_id": self.program.id,
                "method": "consultation",
                "budget": 100000,
                "award_date": self.day(1, 5),
                "lot_ids": [
                    Command.create(
                        {"number": number, "name": number, "firm_id": self.firm.id}
                    )
                    for number in ("1", "2")
                ],
            }
        )
        project.action_award()
        self.project = project
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        first = self._prepare()
        first.legal_lot_id = project.lot_ids[0]
        first.button_confirm()
        self._make_paid(self.village_2, "Wang")
        more = self._prepare()
        for lot, is_told in ((project.lot_ids[0], True), (project.lot_ids[1], False)):
            more.legal_lot_id = lot
            self.assertEqual(bool(more.legal_supplement_warning), is_told)
        more.button_confirm()
        with self.assertRefused("procurement of its own"):
            more.legal_lot_id = project.lot_ids[0]

    def test_whole_months_go_to_whoever_serves_on_the_15th(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li", end=self.day(3, 15))
        self._make_paid(
            self.village_1, "Wang", start=self.day(3, 16), firm=self.other_firm
        )
        orders = self._prepare()
        self.assertEqual(
            {order.partner_id: order.amount_total for order in orders},
            {self.firm: 750.0, self.other_firm: 2250.0},
        )

    def test_days_count_in_proportion_where_the_program_says_so(self):
        self._set_basis("village", rule="day")
        self._make_paid(self.village_1, "Li", end=self.day(1, 31))
        self.assertEqual(self._prepare().amount_total, 254.79)

    def test_preparing_a_second_time_changes_nothing(self):
        self._set_basis("village", handling="bureau")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        line_ids = order.order_line.ids
        self.assertFalse(self._prepare())
        self.assertEqual(order.order_line.ids, line_ids)
        self.assertEqual(order.amount_total, 5000.0)

    def test_the_wizard_shows_what_it_will_do_before_it_does_it(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        wizard = (
            self.env["legal.contract.prepare"]
            .with_user(self.finance)
            .create({"program_id": self.program.id})
        )
        self.assertFalse(self.env["purchase.order"].search([]).legal_program_id)
        line = wizard.line_ids
        self.assertEqual(line.partner_id, self.firm)
        self.assertEqual((line.present, line.due, line.difference), (0, 3000, 3000))
        wizard.action_apply()
        again = wizard.create({"program_id": self.program.id})
        self.assertTrue(again.is_empty)

    def test_a_contract_in_preparation_goes_with_its_last_assignment(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        order = self._prepare()
        assignment.action_cancel("Entered twice")
        self.assertFalse(self._prepare())
        self.assertFalse(order.exists())

    def test_a_hand_over_moves_what_is_left_to_the_successors_firm(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        first = self._prepare()
        first.button_confirm()
        successor = self._make_advisor("Wang", self.day(1), firm_id=self.other_firm.id)
        assignment._hand_over(successor, self.day(5, 10), "Illness")
        orders = self._prepare()
        self.assertEqual(
            {order.partner_id: order.amount_total for order in orders},
            {self.firm: 1000.0, self.other_firm: 2000.0},
        )

    def test_who_was_accepted_for_more_keeps_that_and_no_more(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        first = self._prepare()
        first.button_confirm()
        first.order_line.with_context(legal_guard=GUARD).qty_received = 1500
        successor = self._make_advisor("Wang", self.day(1), firm_id=self.other_firm.id)
        assignment._hand_over(successor, self.day(5, 10), "Illness")
        added = self._prepare() - first
        self.assertEqual((first.amount_total, added.amount_total), (1500, 2000))
        changes, problems = self.program_f._plan_contracts()
        self.assertFalse(changes)
        self.assertIn("1,500.00 was accepted already", problems[assignment])

    def test_an_adviser_who_changes_firm_is_paid_through_each_for_its_days(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        self._prepare().button_confirm()
        assignment.advisor_id.firm_id = self.other_firm
        assignment._hand_over(assignment.advisor_id, self.day(6, 30), "New firm")
        orders = self._prepare()
        self.assertEqual(
            {order.partner_id: order.amount_total for order in orders},
            {self.firm: 1500.0, self.other_firm: 1500.0},
        )

    def test_a_lawyer_without_a_firm_has_no_contract(self):
        self._set_basis("village")
        advisor = self._make_advisor("Li", self.day(1), firm_id=False)
        self._make_assignment(self.village_1, advisor)
        changes, problems = self.program_f._plan_contracts()
        self.assertFalse(changes)
        self.assertRegex(next(iter(problems.values())), "had no firm")

    def test_a_contract_of_a_lawyers_line_with_a_person_is_not_confirmed(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        person = self.env["res.partner"].create({"name": "Li in person"})
        with self.assertRefused("was prepared from the assignments"):
            order.partner_id = person
        order.sudo().flush_recordset()
        self.env.cr.execute(
            "UPDATE purchase_order SET partner_id = %s WHERE id = %s",
            (person.id, order.id),
        )
        order.invalidate_recordset()
        with self.assertRefused("only the firm takes"):
            order.button_confirm()

    def test_an_unpaid_volunteer_has_no_line_and_a_paid_one_is_paid_in_person(self):
        self._set_basis("village")
        unpaid = self._make_advisor(
            "Zhou", self.day(1), kind="retired_judge", firm_id=False
        )
        self._make_assignment(self.village_1, unpaid, paid=False)
        self.assertFalse(self._prepare())
        paid = self._make_advisor(
            "Wu", self.day(1), kind="retired_judge", firm_id=False
        )
        self._make_assignment(self.village_2, paid)
        order = self._prepare()
        self.assertEqual(order.partner_id, paid.employee_id.work_contact_id)
        self.assertEqual(order.amount_total, 3000.0)

    def test_the_total_with_taxes_is_the_fee_whatever_the_companys_taxes(self):
        self.company.account_purchase_tax_id = self._make_tax()
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        self.assertEqual(order.amount_total, 3000.0)
        included = self._make_tax(
            name="Included", price_include_override="tax_included"
        )
        self._set_taxes(order.order_line, included)
        self.assertEqual(order.amount_total, 3000.0)
        self.assertGreater(order.amount_tax, 0)
        with self.assertRefused("with its taxes", ValidationError):
            self._set_taxes(order.order_line, self.company.account_purchase_tax_id)

    def test_what_follows_from_the_assignment_is_not_typed_in(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        line = self._prepare().order_line
        for vals in (
            {"product_qty": 4000.0},
            {"price_unit": 2.0},
            {"qty_received": 3000.0},
            {"analytic_distribution": False},
            {"legal_assignment_id": False},
        ):
            with self.assertRefused("follow from the assignments"):
                line.write(vals)
        with self.assertRefused("follow from the assignments"):
            line.copy({"legal_assignment_id": line.legal_assignment_id.id})

    def test_the_database_keeps_the_price_of_a_yuan(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        line = self._prepare().order_line
        line.flush_recordset()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "UPDATE purchase_order_line SET price_unit = 2 WHERE id = %s", [line.id]
            )

    def test_each_line_lies_wholly_on_the_account_of_its_source(self):
        self._set_basis("village", handling="bureau")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        accounts = self.program._get_source_accounts()
        for line in order.order_line:
            account = accounts.filtered(
                lambda rec, line=line: rec.legal_source == line.legal_source
            )
            self.assertEqual(line.analytic_distribution, {str(account.id): 100.0})
        order.button_confirm()
        self.assertEqual(len(order.order_line.product_id.seller_ids), 0)

    def test_other_things_are_not_bought_by_a_contract_of_a_program(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        paper = self.env["product.product"].create({"name": "Paper"})
        order.write(
            {"order_line": [(0, 0, {"product_id": paper.id, "product_qty": 1})]}
        )
        with self.assertRefused("lines of its assignments only"):
            order.button_confirm()

    def test_the_fee_is_not_bought_by_any_other_order(self):
        product = self.env.ref("village_legal_advisor.product_fee")
        order = (
            self.env["purchase.order"]
            .with_user(self.finance)
            .create(
                {
                    "partner_id": self.firm.id,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_qty": 5000})
                    ],
                }
            )
        )
        with self.assertRefused("prepared from the assignments of a program year"):
            order.button_confirm()

    def test_a_confirmed_contract_stays_on_record(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        order.button_confirm()
        order.button_cancel()
        with self.assertRefused("stays on record"):
            order.unlink()

    def test_only_finance_prepares_contracts(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        for user in (self.officer, self.manager, self.leading, self.township_officer):
            with self.assertRaises(AccessError):
                self.program.with_user(user)._apply_contracts()

    def test_each_year_has_an_account_for_every_source_and_keeps_them(self):
        accounts = self.program._get_source_accounts()
        self.assertEqual(
            set(accounts.mapped("legal_source")), {"transfer", "village", "other"}
        )
        self.program._make_source_accounts()
        self.assertEqual(self.program._get_source_accounts(), accounts)
        with self.assertRaises(UserError):
            accounts.unlink()
        with self.assertRaises(UserError):
            accounts[0].write({"legal_source": "other"})

    def test_the_leading_group_reads_the_contracts_and_no_other_order(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        other = self.env["purchase.order"].create({"partner_id": self.firm.id})
        Order = self.env["purchase.order"].with_user(self.leading)
        self.assertEqual(Order.search([("id", "in", (order | other).ids)]), order)

    def test_defaults_of_a_caller_make_no_contract_line(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        line = self._prepare().order_line
        other = self.env["purchase.order"].create({"partner_id": self.firm.id})
        paper = self.env["product.product"].create({"name": "Paper"})
        made = line.with_context(
            default_legal_assignment_id=line.legal_assignment_id.id,
            default_legal_account_id=line.legal_account_id.id,
            default_legal_source=line.legal_source,
        ).create({"order_id": other.id, "product_id": paper.id, "price_unit": 1})
        self.assertFalse(made.legal_assignment_id)
        self.assertFalse(made.legal_account_id)

    def test_defaults_of_a_caller_do_not_get_into_prepared_contracts(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        program = self.program_f.with_context(
            default_qty_received=3000,
            default_qty_received_manual=3000,
            default_legal_lapsed=500,
            default_partner_ref="Not ours",
        )
        order = program._apply_contracts(self.project)
        self.assertFalse(order.partner_ref)
        self.assertRecordValues(
            order.order_line,
            [{"qty_received": 0, "qty_received_manual": 0, "legal_lapsed": 0}],
        )

    def test_a_contract_line_begins_with_nothing_received(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        line = self._prepare().order_line
        other = self._make_paid(self.village_2, "Wang")
        with self.assertRefused("what was received from acceptance"):
            line.with_context(legal_guard=GUARD).copy(
                {
                    "legal_assignment_id": other.id,
                    "legal_source": line.legal_source,
                    "legal_account_id": line.legal_account_id.id,
                    "qty_received_manual": 3000,
                }
            )

    def test_defaults_of_a_caller_make_no_funding_source(self):
        account = (
            self.env["account.analytic.account"]
            .with_context(
                default_legal_program_id=self.program.id, default_legal_source="other"
            )
            .create(
                {
                    "name": "Mine",
                    "plan_id": self.env.ref(
                        "village_legal_advisor.analytic_plan_funding"
                    ).id,
                }
            )
        )
        self.assertFalse(account.legal_program_id)
        self.assertFalse(account.legal_source)

    def test_a_lawyers_fee_does_not_go_to_a_firm_that_is_a_person(self):
        self._set_basis("village")
        assignment = self._make_paid(self.village_1, "Li")
        order = self._prepare()
        self.firm.is_company = False
        with self.assertRefused("is entered as a person"):
            order.button_confirm()
        order.button_cancel()
        changes, problems = self.program_f._plan_contracts()
        self.assertFalse(changes)
        self.assertRegex(problems[assignment], "is entered as a person")

    def test_a_line_lies_in_its_assignments_village(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        line = self._prepare().order_line
        for vals in (
            {"legal_village_id": self.village_4.id},
            {"legal_township_id": self.township_2.id},
        ):
            for user in (self.finance, self.env.user):
                with self.assertRefused("follow from the assignments"):
                    line.with_user(user).write(vals)
        with self.assertRefused("follow from the assignments"):
            line.copy({"legal_village_id": self.village_4.id})

    def test_no_way_round_the_confirmation(self):
        self._set_basis("village")
        self._make_paid(self.village_1, "Li")
        order = self._prepare()
        person = self.env["res.partner"].create({"name": "Li in person"})
        product = self.env.ref("village_legal_advisor.product_fee")
        other = order.create(
            {
                "partner_id": self.firm.id,
                "order_line": [(0, 0, {"product_id": product.id, "product_qty": 5000})],
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE purchase_order SET partner_id = %s WHERE id = %s",
            (person.id, order.id),
        )
        self.env.invalidate_all()
        for contract, reason in (
            (order, "only the firm takes"),
            (other, "prepared from the assignments of a program year"),
        ):
            for bypass in (
                lambda contract=contract: contract.button_approve(force=True),
                lambda contract=contract: contract.write({"state": "purchase"}),
                lambda contract=contract: contract.write({"state": "to approve"}),
            ):
                with self.assertRefused(reason):
                    bypass()
                self.assertEqual(contract.state, "draft")
