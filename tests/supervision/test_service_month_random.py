from datetime import timedelta
from fractions import Fraction

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import LegalCase

WAITING = ("submitted", "disputed")
FIGURES = ("minutes_required", "minutes_confirmed", "minutes_pending", "met")

entries = st.integers(0, 5)
days = st.integers(0, 165)
hours = st.sampled_from([0.25, 1.5, 4, 9])
operations = st.one_of(
    st.tuples(st.just("record"), st.integers(0, 3), days, st.integers(6, 12), hours),
    st.tuples(st.just("edit"), entries, days, st.integers(6, 12), hours),
    st.tuples(st.just("change_mode"), entries, st.sampled_from(["phone", "on_site"])),
    st.tuples(
        st.sampled_from(["submit", "submit", "confirm", "dispute", "reject", "reset"]),
        entries,
    ),
    st.tuples(st.just("submit_and_confirm"), entries),
    st.tuples(st.just("delete"), entries),
    st.tuples(st.just("hand_over"), st.integers(0, 1), days, st.integers(0, 2)),
    st.tuples(st.just("end"), st.integers(0, 3), days),
    st.tuples(st.just("cancel"), st.integers(0, 3)),
    st.tuples(st.just("assign"), st.integers(0, 1), days, days),
    st.tuples(st.just("correct_standard"), st.sampled_from([0.5, 4.35, 7.25, 8])),
)


