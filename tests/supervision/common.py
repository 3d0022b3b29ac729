from ..common import LegalCase


class EvaluationCase(LegalCase):
    """A running year whose months January to April are over on 20 May."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria = {
            criterion.scorer: criterion for criterion in cls.program.criterion_ids
        }
        cls.second_manager = cls._make_user("manager_2", "group_legal_manager")

    @classmethod
    def _make_served(cls, village, name="Li", months=(1, 2, 3, 4), **vals):
        """An assignment of the whole year with eight confirmed hours in months."""
        advisor = cls._make_advisor(name, cls.day(1), **vals)
        assignment = cls._make_assignment(village, advisor)
        for month in months:
            cls._serve(assignment, month)
        return assignment

    @classmethod
    def _serve(cls, assignment, month, hours=8, day=10, recorded_after=0, **vals):
        """Confirmed hours on one day, recorded some days later."""
        date = cls.day(month, day)
        visit = cls._make_visit(
            assignment, date, 9, 9 + hours, state="submitted", **vals
        )
        return cls._confirm_as_recorded(visit, recorded_after)

    @classmethod
    def _confirm_as_recorded(cls, visit, days=0):
        """Confirm an entry as if it had been submitted days after the service."""
        moment = visit.company_id._legal_utc(visit.date, 20 + 24 * days)
        visit._guarded_write({"submitted_at": moment})
        visit.action_confirm()
        return visit

    @classmethod
    def _file_lecture(cls, assignment, day, on_time=True, state="filed"):
        """A lecture in a state as its steps leave it, without the steps."""
        visit = cls._make_visit(assignment, day, 14, 16, state="submitted")
        cls._confirm_as_recorded(visit)
        due = cls.program._get_quarter_end(cls.program._get_quarter(day))
        lecture = cls.env["legal.lecture"]._guarded_create(
            [
                {
                    "assignment_id": assignment.id,
                    "advisor_id": assignment.advisor_id.id,
                    "date": day,
                    "topic": "Inheritance",
                    "state": "submitted",
                    "visit_id": visit.id,
                    "submitted_date": due if on_time else cls.today,
                }
            ]
        )
        lecture.flush_recordset()
        if state != "submitted":
            lecture._guarded_write({"state": state})
        return lecture

    def _compute(self):
        self.program.with_user(self.officer).action_compute_evaluations()
        return self.env["legal.evaluation"].search(
            [("program_id", "=", self.program.id), ("is_current", "=", True)]
        )

    def _line(self, evaluation, scorer):
        return evaluation.line_ids.filtered(
            lambda line: line.criterion_id.scorer == scorer
        )

    def _notify(self, evaluations):
        evaluations.with_user(self.township_officer).action_preliminary()
        evaluations.with_user(self.officer).action_notify()

    def _confirm(self, evaluations):
        self._notify(evaluations)
        evaluations.with_user(self.manager).action_confirm()
