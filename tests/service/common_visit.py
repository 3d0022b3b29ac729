from odoo.tests.common import freeze_time

from ..common import LegalCase


class VisitCase(LegalCase):
    """Two villages of one adviser who has a portal login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._make_advisor("Li", cls.day(1), user_id=cls.advisor_user.id)
        cls.assignment = cls._make_assignment(cls.village_1, cls.advisor)
        cls.other_assignment = cls._make_assignment(cls.village_2, cls.advisor)
        cls.visits = cls.env["legal.visit"]

    def _go_on_at(self, moment):
        """Continue the test at another moment (naive UTC)."""
        frozen = freeze_time(moment)
        frozen.start()
        self.addCleanup(frozen.stop)
