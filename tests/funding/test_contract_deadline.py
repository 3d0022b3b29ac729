from datetime import date

from odoo.tests import tagged

from .contract_case import ContractCase

# As in the official calendar: 1 to 5 May are off, Saturday 9 May is worked.


@tagged("post_install", "-at_install")
class TestContractDeadline(ContractCase):
    def test_a_contract_is_signed_within_30_days_of_the_award(self):
        order = self._make_order()
        self.assertEqual(order.legal_signing_due_date, date(2026, 6, 3))
        self.assertFalse(order.legal_filing_due_date)
        self.assertEqual(order.legal_next_step, "sign")

    def test_it_is_published_within_2_and_filed_within_7_working_days(self):
        order = self._make_order(legal_signed_date=date(2026, 4, 30))
        self.assertEqual(order.legal_publication_due_date, date(2026, 5, 7))
        self.assertEqual(order.legal_filing_due_date, date(2026, 5, 13))
        self.assertFalse(order.legal_is_due_provisional)

    def test_the_days_follow_the_award_and_the_signing(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 11))
        self.project.action_reset()
        self.project.award_date = date(2026, 5, 1)
        self.project.action_award()
        order.legal_signed_date = date(2026, 5, 12)
        self.assertEqual(order.legal_signing_due_date, date(2026, 5, 31))
        self.assertEqual(order.legal_publication_due_date, date(2026, 5, 14))

    def test_the_days_follow_a_mended_table_of_holidays(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 11))
        Holiday = self.env["legal.holiday"].with_user(self.manager)
        before = order.legal_filing_due_date
        self.assertEqual(before, date(2026, 5, 20))
        row = Holiday.create({"name": "Local", "date": date(2026, 5, 13)})
        self.assertEqual(order.legal_filing_due_date, date(2026, 5, 21))
        row.date = date(2026, 5, 29)
        self.assertEqual(order.legal_filing_due_date, before)
        row.date = date(2026, 5, 14)
        self.assertEqual(order.legal_filing_due_date, date(2026, 5, 21))
        row.unlink()
        self.assertEqual(order.legal_filing_due_date, before)

    def test_a_year_without_table_is_provisional_until_it_is_entered(self):
        Holiday = self.env["legal.holiday"]
        rows = Holiday.search([("date", ">=", "2026-01-01")])
        kept = rows.read(["name", "date", "kind"])
        order = self._make_order(legal_signed_date=date(2026, 4, 30))
        rows.unlink()
        self.assertTrue(order.legal_is_due_provisional)
        self.assertEqual(order.legal_filing_due_date, date(2026, 5, 11))
        self.assertIn("only weekends", order.legal_deadline_warning)
        Holiday.create(
            [{name: row[name] for name in ("name", "date", "kind")} for row in kept]
        )
        self.assertFalse(order.legal_is_due_provisional)
        self.assertEqual(order.legal_filing_due_date, date(2026, 5, 13))

    def test_an_order_of_no_project_has_no_such_days(self):
        order = self._make_order(
            legal_procurement_id=False, legal_signed_date=date(2026, 4, 30)
        )
        self.assertFalse(order.legal_filing_due_date)
        self.assertFalse(order.legal_deadline_state)
        self.assertFalse(order.legal_deadline_warning)

    def test_what_is_missed_and_what_is_due_soon_is_found(self):
        cases = {
            # today is 20 May
            "overdue": self._make_order(legal_signed_date=date(2026, 5, 11)),
            "soon": self._make_order(legal_signed_date=date(2026, 5, 19)),
            "open": self._make_order(),
            "done": self._make_order(
                legal_signed_date=date(2026, 5, 11),
                legal_published_date=date(2026, 5, 13),
                legal_filed_date=date(2026, 5, 20),
            ),
            "late": self._make_order(
                legal_signed_date=date(2026, 5, 11),
                legal_published_date=date(2026, 5, 14),
                legal_filed_date=date(2026, 5, 20),
            ),
        }
        orders = self.env["purchase.order"].union(*cases.values())
        for state, order in cases.items():
            self.assertEqual(order.legal_deadline_state, state)
        Order = self.env["purchase.order"]
        ours = [("id", "in", orders.ids)]
        for name, state in (("overdue", "overdue"), ("due_soon", "soon")):
            field = f"legal_is_{name}"
            found = Order.search([*ours, (field, "=", True)])
            self.assertEqual(found, cases[state])
            self.assertEqual(found, orders.filtered(field))
            self.assertEqual(Order.search([*ours, (field, "=", False)]), orders - found)

    def test_the_last_day_is_in_time_and_the_next_is_not(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 18))
        self.assertEqual(order.legal_publication_due_date, self.today)
        self.assertEqual(order.legal_deadline_state, "soon")
        order.legal_signed_date = date(2026, 5, 15)
        self.assertEqual(order.legal_publication_due_date, date(2026, 5, 19))
        self.assertEqual(order.legal_deadline_state, "overdue")

    def test_the_warning_says_what_is_missing_since_when(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 11))
        lines = order.legal_deadline_warning.splitlines()
        self.assertIn("Not published yet", lines[0])
        self.assertIn("7 days ago", lines[0])
        self.assertIn("0 days are left", lines[1])
        order.legal_published_date = date(2026, 5, 19)
        self.assertIn("after the last day", order.legal_deadline_warning)

    def test_a_contract_signed_before_its_award_is_told(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 3))
        self.assertIn("before the award", order.legal_deadline_warning)

    def test_a_cancelled_order_warns_of_nothing(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 11))
        order.button_cancel()
        self.assertFalse(order.legal_deadline_state)
        self.assertFalse(order.legal_deadline_warning)
        self.assertFalse(
            order.search([("id", "=", order.id), ("legal_is_overdue", "=", True)])
        )

    def test_days_that_cannot_be_are_refused(self):
        order = self._make_order().with_user(self.finance)
        with self.assertRefused("future"):
            order.legal_signed_date = date(2026, 5, 21)
        with self.assertRefused("signed before"):
            order.legal_filed_date = date(2026, 5, 20)
        order.legal_signed_date = date(2026, 5, 19)
        with self.assertRefused("signed before"):
            order.legal_published_date = date(2026, 5, 18)
        order.legal_published_date = date(2026, 5, 19)

    def test_a_copy_of_a_contract_has_no_days_of_its_own(self):
        order = self._make_order(legal_signed_date=date(2026, 5, 11)).copy()
        self.assertFalse(order.legal_signed_date)
        self.assertFalse(order.legal_procurement_id)

    def test_nobody_puts_off_a_last_day_by_hand(self):
        order = self._make_order()
        names = (
            *order._get_deadline_fields(),
            "legal_next_step",
            "legal_next_due_date",
        )
        for name in names:
            with self.assertRefused("follows from other fields"):
                order.with_user(self.finance).write({name: False})
        with self.assertRefused("follows from other fields"):
            self._make_order(legal_signing_due_date=date(2030, 1, 1))
        copied = order.with_context(
            default_legal_signing_due_date=date(2030, 1, 1)
        ).copy({"legal_procurement_id": self.project.id})
        self.assertEqual(copied.legal_signing_due_date, date(2026, 6, 3))
