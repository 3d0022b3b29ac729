from odoo.fields import Command, Datetime
from odoo.tests.common import freeze_time

from ..common import LegalCase


class LectureCase(LegalCase):
    """Li answers for village 1, Wang for village 4 in the other township."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), user_id=cls.advisor_user.id)
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)
        cls.other_advisor = cls._make_advisor("Wang", cls.day(1))
        cls.other_assignment = cls._make_assignment(cls.village_4, cls.other_advisor)

    @classmethod
    def _make_lecture(cls, day, assignment=None, state="planned", outline=True, **vals):
        """A lecture on a local day, taken as far as a state by the buttons."""
        lecture = cls.env["legal.lecture"].create(
            {
                "assignment_id": (assignment or cls.assignment).id,
                "date": day,
                "topic": "Land contracts",
                "audience_count": 30,
            }
            | vals
        )
        if outline:
            cls._attach_outline(lecture)
        if state != "planned":
            lecture.action_hold()
        if state in ("submitted", "returned", "filed"):
            lecture.action_submit()
        if state == "returned":
            lecture.action_return("No case in it")
        if state == "filed":
            lecture.visit_id.action_confirm()
            lecture.action_file()
        return lecture

    @classmethod
    def _attach_outline(cls, lecture):
        lecture.outline_ids = [
            Command.create({"name": "outline.txt", "raw": b"1. Contracts"})
        ]

    def _at(self, day, hour=12.0):
        """Stop the clock on a local day, at the bureau's clock hour."""
        return freeze_time(Datetime.to_string(self.company._legal_utc(day, hour)))
