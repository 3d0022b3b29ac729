from lxml import etree

from odoo.tests import Form, tagged

from .bill_case import BillCase

FINANCE_OPINIONS = "village_legal_advisor.menu_acceptance_opinion_finance"


@tagged("post_install", "-at_install")
class TestMoneyScreens(BillCase):
    """What a finance officer reads on the screens of the year's money."""

    def test_money_paid_is_not_called_like_who_is_paid(self):
        def get_label(model, name):
            # One English word would have one translation.
            return self.env[model].fields_get([name])[name]["string"]

        who = get_label("legal.assignment", "paid")
        self.assertNotEqual(get_label("legal.fund.status", "paid"), who)
        self.assertNotEqual(get_label("legal.program", "fund_paid"), who)

    def test_the_newest_year_comes_first(self):
        earlier = self._make_program(self.year - 1)
        self.env["legal.procurement"].create(
            {"name": "Earlier", "program_id": earlier.id, "method": "inquiry"}
        )
        for model in ("legal.procurement", "legal.fund.status"):
            years = self.env[model].search([]).program_id.mapped("year")
            self.assertEqual(years, [self.year, self.year - 1], model)

    def test_a_new_appropriation_is_of_the_running_year_and_has_no_name_yet(self):
        Appropriation = self.env["legal.appropriation"].with_user(self.finance)
        form = Form(Appropriation)
        self.assertEqual(form.program_id, self.program)
        self.assertFalse(Appropriation.new({}).display_name)

    def test_a_long_list_of_villages_does_not_end_the_sentence_twice(self):
        line = self._prepare_acceptance().line_ids
        many = line.browse(line.ids * 12)
        self.assertRegex(many._list_names(), r"and 2 more$")

    def test_finance_finds_what_the_villages_say(self):
        menus = self.env["ir.ui.menu"].with_user(self.finance)._visible_menu_ids()
        self.assertIn(self.env.ref(FINANCE_OPINIONS).id, menus)

    def test_who_only_reads_contracts_is_offered_no_step_of_them(self):
        def get_steps(user):
            Order = self.env["purchase.order"].with_user(user)
            arch = Order.get_view(view_type="form")["arch"]
            return set(
                etree.fromstring(arch).xpath("//header//button[@type='object']/@name")
            )

        steps = {"action_rfq_send", "button_confirm", "button_cancel", "button_draft"}
        self.assertFalse(get_steps(self.leading) & steps)
        self.assertFalse(get_steps(self.manager) & steps)
        self.assertLessEqual(steps, get_steps(self.finance))
