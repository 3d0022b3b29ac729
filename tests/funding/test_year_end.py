import psycopg2

from odoo.exceptions import AccessError
from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from odoo.addons.village_legal_advisor.models.common.sentinel import GUARD

from .money_case import MoneyCase


@tagged("post_install", "-at_install")
class TestYearEnd(MoneyCase):
    """What is committed and not billed lapses or goes into the next year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_basis("village", budget_control="block")
        cls._appropriate(10000)

    def _open_list(self, user=None):
        action = self.program.with_user(user or self.finance).action_year_end()
        return (
            self.env["legal.year.end"]
            .with_user(user or self.finance)
            .browse(action["res_id"])
        )

    def _decide(self, wizard, decision, lines=None):
        wizard.document_number = "Document 99"
        (lines or wizard.line_ids).decision = decision
        wizard.action_apply()

    def test_the_list_tells_what_is_not_billed_by_firm_and_source(self):
        self._make_paid(self.village_1, "Li")
        self._make_paid(self.village_2, "Wang", firm=self.other_firm)
        orders = self._prepare()
        orders.button_confirm()
        first = orders.filtered(lambda order: order.partner_id == self.firm)
        self._bill({first.order_line: 1000})
        self.assertEqual(
            {
                line.partner_id: (line.source, line.ordered, line.billed, line.amount)
                for line in self._open_list().line_ids
            },
            {
                self.firm: ("transfer", 3000, 1000, 2000),
                self.other_firm: ("transfer", 3000, 0, 3000),
            },
        )

    def test_what_lapses_is_taken_off_the_contract_and_stays_on_record(self):
        order = self._contract(self.village_1)
        line = order.order_line
        bill = self._bill({line: 1000})
        self._set_accepted(line, 1200)
        self._decide(self._open_list(self.manager), "lapse")
        self.assertEqual(line.product_qty, 1200)
        self.assertEqual(line.legal_lapsed, 1800)
        self.assertEqual(line.legal_lapsed_by_id, self.manager)
        self.assertRegex(order.message_ids[0].body, "1,800.00.*Document 99")
        self.assertFigures(committed=200, actual=1000, available=8800)
        self.assertEqual(bill.state, "posted")
        # Preparing again does not bring it back.
        self.assertFalse(self._prepare())

    def test_what_was_accepted_has_to_be_paid_and_does_not_lapse(self):
        line = self._contract(self.village_1).order_line
        self._accept(line)
        with self.assertRefused("has to be paid"):
            self._decide(self._open_list(), "lapse")

    def test_what_is_carried_forward_goes_over_with_its_money(self):
        following = self._make_program(self.year + 1, state="draft")
        order = self._contract(self.village_1)
        line = order.order_line
        self._bill({line: 1000})
        before = self._figures(names=("available",))
        self._decide(self._open_list(), "carry")
        accounts = following._get_source_accounts()
        new = accounts.filtered(lambda rec: rec.legal_source == "transfer")
        self.assertFigures(appropriated=8000, committed=0, actual=1000, **before)
        self.assertFigures(new, appropriated=2000, committed=2000, available=0)
        increase = following.appropriation_ids
        cut = increase.carried_from_id
        self.assertEqual((increase.kind, cut.kind), ("increase", "cut"))
        self.assertEqual(cut.program_id, self.program)
        self.assertEqual(set((increase | cut).mapped("state")), {"in_force"})
        self.assertEqual((increase | cut).confirmed_by_id, self.finance)
        bodies = "".join(order.message_ids.mapped("body"))
        self.assertRegex(bodies, "2,000.00 not billed .*Document 99")
        # The rest of the contract is paid from next year's money.
        self._bill({order.order_line - line: 2000})
        self.assertFigures(new, committed=0, actual=2000, available=0)
        self.assertFigures(actual=1000, **before)
        self.assertFalse(self._prepare())

    def _carry(self, **vals):
        """A contract of which 1000 are billed and 2000 go into the next year."""
        following = self._make_program(self.year + 1, state="draft")
        order = self._contract(self.village_1)
        line = order.order_line
        bill = self._bill({line: 1000})
        self._set_accepted(line, vals.get("accepted", 1000))
        self._decide(self._open_list(), "carry")
        new = following._get_source_accounts().filtered(
            lambda rec: rec.legal_source == "transfer"
        )
        return line, order.order_line - line, bill, new

    def test_what_was_billed_stays_with_the_year_that_paid_it(self):
        line, rest, bill, new = self._carry(accepted=1500)
        self.assertRecordValues(
            line | rest,
            [
                {
                    "product_qty": 1000,
                    "qty_received": 1000,
                    "legal_account_id": self.transfer.id,
                },
                {
                    "product_qty": 2000,
                    "qty_received": 500,
                    "legal_account_id": new.id,
                },
            ],
        )
        self.assertEqual(line.order_id.amount_total, 3000)
        rows = self.program_f._get_fund_rows("contracts")
        self.assertEqual(
            [(row["contract"], row["amount"], row["billed"]) for row in rows],
            [(line.order_id.name, 1000, 1000)],
        )
        # The year's bill is put right, taken back and posted again as before.
        bill.button_draft()
        bill.action_post()
        refund = bill._reverse_moves([{"invoice_date": self.today}])
        refund.action_post()
        self.assertFigures(actual=0, committed=1000)
        self.assertFigures(new, actual=0, committed=2000)

    def test_later_acceptances_fill_the_part_that_was_carried_forward(self):
        line, rest, _bill, _new = self._carry()
        both = line | rest
        for amount, expected in (
            (700, [1000, 700]),
            (-900, [800, 0]),
            (300, [1000, 100]),
        ):
            both._legal_receive(amount)
            self.assertEqual(both.mapped("qty_received"), expected)

    def test_an_acceptance_reckons_with_both_parts(self):
        line, rest, _bill, _new = self._carry()
        self.program.instalment_ids[0].condition = False
        acceptance = self.program.instalment_ids[0]._prepare_acceptances(line.order_id)
        self.assertRecordValues(
            acceptance.line_ids,
            [{"fee_transfer": 3000, "received_transfer": 1000, "amount_transfer": 500}],
        )
        acceptance._apply_received()
        self.assertEqual((line | rest).mapped("qty_received"), [1000, 500])

    def _refund(self, bill):
        bill._reverse_moves([{"invoice_date": self.today}]).action_post()

    def test_what_a_refund_reopens_joins_the_part_that_was_carried_before(self):
        line, rest, bill, new = self._carry(accepted=1000)
        self._refund(bill)
        self.assertFigures(actual=0, committed=1000)
        # One decision, or another one: it may come in several parts.
        self._decide(self._open_list(), "carry")
        self.assertEqual((line | rest).mapped("product_qty"), [0, 3000])
        self.assertEqual((line | rest).mapped("qty_received"), [0, 1000])
        self.assertEqual(line.order_id.order_line, line | rest)
        self.assertFigures(appropriated=7000, committed=0, actual=0)
        self.assertFigures(new, appropriated=3000, committed=3000, available=0)
        for program in (self.program, new.legal_program_id):
            carried = program.appropriation_ids.filtered(
                lambda rec: rec.document_number == "Document 99"
            ).sorted("id")
            self.assertEqual(carried.mapped("document_part"), [1, 2])
            self.assertEqual(carried.mapped("amount"), [2000, 1000])
        self._bill({rest: 3000})
        self.assertFigures(new, actual=3000, committed=0)

    def test_what_comes_a_year_later_joins_what_was_carried_twice(self):
        line, rest, bill, new = self._carry(accepted=1000)
        third = self._make_program(self.year + 2, state="draft")
        following = new.legal_program_id

        def carry(program):
            action = program.with_user(self.finance).action_year_end()
            wizard = self.env["legal.year.end"].with_user(self.finance)
            self._decide(wizard.browse(action["res_id"]), "carry")

        carry(following)
        self._refund(bill)
        carry(self.program)
        made = line.order_id.order_line - line - rest
        self.assertEqual(made.legal_account_id, new)
        carry(following)
        last = third._get_source_accounts().filtered(
            lambda rec: rec.legal_source == "transfer"
        )
        self.assertEqual(rest.legal_account_id, last)
        lines = line | rest | made
        self.assertEqual(lines.mapped("product_qty"), [0, 3000, 0])
        self.assertEqual(lines.mapped("qty_received"), [0, 1000, 0])

    def test_a_document_is_not_entered_again_beside_what_it_carried(self):
        self._carry()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
        ):
            self._appropriate(500, "cut", document_number="Document 99")

    def test_documents_of_before_are_the_first_of_their_number(self):
        document = self._appropriate(100, "increase")
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE legal_appropriation DROP document_part")
        path = "village_legal_advisor/migrations/19.0.1.3.0/pre-document_part.py"
        migration = load_script(file_path(path), "document_part")
        for _time in range(2):
            migration.migrate(self.env.cr, None)
        self.env.invalidate_all()
        self.assertEqual(document.document_part, 1)

    def test_the_money_keeps_its_codes_of_the_budget(self):
        self._appropriate(
            500, "increase", budget_project_code="P1", function_code="2040610"
        )
        _line, _rest, _bill, new = self._carry()
        increase = new.legal_program_id.appropriation_ids
        for document in increase | increase.carried_from_id:
            self.assertEqual(document.budget_project_code, "P1")
            self.assertEqual(document.function_code, "2040610")
            self.assertFalse(document.economy_code)

    def test_lines_of_before_are_told_apart_by_the_year_that_paid(self):
        line, rest, bill, new = self._carry()
        second = self._bill({rest: 600})
        # As an older version left it: one line, on the next year's account.
        items = (bill | second).invoice_line_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET purchase_line_id = %s WHERE id = ANY(%s)",
            (rest.id, items.ids),
        )
        self.env.invalidate_all()
        guarded = rest.with_context(legal_guard=GUARD)
        line.with_context(legal_guard=GUARD).write(
            {"product_qty": 0, "qty_received_manual": 0}
        )
        guarded.write({"product_qty": 3000, "qty_received_manual": 3000})
        line.order_id.flush_recordset()
        self.env.cr.execute("DELETE FROM purchase_order_line WHERE id = %s", line.ids)
        self.env.invalidate_all()
        path = "village_legal_advisor/migrations/19.0.1.3.0/post-carried_lines.py"
        migration = load_script(file_path(path), "carried_lines")
        for _time in range(2):
            migration.migrate(self.env.cr, None)
            made = rest.order_id.order_line - rest
            self.assertRecordValues(
                rest | made,
                [
                    {
                        "product_qty": 2000,
                        "qty_received": 2000,
                        "legal_billed": 600,
                        "legal_account_id": new.id,
                    },
                    {
                        "product_qty": 1000,
                        "qty_received": 1000,
                        "legal_billed": 1000,
                        "legal_account_id": self.transfer.id,
                    },
                ],
            )
        self.assertEqual(bill.invoice_line_ids.purchase_line_id, made)
        self.assertFigures(committed=0, actual=1000)
        self.assertFigures(new, committed=1400, actual=600)

    def test_nothing_is_carried_into_a_year_that_is_not_prepared(self):
        self._contract(self.village_1)
        with self.assertRefused("Prepare the program year"):
            self._decide(self._open_list(), "carry")

    def test_draft_bills_are_settled_first(self):
        line = self._contract(self.village_1).order_line
        self._bill({line: 1000}, post=False)
        with self.assertRefused("Post or delete these draft bills"):
            self._decide(self._open_list(), "lapse")

    def test_what_was_billed_meanwhile_is_not_decided_by_an_old_list(self):
        line = self._contract(self.village_1).order_line
        wizard = self._open_list()
        self._bill({line: 3000})
        with self.assertRefused("have changed meanwhile"):
            self._decide(wizard, "lapse")

    def test_the_number_of_the_decision_is_asked_for(self):
        self._contract(self.village_1)
        wizard = self._open_list()
        wizard.line_ids.decision = "lapse"
        with self.assertRefused("number of the document"):
            wizard.action_apply()

    def test_nobody_but_finance_and_managers_settles_the_year(self):
        self._contract(self.village_1)
        for user in (self.officer, self.leading, self.township_officer):
            with self.assertRaises(AccessError):
                self.program.with_user(user).action_year_end()
