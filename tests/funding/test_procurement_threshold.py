from odoo.tests import Form, tagged

from .contract_case import ContractCase


@tagged("post_install", "-at_install")
class TestProcurementThreshold(ContractCase):
    """A purchase is not split to stay under the threshold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.legal_procurement_threshold = 1000

    def _make_own(self, budget, **vals):
        return self._make_project("draft", method="own_purchase", budget=budget, **vals)

    def test_a_project_that_reaches_the_threshold_is_told(self):
        self.assertEqual(self._make_own(999.99).threshold_state, "below")
        self.assertFalse(self._make_own(0.0).threshold_warning)
        reached = self._make_own(1000)
        self.assertEqual(reached.threshold_state, "project")
        self.assertIn("not allowed", reached.threshold_warning)

    def test_two_halves_of_a_purchase_are_told_on_both(self):
        halves = self._make_own(600) | self._make_own(400)
        self.assertEqual(halves.mapped("threshold_state"), ["program"] * 2)
        self.assertIn("not split", halves[0].threshold_warning)
        halves[1].action_cancel()
        halves.invalidate_recordset()
        self.assertEqual(halves.mapped("threshold_state"), ["below", False])

    def test_other_years_bureaus_and_methods_do_not_add_up(self):
        own = self._make_own(600)
        self._make_own(600, program_id=self._make_program(self.year + 1).id)
        other = self._make_program(self.year, company=self.other_company)
        self._make_own(600, program_id=other.id)
        self._make_project("draft", method="inquiry", budget=600)
        self.assertEqual(own.threshold_state, "below")

    def test_contracts_above_the_budget_count_with_their_amount(self):
        own = self._make_own(600)
        order = self._make_order(700, legal_procurement_id=own.id)
        self._make_order(299.99, legal_procurement_id=own.id)
        self.assertEqual(own.order_amount, 999.99)
        self.assertEqual(own.threshold_state, "below")
        other = self._make_own(0.01)
        own.invalidate_recordset()
        self.assertEqual(own.threshold_state, "program")
        self.assertEqual(other.threshold_state, "program")
        self.assertIn("not split", order.legal_threshold_warning)
        order.button_cancel()
        own.invalidate_recordset()
        self.assertEqual(own.threshold_state, "below")

    def test_contracts_above_the_projects_budget_are_told_on_both(self):
        project = self._make_project(budget=1000)
        first = self._make_order(600, legal_procurement_id=project.id)
        second = self._make_order(400, legal_procurement_id=project.id)
        self.assertFalse(project.budget_warning)
        second.order_line.product_qty = 400.01
        project.invalidate_recordset()
        for warning in (project.budget_warning, first.legal_project_budget_warning):
            self.assertIn("1,000.01", warning)
        first.button_cancel()
        project.invalidate_recordset()
        self.assertFalse(project.budget_warning)

    def test_other_methods_are_not_compared(self):
        project = self._make_project("draft", budget=5000)
        self.assertFalse(project.threshold_state)
        self.assertFalse(project.threshold_warning)

    def test_a_threshold_that_is_not_set_is_said_to_be_missing(self):
        self.company.legal_procurement_threshold = 0
        own = self._make_own(5000)
        self.assertEqual(own.threshold_state, "unset")
        self.assertIn("No threshold", own.threshold_warning)

    def test_the_form_warns_while_the_budget_is_typed(self):
        self._make_own(600)
        with Form(self.env["legal.procurement"].with_user(self.finance)) as form:
            form.name = "Second half"
            form.method = "own_purchase"
            form.budget = 399.99
            self.assertEqual(form.threshold_state, "below")
            form.budget = 400
            self.assertEqual(form.threshold_state, "program")

    def test_the_settings_set_the_threshold(self):
        settings = self.env["res.config.settings"].create(
            {"legal_procurement_threshold": 500000}
        )
        settings.execute()
        self.assertEqual(self.company.legal_procurement_threshold, 500000)