@tagged("post_install", "-at_install")
class TestServiceMonthRandom(LegalCase):
    """Whatever happens in whatever order, month rows say what the entries say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisors = [
            cls._make_advisor(name, cls.day(1)) for name in ("Li", "Wang", "Zhao")
        ]
        cls.villages = [cls.village_1, cls.village_2]
        for village, advisor in zip(cls.villages, cls.advisors, strict=False):
            cls._make_assignment(village, advisor)

    def setUp(self):
        super().setUp()
        self.date = self.program.date_start

    # === The history ===

    def _pick(self, model_name, number):
        records = self.env[model_name].search([], order="id")
        return records[number % len(records)] if records else records

    def _do(self, name, *arguments):
        """One event; what the product refuses did not happen."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                getattr(self, f"_do_{name}")(*arguments)
        except UserError:
            self.env.invalidate_all()

    def _do_record(self, number, offset, start, length):
        assignment = self._pick("legal.assignment", number)
        day = self.date + timedelta(days=offset)
        self._make_visit(assignment, day, start, start + length)

    def _do_edit(self, number, offset, start, length):
        self._pick("legal.visit", number).write(
            {
                "date": self.date + timedelta(days=offset),
                "hour_from": start,
                "hour_to": start + length,
            }
        )

    def _do_change_mode(self, number, mode):
        self._pick("legal.visit", number).write({"service_mode": mode, "minutes": 45})

    def _do_submit(self, number):
        self._pick("legal.visit", number).action_submit()

    def _do_confirm(self, number):
        self._pick("legal.visit", number).action_confirm()

    def _do_submit_and_confirm(self, number):
        visit = self._pick("legal.visit", number)
        visit.action_submit()
        visit.action_confirm()

    def _do_dispute(self, number):
        self._pick("legal.visit", number).action_dispute("Not here")

    def _do_reject(self, number):
        self._pick("legal.visit", number).action_reject("Wrong day")

    def _do_reset(self, number):
        self._pick("legal.visit", number).action_reset()

    def _do_delete(self, number):
        self._pick("legal.visit", number).unlink()

    def _do_hand_over(self, number, offset, advisor_number):
        assignment = self.env["legal.assignment"].search(
            [
                ("village_id", "=", self.villages[number].id),
                ("state", "=", "active"),
            ],
            limit=1,
        )
        day = self.date + timedelta(days=offset)
        if assignment:
            assignment._hand_over(self.advisors[advisor_number], day, "By lot")

    def _do_end(self, number, offset):
        day = self.date + timedelta(days=offset)
        self._pick("legal.assignment", number).action_end(day, "By lot")

    def _do_cancel(self, number):
        self._pick("legal.assignment", number).action_cancel()

    def _do_assign(self, number, offset, length):
        start = self.date + timedelta(days=offset)
        self._make_assignment(
            self.villages[number],
            self.advisors[2],
            start,
            min(start + timedelta(days=length), self.program.date_end),
        )

    def _do_correct_standard(self, standard):
        self.program._correct_standards({"monthly_hours": standard}, "By lot")

    # === The model ===

    def _get_expected(self):
        """Rows from scratch, by another road than the SQL: days and fractions.

        :return: ({(assignment, month): figures}, {(village, month): figures})
        """
        standard = round(self.program.monthly_hours * 60)
        assignments = self.env["legal.assignment"].search(
            [("state", "in", ("active", "ended"))], order="date_start, id"
        )
        visits = self.env["legal.visit"].search([("service_mode", "=", "on_site")])
        days = {}
        for assignment in assignments:
            first, last = assignment.date_start, assignment.date_end
            for n in range((last - first).days + 1):
                key = assignment.village_id, (first + timedelta(days=n)).replace(day=1)
                covered = days.setdefault(key, {})
                covered[assignment] = covered.get(assignment, 0) + 1
        own_visits = visits.grouped(
            lambda visit: (visit.assignment_id, visit.date.replace(day=1))
        )
        by_assignment, by_village = {}, {}
        for (village, month), covered in days.items():
            rows = []
            for assignment, required in self._share(standard, covered).items():
                own = own_visits.get((assignment, month), ())
                figures = (
                    required,
                    sum(v.minutes for v in own if v.state == "confirmed"),
                    sum(v.minutes for v in own if v.state in WAITING),
                )
                rows.append(figures)
                by_assignment[assignment, month] = (*figures, figures[1] >= required)
            totals = tuple(map(sum, zip(*rows, strict=True)))
            self.assertEqual(totals[0], standard)
            by_village[village, month] = (*totals, totals[1] >= totals[0])
        return by_assignment, by_village

    def _share(self, standard, days):
        """Minutes per assignment: quarter hours by largest remainder."""
        quarters, odd_minutes = divmod(standard, 15)
        exact = {
            assignment: Fraction(quarters * count, sum(days.values()))
            for assignment, count in days.items()
        }
        shares = {assignment: int(share) for assignment, share in exact.items()}
        order = list(days)
        order.sort(key=lambda assignment: shares[assignment] - exact[assignment])
        for assignment in order[: quarters - sum(shares.values())]:
            shares[assignment] += 1
        halves_up = {
            assignment: int(share + Fraction(1, 2))
            for assignment, share in exact.items()
        }
        if sum(halves_up.values()) == quarters:
            self.assertEqual(shares, halves_up)
        minutes = {assignment: 15 * share for assignment, share in shares.items()}
        minutes[list(days)[-1]] += odd_minutes
        return minutes

    def _get_rows(self):
        self.env.invalidate_all()
        return tuple(
            {
                (row[owner], row.month): tuple(row[name] for name in FIGURES)
                for row in self.env[model_name].search([])
            }
            for model_name, owner in (
                ("legal.service.month", "assignment_id"),
                ("legal.village.month", "village_id"),
            )
        )

    def test_any_history_gives_the_rows_of_a_model_and_of_a_rebuild(self):
        @settings(
            max_examples=20,
            deadline=None,
            derandomize=True,
            database=None,
            # Shrinking takes minutes; the message names the event that went wrong.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(operations, min_size=8, max_size=20))
        def run(history):
            with self.env.cr.savepoint() as savepoint:
                for event in history:
                    self._do(*event)
                    self.assertEqual(self._get_rows(), self._get_expected(), event)
                self.assertEqual(
                    self.env["legal.service.month"]._rebuild(self.program), 0
                )
                savepoint.rollback()
            self.env.invalidate_all()

        run()
